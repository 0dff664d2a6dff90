import * as z from "zod";

/** Which nodes an order is for. */
export const RefreshSelection = z.discriminatedUnion("kind", [
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
]);
export type RefreshSelection = z.infer<typeof RefreshSelection>;
