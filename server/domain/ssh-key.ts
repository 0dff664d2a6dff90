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

/** `knownRest`: the mark of the nodes that have not accepted the key, as the operator was shown them; "": every node has. */
export const SshKeySwitch = SshKeyRef.extend({
  knownRest: z.string({ error: "Say which nodes are known not to let the key in." }).max(64),
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

export function countKeyChecks(
  counted: readonly { state: KeyCheck["state"]; count: number }[],
): KeyCheckCounts {
  const counts: KeyCheckCounts = { accepted: 0, refused: 0, failed: 0, waiting: 0, unchecked: 0 };
  for (const { state, count } of counted) {
    if (state === null) counts.unchecked += count;
    else if (state === "queued" || state === "checking") counts.waiting += count;
    else counts[state] += count;
  }
  return counts;
}

/** Nodes that would no longer be reached, were this key the only one. */
export function countNotOpened({ refused, failed, waiting, unchecked }: KeyCheckCounts): number {
  return refused + failed + waiting + unchecked;
}

/** Which nodes a check asks: of a key still to be used those that have not accepted it, of an old one those that may. */
export function nodesToCheck(checks: readonly KeyCheck[], isOld: boolean): string[] {
  const isSettled = ({ state }: KeyCheck) =>
    state === "queued" || state === "checking" || state === (isOld ? "refused" : "accepted");
  return checks.filter((check) => !isSettled(check)).map(({ nodeId }) => nodeId);
}
