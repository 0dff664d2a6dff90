import { z } from "zod";

const HOSTNAME =
  /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;

/** Where a node's SSH server answers; the name shown until it tells its own. */
export const NodeEnrolment = z.object({
  sshAddress: z
    .string({ error: "Give the node's address." })
    .trim()
    .refine(
      (text) => z.ipv4().safeParse(text).success || z.ipv6().safeParse(text).success || HOSTNAME.test(text),
      {
        error: "Give an IPv4 or IPv6 address or a host name.",
      },
    ),
  sshPort: z.coerce
    .number({ error: "The SSH port is a whole number from 1 to 65535." })
    .int("The SSH port is a whole number from 1 to 65535.")
    .min(1, "The SSH port is a whole number from 1 to 65535.")
    .max(65535, "The SSH port is a whole number from 1 to 65535.")
    .default(22),
});
export type NodeEnrolment = z.infer<typeof NodeEnrolment>;

export const NodeRef = z.object({ nodeId: z.guid("This is not a node's id.") });

/** Confirms exactly the key the operator saw, so that one shown in between is not taken for it. */
export const HostKeyConfirmation = NodeRef.extend({
  fingerprint: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, "This is not a host key's fingerprint."),
});
export type HostKeyConfirmation = z.infer<typeof HostKeyConfirmation>;
