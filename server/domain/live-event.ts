import * as z from "zod";
import type { Actor } from "./access.ts";

/** Tells open pages what to read again; carries ids only, never data. `vdcId` null: for operators and auditors. */
export const LiveEvent = z.object({
  topic: z.enum([
    "refresh",
    "node",
    "warning",
    "network",
    "delegation",
    "vxlan",
    "vdc",
    "user",
    "notification",
  ]),
  id: z.string().nullable(),
  vdcId: z.string().nullable(),
});
export type LiveEvent = z.infer<typeof LiveEvent>;

/** People without a role in the whole cloud hear of their own vDCs only. */
export function isEventFor(event: LiveEvent, actor: Actor): boolean {
  return actor.cloudRole !== null || (event.vdcId !== null && actor.roleByVdcId.has(event.vdcId));
}
