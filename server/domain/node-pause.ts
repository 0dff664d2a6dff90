import * as z from "zod";
import { NodeRef } from "./node-enrolment.ts";

const PAUSE_SECONDS_MAX = 90 * 86_400;

/** Leaves a node alone for a while, as during maintenance. */
export const NodePause = NodeRef.extend({
  reason: z
    .string({ error: "Say why, for those who wonder later." })
    .trim()
    .min(1, { error: "Say why, for those who wonder later." })
    .max(300, { error: "The reason has at most 300 characters." }),
  until: z.date({ error: "Say until when." }),
});
export type NodePause = z.infer<typeof NodePause>;

/** null: fine. */
export function pauseProblem({ until }: Pick<NodePause, "until">, now: Date): string | null {
  if (until <= now) return "The end lies in the past.";
  if (until.getTime() - now.getTime() > PAUSE_SECONDS_MAX * 1000) return "A pause is at most 90 days long.";
  return null;
}
