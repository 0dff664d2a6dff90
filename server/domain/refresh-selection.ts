import * as z from "zod";
import { NodeFilter } from "./node-list.ts";

/** Which nodes an order is for. */
export const RefreshSelection = z.discriminatedUnion(
  "kind",
  [
    z.object({ kind: z.literal("all") }),
    z.object({ kind: z.literal("stale") }),
    z.object({ kind: z.literal("failed") }),
    z.object({
      kind: z.literal("pdc"),
      pdcName: z.string().max(255, "A PDC name has at most 255 characters."),
    }),
    z.object({
      kind: z.literal("nodes"),
      nodeIds: z
        .array(z.guid("This is not a node's id."))
        .min(1, "Choose at least one node.")
        .max(10_000, "Choose at most 10 000 nodes."),
    }),
    /** Those that failed in one run. */
    z.object({ kind: z.literal("failed-of-run"), runId: z.guid("This is not a refresh's id.") }),
    /** What a list was narrowed to, but some. */
    z.object({
      kind: z.literal("filter"),
      filter: NodeFilter,
      exceptNodeIds: z
        .array(z.guid("This is not a node's id."))
        .max(10_000, "Leave out at most 10 000 nodes.")
        .default([]),
    }),
  ],
  { error: "Say which nodes to refresh." },
);
export type RefreshSelection = z.infer<typeof RefreshSelection>;
