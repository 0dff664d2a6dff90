import * as z from "zod";
import { HEALTH_STATES } from "../health.ts";
import { CHECK_CODES } from "./check.ts";
import type { LinkPath } from "./link-path.ts";
import { MTU_OUTCOMES } from "./model/pair-verdict.ts";

const ROWS_MAX = 200;
const CURSOR_MAX = 1_000_000;
const FOUND_MAX = 50;
const notAnId = "This is not an id.";

const OverlayRuleName = z
  .string()
  .max(256, "A rule's name has at most 256 characters.")
  .nullable()
  .default(null);
/** Of PDCs and of pairs of them: made of names of at most 256 characters. */
const PdcRef = z.string(notAnId).max(16_000, notAnId);

/** Absent or not in the past: now. */
const At = z.date("This is not an instant.").optional();
/** As of which instant. */
export const MeshInstant = z.object({ at: At });
export type MeshInstant = z.infer<typeof MeshInstant>;

export const MeshQuery = MeshInstant.extend({ overlayRuleName: OverlayRuleName });
export type MeshQuery = z.infer<typeof MeshQuery>;

const Paged = MeshQuery.extend({
  cursor: z.number().int().min(0).max(CURSOR_MAX).default(0),
  limit: z.number().int().min(1).max(ROWS_MAX).default(50),
});
export type PagedMeshQuery = z.infer<typeof Paged>;

export const MeshPdcQuery = Paged.extend({
  pdcId: PdcRef,
  limit: z.number().int().min(1).max(ROWS_MAX).default(ROWS_MAX),
});

export const MeshNodeQuery = Paged.extend({ id: z.string(notAnId).max(80, notAnId) });

/** `id`: two PDC ids with a comma; twice the same for the links inside one PDC. */
export const PdcLinkQuery = Paged.extend({
  id: PdcRef,
  state: z.enum(HEALTH_STATES).nullable().default(null),
  cause: z.enum(CHECK_CODES).nullable().default(null),
});
export type PdcLinkQuery = z.infer<typeof PdcLinkQuery>;

export const MeshLinkQuery = MeshInstant.extend({
  id: z.string("This is not a link's id.").max(80, "This is not a link's id."),
});

const PATHS = ["admin", "ipsec", "clear-text", "unknown"] as const satisfies LinkPath[];

/** `within` and what is left out. */
export const MeshLinksQuery = Paged.extend({
  within: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("mesh") }),
      z.object({ kind: z.literal("pdc"), id: PdcRef }),
      z.object({ kind: z.literal("node"), id: z.string(notAnId).max(80, notAnId) }),
      z.object({ kind: z.literal("pdc-link"), id: PdcRef }),
    ])
    .default({ kind: "mesh" }),
  hidden: z
    .object({
      states: z.array(z.enum(HEALTH_STATES)).max(10).default([]),
      paths: z.array(z.enum(PATHS)).max(10).default([]),
      mtus: z.array(z.enum(MTU_OUTCOMES)).max(10).default([]),
    })
    .default({ states: [], paths: [], mtus: [] }),
});
export type MeshLinksQuery = z.infer<typeof MeshLinksQuery>;

const NODE_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const areNodeIds = (count: number) => (id: string) =>
  id.split(",").length === count && id.split(",").every((part) => NODE_ID.test(part));

/** A PDC, a node, a link or a pair of PDCs. */
export const MeshSubject = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("pdc"), id: PdcRef }),
  z.object({ kind: z.literal("pdc-link"), id: PdcRef }),
  z.object({ kind: z.literal("node"), id: z.string(notAnId).refine(areNodeIds(1), notAnId) }),
  z.object({ kind: z.literal("link"), id: z.string(notAnId).refine(areNodeIds(2), notAnId) }),
]);
export type MeshSubject = z.infer<typeof MeshSubject>;

export const MeshFindQuery = MeshInstant.extend({
  text: z.string().max(200, "Search for at most 200 characters."),
  limit: z.number().int().min(1).max(FOUND_MAX).default(10),
});
