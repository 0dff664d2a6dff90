import * as z from "zod";

const NOT_A_PART = "This is not a part of the mesh.";
const UUID = "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}";
const Id = z.string(NOT_A_PART).min(1, NOT_A_PART).max(16_000, NOT_A_PART);

/** Of which part of the mesh the history is asked for; ids as in the mesh's own answers. */
export const HistoryQuery = z.discriminatedUnion(
  "kind",
  [
    z.object({ kind: z.literal(["pdc", "node", "pdc-link"]), id: Id }),
    z.object({ kind: z.literal("link"), id: z.string().regex(new RegExp(`^${UUID},${UUID}$`), NOT_A_PART) }),
  ],
  NOT_A_PART,
);
export type HistoryQuery = z.infer<typeof HistoryQuery>;
