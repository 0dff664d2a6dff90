import * as z from "zod";
import { PathQuestion } from "../mesh-path/path-end.ts";
import { MeshInstant } from "../mesh/mesh-query.ts";
import { parseIpv4 } from "../ipv4.ts";

const ADDRESSES_MAX = 64;

/** Between two nodes, two VMs, or everything of a network: then both ends are that network. */
export const DiagnosisQuestion = PathQuestion.extend({
  ...MeshInstant.shape,
  /** As if the ends had this rule alone; null: all they share. */
  overlayRuleName: z.string().max(256, "A rule's name has at most 256 characters.").nullable().default(null),
  /** Of several links the one to look at; null: the worst. */
  linkId: z.string().max(80, "This is not a link's id.").nullable().default(null),
});
export type DiagnosisQuestion = z.infer<typeof DiagnosisQuestion>;

export const AddressList = z.object({
  addresses: z
    .array(z.string().refine((text) => parseIpv4(text) !== null, "This is not an IPv4 address."))
    .max(ADDRESSES_MAX, `Ask for at most ${ADDRESSES_MAX} addresses.`),
});
