export const DELIVERY_STATES = ["queued", "sending", "waiting", "delivered", "failed"] as const;
/** `waiting`: the last attempt failed and another one follows. */
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** What came of one attempt. */
export type Outcome =
  | { kind: "answered"; statusCode: number; retryAfterSeconds: number | null }
  /** No answer: it may be otherwise in a while. `isLasting`: it will not. */
  | { kind: "failed"; reason: string; isLasting: boolean };

export type AfterAttempt =
  | { state: "delivered"; failure: null }
  | { state: "failed"; failure: string }
  | { state: "waiting"; failure: string; delaySeconds: number };

export const ATTEMPTS_MAX = 8;
const FIRST_DELAY_SECONDS = 10;
const DELAY_GROWS_TIMES = 3;
const DELAY_SECONDS_MAX = 3600;

/** `random` from 0 to 1 spreads those that failed together over up to a third of the delay. */
export function retryDelaySeconds(attemptCount: number, random: number): number {
  const delay = Math.min(DELAY_SECONDS_MAX, FIRST_DELAY_SECONDS * DELAY_GROWS_TIMES ** (attemptCount - 1));
  return Math.round(delay * (1 + random / 3));
}

/** `attemptCount` attempts were made, this one included; a test is not tried again. */
export function afterAttempt(
  outcome: Outcome,
  { attemptCount, isTest, random }: { attemptCount: number; isTest: boolean; random: number },
): AfterAttempt {
  if (outcome.kind === "answered" && isAccepted(outcome.statusCode)) {
    return { state: "delivered", failure: null };
  }
  const failure =
    outcome.kind === "failed" ? outcome.reason : `The receiver answered with status ${outcome.statusCode}.`;
  const isOver = isTest || attemptCount >= ATTEMPTS_MAX || !mayBeRetried(outcome);
  if (isOver) return { state: "failed", failure };
  const wanted = outcome.kind === "answered" ? (outcome.retryAfterSeconds ?? 0) : 0;
  const delaySeconds = Math.max(retryDelaySeconds(attemptCount, random), Math.min(wanted, DELAY_SECONDS_MAX));
  return { state: "waiting", failure, delaySeconds };
}

const isAccepted = (statusCode: number): boolean => statusCode >= 200 && statusCode < 300;

function mayBeRetried(outcome: Outcome): boolean {
  if (outcome.kind === "failed") return !outcome.isLasting;
  return outcome.statusCode === 408 || outcome.statusCode === 429 || outcome.statusCode >= 500;
}

/** Of a Retry-After header: seconds or a date (RFC 9110, 10.2.3). */
export function parseRetryAfter(header: string | undefined, now: Date): number | null {
  const text = header?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const at = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}

/** An order to try a delivery, at once or after a while. */
export type DeliveryJob = { deliveryId: string; delaySeconds: number };
