import { z } from "zod";
import { HostKeyFingerprint, SshAddress, SshPort } from "./node-enrolment.ts";

const PdcName = z
  .string({ error: "Give the PDC's name, as its nodes report it." })
  .min(1, "Give the PDC's name, as its nodes report it.")
  .max(255, "A PDC name has at most 255 characters.");

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
 * PDC through whose jump host a node is reached: the one it reports, else the one through which it was enrolled or last
 * reached, so that a node that changes its PDC name stays reachable. null: directly.
 */
export function pdcOfJumpHost(
  node: { reportedPdcName: string | null; reachedThroughPdcName: string | null },
  hasJumpHost: (pdcName: string) => boolean,
): string | null {
  return (
    [node.reportedPdcName, node.reachedThroughPdcName].find((name) => name !== null && hasJumpHost(name)) ??
    null
  );
}
