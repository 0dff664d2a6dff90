import * as z from "zod";
import { canonicalAddress } from "./node-address.ts";

/** Names are not taken: who changes a name's record would move the node. Stored as `canonicalAddress` writes it. */
export const SshAddress = z.string({ error: "Give the address." }).transform((text, context) => {
  const canonical = canonicalAddress(text);
  if (canonical !== null) return canonical;
  context.addIssue({ code: "custom", message: "Give an IPv4 or IPv6 address; names are not looked up." });
  return z.NEVER;
});

export const SshPort = z.coerce
  .number({ error: "The SSH port is a whole number from 1 to 65535." })
  .int("The SSH port is a whole number from 1 to 65535.")
  .min(1, "The SSH port is a whole number from 1 to 65535.")
  .max(65535, "The SSH port is a whole number from 1 to 65535.")
  .default(22);

export const PdcName = z
  .string({ error: "Give the PDC's name, as its nodes report it." })
  .min(1, "Give the PDC's name, as its nodes report it.")
  .max(255, "A PDC name has at most 255 characters.");

/** PDC through whose jump host a node is reached; null: as the PDC it reports is. */
const JumpHostPdcName = PdcName.nullable();

/** Where a node's SSH server answers; the address is the name shown until the node tells its own. */
export const NodeEnrolment = z.object({
  sshAddress: SshAddress,
  sshPort: SshPort,
  jumpHostPdcName: JumpHostPdcName.default(null),
});
export type NodeEnrolment = z.infer<typeof NodeEnrolment>;

export const NodeRef = z.object({ nodeId: z.guid("This is not a node's id.") });

export const NodeWayChange = NodeRef.extend({ jumpHostPdcName: JumpHostPdcName });
export type NodeWayChange = z.infer<typeof NodeWayChange>;

export const HostKeyFingerprint = z
  .string()
  .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, "This is not a host key's fingerprint.");

/** Confirms exactly the key the operator saw, so that one shown in between is not taken for it. */
export const HostKeyConfirmation = NodeRef.extend({ fingerprint: HostKeyFingerprint });
export type HostKeyConfirmation = z.infer<typeof HostKeyConfirmation>;

export const HostKeyConfirmations = z.object({
  confirmations: z
    .array(HostKeyConfirmation)
    .min(1, "Choose at least one node.")
    .max(1000, "Confirm at most 1000 keys at once."),
});
