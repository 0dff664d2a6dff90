import type { ShownHostKey } from "#server/domain/host-key.ts";
import type { RefreshFailureCause } from "#server/domain/node.ts";

/** Why a node could not be asked; `message` is worded for an operator. */
export class NodeConnectionError extends Error {
  readonly failureCause: RefreshFailureCause;
  /** The key the node, or its jump host, showed, when that is what it failed on. */
  readonly shownKey: ShownHostKey | null;

  constructor(failureCause: RefreshFailureCause, message: string, shownKey: ShownHostKey | null = null) {
    super(message);
    this.name = "NodeConnectionError";
    this.failureCause = failureCause;
    this.shownKey = shownKey;
  }
}

/** By its name: the web server's bundles each have a class of their own. */
export function isNodeConnectionError(error: unknown): error is NodeConnectionError {
  return error instanceof Error && error.name === "NodeConnectionError";
}

const SOCKET_FAULTS: Record<string, string> = {
  ECONNREFUSED: "the connection was refused",
  EHOSTUNREACH: "there is no route to it",
  ENETUNREACH: "there is no route to it",
  ETIMEDOUT: "it did not answer",
};

/** Words an error of a socket or of ssh2 by its `level` and `code`; `who` begins the sentence. */
export function toNodeConnectionError(
  error: Error & { level?: string; code?: string },
  who: string,
  isReady: boolean,
): NodeConnectionError {
  if (error.level === "client-authentication") {
    return new NodeConnectionError("authentication", `${who} does not accept Overmesh's SSH key.`);
  }
  if (error.level === "client-timeout" && !isReady) {
    return new NodeConnectionError("time-out", `${who} did not complete the SSH handshake in time.`);
  }
  const fault = SOCKET_FAULTS[error.code ?? ""];
  if (fault) return new NodeConnectionError("unreachable", `${who} is unreachable: ${fault}.`);
  if (isReady) {
    const silence = error.message.includes("Keepalive") ? "no longer answers" : "was lost while it answered";
    return new NodeConnectionError("connection-lost", `The connection to ${lowerFirst(who)} ${silence}.`);
  }
  if (/no matching|no matching .* algorithm/i.test(error.message)) {
    return new NodeConnectionError(
      "handshake",
      `${who} and Overmesh have no SSH algorithm in common: ${error.message}.`,
    );
  }
  return new NodeConnectionError(
    "unreachable",
    `${who} closed the connection before the SSH handshake was complete.`,
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The same failure of a jump host: the node itself was never asked. */
export function ofJumpHost({ failureCause, message, shownKey }: NodeConnectionError): NodeConnectionError {
  const isTransient = ["unreachable", "time-out", "connection-lost"].includes(failureCause);
  const cause =
    failureCause === "interrupted"
      ? "interrupted"
      : isTransient
        ? "jump-host-unreachable"
        : "jump-host-refused";
  return new NodeConnectionError(cause, message, shownKey);
}
