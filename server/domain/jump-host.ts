import * as z from "zod";
import { HostKeyFingerprint, PdcName, SshAddress, SshPort } from "./node-enrolment.ts";

export const JumpHostRef = z.object({ pdcName: PdcName });

/** Where the SSH server answers through which a PDC's nodes are reached. */
export const JumpHostDraft = JumpHostRef.extend({
  sshAddress: SshAddress,
  sshPort: SshPort,
  username: z
    .string({ error: "Give the user name." })
    .trim()
    .regex(
      /^[a-z_][a-z0-9_.-]{0,31}$/,
      "A user name has lower-case letters, digits, “_”, “.” and “-”, at most 32.",
    ),
});
export type JumpHostDraft = z.infer<typeof JumpHostDraft>;

/** Names exactly the key the operator saw. */
export const JumpHostKeyAnswer = JumpHostRef.extend({ fingerprint: HostKeyFingerprint });
export type JumpHostKeyAnswer = z.infer<typeof JumpHostKeyAnswer>;

/**
 * PDC through whose jump host a node is reached: what an operator said, else the one it reports, else the one through which
 * it was last reached, so that a node that changes its PDC name stays reachable. null: directly.
 */
export function pdcOfJumpHost(
  node: {
    jumpHostPdcName: string | null;
    reportedPdcName: string | null;
    reachedThroughPdcName: string | null;
  },
  hasJumpHost: (pdcName: string) => boolean,
): string | null {
  return (
    [node.jumpHostPdcName, node.reportedPdcName, node.reachedThroughPdcName].find(
      (name) => name !== null && hasJumpHost(name),
    ) ?? null
  );
}
