import type { ShownHostKey } from "./host-key.ts";
import type { RefreshFailureCause } from "./node.ts";

/** The keys of a node, and what operators said of them. */
export type KeysOfNode = {
  hostKeyFingerprint: string | null;
  hostKeyConfirmedAt: Date | null;
  expectedFingerprint: string | null;
  confirmExpectedByName: string | null;
  askOnceFingerprint: string | null;
};

/** The only key to which anything is sent; null: to none. */
export function trustedFingerprint(keys: KeysOfNode): string | null {
  if (keys.hostKeyConfirmedAt !== null) return keys.hostKeyFingerprint;
  if (isAskedOnce(keys)) return keys.askOnceFingerprint;
  return confirmsItself(keys) ? keys.expectedFingerprint : null;
}

/** An operator lets it be asked once, still quarantined. */
export function isAskedOnce({ hostKeyConfirmedAt, askOnceFingerprint }: KeysOfNode): boolean {
  return hostKeyConfirmedAt === null && askOnceFingerprint !== null;
}

/** Showing the expected key is enough: an operator said so beforehand. */
export function confirmsItself(keys: KeysOfNode): boolean {
  const { hostKeyConfirmedAt, expectedFingerprint, confirmExpectedByName } = keys;
  return hostKeyConfirmedAt === null && expectedFingerprint !== null && confirmExpectedByName !== null;
}

type Failure = { cause: RefreshFailureCause; detail: string; shownKey?: ShownHostKey | null };

/** An unconfirmed node has no key that could have changed: what it showed instead of the expected one is seen first. */
export function asFirstContact(keys: KeysOfNode, failure: Failure): Failure {
  if (keys.hostKeyConfirmedAt !== null || failure.cause !== "host-key-changed") return failure;
  return { ...failure, cause: "host-key-unconfirmed" };
}
