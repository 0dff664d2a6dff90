import * as z from "zod";
import { VXLAN_BOUNDS } from "./id-range.ts";

const IDS_AT_ONCE_MAX = 1000;

/** VXLAN ids whose rest an operator ends early. */
export const RestingIds = z
  .array(
    z
      .number({ error: "A VXLAN id is a whole number." })
      .int({ error: "A VXLAN id is a whole number." })
      .min(VXLAN_BOUNDS.first, { error: "There is no such VXLAN id." })
      .max(VXLAN_BOUNDS.last, { error: "There is no such VXLAN id." }),
  )
  .min(1, { error: "Choose at least one VXLAN id." })
  .max(IDS_AT_ONCE_MAX, { error: `Release at most ${IDS_AT_ONCE_MAX} ids at once.` });
