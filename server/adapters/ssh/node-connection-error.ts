import type { RefreshFailureCause } from "#server/domain/node.ts";

/** Why a node could not be asked; `message` is worded for an operator. */
export class NodeConnectionError extends Error {
  readonly failureCause: RefreshFailureCause;
  /** The key the node showed, when that is what it failed on. */
  readonly shownFingerprint: string | null;

  constructor(failureCause: RefreshFailureCause, message: string, shownFingerprint: string | null = null) {
    super(message);
    this.name = "NodeConnectionError";
    this.failureCause = failureCause;
    this.shownFingerprint = shownFingerprint;
  }
}

const SOCKET_FAULTS: Record<string, string> = {
  ECONNREFUSED: "the connection was refused",
  EHOSTUNREACH: "there is no route to it",
  ENETUNREACH: "there is no route to it",
  ETIMEDOUT: "it did not answer",
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "its name could not be looked up",
};

/** Words an error of ssh2 by its `level` and `code`. */
export function toNodeConnectionError(
  error: Error & { level?: string; code?: string },
  isReady: boolean,
): NodeConnectionError {
  if (error.level === "client-authentication") {
    return new NodeConnectionError("authentication", "The node does not accept Overmesh's SSH key.");
  }
  if (error.level === "client-timeout" && !isReady) {
    return new NodeConnectionError("time-out", "The node did not complete the SSH handshake in time.");
  }
  const fault = SOCKET_FAULTS[error.code ?? ""];
  if (fault) return new NodeConnectionError("unreachable", `The node is unreachable: ${fault}.`);
  if (isReady)
    return new NodeConnectionError(
      "connection-lost",
      "The connection was lost while the node was answering.",
    );
  return new NodeConnectionError(
    "unreachable",
    "The node closed the connection before the SSH handshake was complete.",
  );
}
