import { createHmac } from "node:crypto";
import { type LookupAddress, promises as dns } from "node:dns";
import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { type Outcome, parseRetryAfter } from "#server/domain/notification/delivery.ts";
import { isOutsideAddress } from "#server/domain/notification/outside-address.ts";
import { signingKeyOf } from "./sealed-secret.ts";

const TIMEOUT_MILLISECONDS = 10_000;
/** What a receiver says is of no interest; more of it ends the connection. */
const ANSWER_BYTES_MAX = 65_536;

export type HookMessage = { id: string; body: string; secret: string; url: string };

export type PostOptions = {
  /** CIDRs that may be reached although they are not on the open internet. */
  addressExceptions: readonly string[];
  now: () => Date;
  timeoutMilliseconds?: number;
  /** Tests answer otherwise. */
  resolve?: (hostname: string) => Promise<LookupAddress[]>;
};

/** A failure of which another attempt changes nothing. */
class Refusal extends Error {}

/** As Standard Webhooks has it: HMAC-SHA-256 over id, timestamp and body. */
function signatureHeaders({ id, body, secret }: HookMessage, now: Date) {
  const timestamp = Math.floor(now.getTime() / 1000);
  const signature = createHmac("sha256", signingKeyOf(secret))
    .update(`${id}.${timestamp}.${body}`)
    .digest("base64");
  return {
    "webhook-id": id,
    "webhook-timestamp": `${timestamp}`,
    "webhook-signature": `v1,${signature}`,
  };
}

/**
 * Sends once, to an address that was looked at: the name is resolved here, every address it has must be allowed, and the
 * connection goes to one of them without asking again. Follows no redirect.
 */
export async function postWebhook(message: HookMessage, options: PostOptions): Promise<Outcome> {
  const { timeoutMilliseconds = TIMEOUT_MILLISECONDS, now } = options;
  const signal = AbortSignal.timeout(timeoutMilliseconds);
  try {
    const address = await Promise.race([allowedAddress(new URL(message.url), options), ended(signal)]);
    const answer = await send(message, address, signal, now());
    return {
      kind: "answered",
      statusCode: answer.statusCode ?? 0,
      retryAfterSeconds: parseRetryAfter(answer.headers["retry-after"], now()),
    };
  } catch (error) {
    const isLasting = error instanceof Refusal;
    const reason = signal.aborted
      ? `No answer within ${timeoutMilliseconds / 1000} seconds.`
      : reasonOf(error);
    return { kind: "failed", reason, isLasting };
  }
}

function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

const resolveAll = (hostname: string) => dns.lookup(hostname, { all: true });

async function allowedAddress(
  { hostname }: URL,
  { addressExceptions, resolve = resolveAll }: PostOptions,
): Promise<LookupAddress> {
  const literal = hostname.replace(/^\[|\]$/g, "");
  const family = isIP(literal);
  const found = family === 0 ? await resolve(hostname) : [{ address: literal, family }];
  const inside = found.find(({ address }) => !isOutsideAddress(address, addressExceptions));
  if (inside) {
    throw new Refusal(
      `${hostname} leads to ${inside.address}, which is not an address of the open internet. Nothing was sent.`,
    );
  }
  const [first] = found;
  if (!first) throw new Error(`${hostname} has no address.`);
  return first;
}

function send(
  message: HookMessage,
  { address, family }: LookupAddress,
  signal: AbortSignal,
  now: Date,
): Promise<IncomingMessage> {
  const url = new URL(message.url);
  // Node asks in either form; both get the address that was looked at.
  const lookup: LookupFunction = (_, { all }, answer) =>
    all ? answer(null, [{ address, family }]) : answer(null, address, family);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request: ClientRequest = (url.protocol === "https:" ? requestHttps : requestHttp)(url, {
    method: "POST",
    agent: false,
    lookup,
    signal,
    headers: {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(message.body),
      "user-agent": "Overmesh",
      ...signatureHeaders(message, now),
    },
  });
  request.once("error", reject);
  request.once("response", (answer) => {
    let bytes = 0;
    answer.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= ANSWER_BYTES_MAX) return;
      resolve(answer);
      request.destroy();
    });
    answer.once("end", () => resolve(answer));
    answer.once("error", reject);
  });
  request.end(message.body);
  return promise;
}

const REASON_BY_CODE: Record<string, string> = {
  ENOTFOUND: "The name has no address.",
  EAI_AGAIN: "The name could not be looked up.",
  ECONNREFUSED: "The connection was refused.",
  ECONNRESET: "The receiver broke the connection off.",
  EHOSTUNREACH: "There is no way to the receiver.",
  ENETUNREACH: "There is no way to the receiver.",
  ETIMEDOUT: "The receiver does not answer.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "The receiver's certificate is signed by itself.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The receiver's certificate cannot be verified.",
  CERT_HAS_EXPIRED: "The receiver's certificate has expired.",
  ERR_TLS_CERT_ALTNAME_INVALID: "The receiver's certificate is for another name.",
};

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "It could not be sent.";
  const code = "code" in error ? String(error.code) : "";
  return REASON_BY_CODE[code] ?? (error.message || "It could not be sent.").slice(0, 300);
}
