import * as z from "zod";
import { Scenario } from "./scenario.ts";

export const WhatIfQuestion = z.object({ changes: Scenario });

/** Nodes by a part of their name, and those with the given ids whatever their names. */
export const WhatIfNodeSearch = z.object({
  text: z.string().max(120, "Search for at most 120 characters.").default(""),
  ids: z.array(z.string().max(36, "This is not a node's id.")).max(100, "Too many ids.").default([]),
});
export type WhatIfNodeSearch = z.infer<typeof WhatIfNodeSearch>;
