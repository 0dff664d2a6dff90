import * as z from "zod";
import { NodeRef } from "./node-enrolment.ts";

const Instant = z.union([z.literal("now"), z.guid("This is not a kept instant of the node.")]);

/** Two kept instants of one node, or one and what is held now; in whatever order they are given. */
export const SnapshotPair = NodeRef.extend({ from: Instant, to: Instant });
export type SnapshotPair = z.infer<typeof SnapshotPair>;
