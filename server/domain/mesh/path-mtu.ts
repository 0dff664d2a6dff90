import * as z from "zod";
import { UNDERLAY_MTU_BYTES_MAX, UNDERLAY_MTU_BYTES_MIN } from "../mtu.ts";

const range = `A path MTU is a whole number from ${UNDERLAY_MTU_BYTES_MIN} to ${UNDERLAY_MTU_BYTES_MAX}.`;
const PdcName = z
  .string("Name both PDCs.")
  .min(1, "A PDC without a name has no declared path.")
  .max(256, "A PDC name has at most 256 characters.");

/** What an operator says of the path between two PDCs, or inside one; `mtuBytes` null takes it back. */
export const PathMtuDeclaration = z.object({
  pdcNames: z.tuple([PdcName, PdcName], "Name both PDCs."),
  mtuBytes: z
    .number(range)
    .int(range)
    .min(UNDERLAY_MTU_BYTES_MIN, range)
    .max(UNDERLAY_MTU_BYTES_MAX, range)
    .nullable(),
});
export type PathMtuDeclaration = z.infer<typeof PathMtuDeclaration>;
