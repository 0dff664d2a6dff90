import type { HealthState } from "../health.ts";

export const CHECK_CODES = [
  "pdc-known",
  "last-refresh",
  "facts-fresh",
  "rule-shared",
  "overlay-live",
  "overlay-port",
  "arp-entries",
  "addresses",
  "traffic",
  "mtu",
  "ipsec-policy",
  "ipsec-key",
  "clear-text-guard",
] as const;
export type CheckCode = (typeof CHECK_CODES)[number];

export type CheckOutcome = "pass" | "fail" | "unknown";

/** One piece of a link's evidence. */
export type Check = {
  code: CheckCode;
  title: string;
  outcome: CheckOutcome;
  sentence: string;
  /** The end it is about; null: both. */
  nodeId: string | null;
  /** Age of the evidence; null: there is none. */
  observedAt: Date | null;
  /** What a failure says of the link: packets do not pass, or pass but not as they should. */
  failMeans: "down" | "degraded";
};

/** What one look at one end, or at both, told. */
export type Finding = {
  outcome: CheckOutcome;
  sentence: string;
  nodeId?: string | null;
  failMeans?: "down" | "degraded";
};

/** `causes`: the checks that decided it, none when the link is up. */
export type StateByChecks = { state: HealthState; stateSentence: string; causes: CheckCode[] };

const RANK: Record<CheckOutcome, number> = { fail: 0, unknown: 1, pass: 2 };

/** The worst finding is the check's; the others' sentences of the same outcome are added to it. */
export function checkOf(
  code: CheckCode,
  title: string,
  observedAt: Date | null,
  findings: readonly Finding[],
): Check {
  const [worst] = findings.toSorted((a, b) => severityRank(a) - severityRank(b));
  const outcome = worst?.outcome ?? "unknown";
  const sentences = findings.filter((finding) => finding.outcome === outcome).map(({ sentence }) => sentence);
  const nodeIds = new Set(
    findings.filter((finding) => finding.outcome === outcome).map(({ nodeId }) => nodeId ?? null),
  );
  const [nodeId = null] = nodeIds.size === 1 ? nodeIds : [];
  const sentence = [...new Set(sentences)].join(" ");
  return { code, title, outcome, sentence, nodeId, observedAt, failMeans: worst?.failMeans ?? "degraded" };
}

/**
 * `up` needs every check to pass. Packets that are not seen to pass make a link `unknown`, whatever else fails; only
 * evidence that they do not pass makes it `down`.
 */
export function stateByChecks(checks: readonly Check[]): StateByChecks {
  const decisive = (matches: (check: Check) => boolean) => checks.find(matches);
  const noPdc = decisive(({ code, outcome }) => code === "pdc-known" && outcome !== "pass");
  if (noPdc) return decidedBy("unknown", [noPdc]);
  const stale = decisive(({ code, outcome }) => code === "facts-fresh" && outcome === "fail");
  if (stale) return decidedBy("stale", [stale]);
  const broken = decisive(({ outcome, failMeans }) => outcome === "fail" && failMeans === "down");
  if (broken) return decidedBy("down", [broken]);
  return stateOfUnbroken(checks);
}

function decidedBy(state: HealthState, checks: readonly Check[]): StateByChecks {
  return {
    state,
    stateSentence: checks.map(({ sentence }) => sentence).join(" "),
    causes: checks.map(({ code }) => code),
  };
}

/** Without these nobody knows whether packets pass now. */
const CARRIAGE_CODES: readonly CheckCode[] = ["traffic", "facts-fresh", "last-refresh", "overlay-live"];

function stateOfUnbroken(checks: readonly Check[]): StateByChecks {
  const failed = checks.filter(({ outcome }) => outcome === "fail");
  const unknown = checks.filter(({ outcome }) => outcome === "unknown");
  const uncertain = unknown.find(({ code }) => CARRIAGE_CODES.includes(code));
  if (uncertain) return decidedBy("unknown", [uncertain, ...failed]);
  if (failed.length > 0) return decidedBy("degraded", failed);
  const [firstUnknown] = unknown;
  if (firstUnknown) return decidedBy("unknown", [firstUnknown]);
  const sentence = "Both ends are fresh, agree with each other, and packets pass.";
  if (checks.length > 0) return { state: "up", stateSentence: sentence, causes: [] };
  return { state: "unknown", stateSentence: "Nothing is known about this link.", causes: [] };
}

function severityRank({ outcome, failMeans }: Finding): number {
  return RANK[outcome] - (outcome === "fail" && failMeans === "down" ? 1 : 0);
}

/** The older; null when either is missing. */
export function oldest(instants: readonly (Date | null | undefined)[]): Date | null {
  let first: Date | null = null;
  for (const instant of instants) {
    if (!instant) return null;
    if (!first || instant < first) first = instant;
  }
  return first;
}
