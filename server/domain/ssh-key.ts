import * as z from "zod";
import { HostKeyFingerprint } from "./node-enrolment.ts";

export const KEY_CHECK_STATES = ["queued", "checking", "accepted", "refused", "failed"] as const;
/** `accepted` and `refused` are the node's word; `failed`: it could not be asked. */
export type KeyCheckState = (typeof KEY_CHECK_STATES)[number];

export const SshKeyRef = z.object({ fingerprint: HostKeyFingerprint });

/** A key made for the purpose, or one this server already holds. */
export const NewSshKey = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("generate") }),
  z.object({ kind: z.literal("held"), fingerprint: HostKeyFingerprint }),
]);
export type NewSshKey = z.infer<typeof NewSshKey>;

/** `knownRest`: the nodes that have not accepted the key, as the operator was shown them; empty: every node has. */
export const SshKeySwitch = SshKeyRef.extend({
  knownRest: z.array(z.guid("This is not a node's id.")).max(100_000, "These are too many nodes."),
});
export type SshKeySwitch = z.infer<typeof SshKeySwitch>;

/** A node as one key's check has it; `state` null: it was not asked yet. */
export type KeyCheck = {
  nodeId: string;
  hostname: string;
  state: KeyCheckState | null;
  detail: string | null;
  finishedAt: Date | null;
};

export type KeyCheckCounts = {
  accepted: number;
  refused: number;
  failed: number;
  waiting: number;
  unchecked: number;
};

export function countKeyChecks(checks: readonly KeyCheck[]): KeyCheckCounts {
  const count = (...states: KeyCheck["state"][]) =>
    checks.filter(({ state }) => states.includes(state)).length;
  return {
    accepted: count("accepted"),
    refused: count("refused"),
    failed: count("failed"),
    waiting: count("queued", "checking"),
    unchecked: count(null),
  };
}

/** Nodes that would no longer be reached, were this key the only one. */
export function nodesNotOpened(checks: readonly KeyCheck[]): KeyCheck[] {
  return checks.filter(({ state }) => state !== "accepted");
}

/** Which nodes a check asks: of a key still to be used those that have not accepted it, of an old one those that may. */
export function nodesToCheck(checks: readonly KeyCheck[], isOld: boolean): string[] {
  const isSettled = ({ state }: KeyCheck) =>
    state === "queued" || state === "checking" || state === (isOld ? "refused" : "accepted");
  return checks.filter((check) => !isSettled(check)).map(({ nodeId }) => nodeId);
}
