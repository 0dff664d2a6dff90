import { z } from "zod";
import { SEVERITIES } from "./warning.ts";
import { WARNING_CODES } from "./warnings/catalogue.ts";

export const WARNING_STATES = ["open", "acknowledged", "resolved", "all"] as const;
export type WarningState = (typeof WARNING_STATES)[number];

/** What the review queue can be narrowed to. `open` leaves out what is acknowledged. */
export const WarningFilter = z.object({
  state: z.enum(WARNING_STATES, "Choose open, acknowledged, resolved or all.").default("open"),
  severity: z.enum(SEVERITIES, "Choose critical, warning or info.").optional(),
  code: z.enum(WARNING_CODES, "There is no warning of this code.").optional(),
  pdcName: z.string().max(256, "A PDC name has at most 256 characters.").optional(),
  nodeId: z.guid("This is not a node's id.").optional(),
  vdcId: z.guid("This is not a vDC's id.").optional(),
  text: z.string().trim().max(200, "Search for at most 200 characters.").optional(),
});
export type WarningFilter = z.infer<typeof WarningFilter>;

export const WarningId = z.object({ id: z.guid("This is not a warning's id.") });

/** Whether the end lies in the future is for the service to say: it has the clock. */
export const WarningAcknowledgement = z.object({
  id: z.guid("This is not a warning's id."),
  reason: z
    .string()
    .trim()
    .min(3, "Say in at least 3 characters why this may stay.")
    .max(300, "A reason has at most 300 characters.")
    .refine((reason) => !/\p{Cc}/u.test(reason), "A reason is one line of text."),
  until: z.date("Give the end as a date.").nullish(),
});
export type WarningAcknowledgement = z.infer<typeof WarningAcknowledgement>;
