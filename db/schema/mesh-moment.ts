import { index, integer, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import type { CountByHealth } from "#server/domain/health.ts";
import type { MeshLook } from "#server/domain/mesh-time/mesh-look.ts";

const SUBJECT_KINDS = ["pdc", "node", "pdc-link"] as const;

/** The mesh in numbers at each instant at which something was seen to change, and now and then between. */
export const meshMoments = pgTable("mesh_moment", {
  at: timestamp({ withTimezone: true }).primaryKey(),
  nodeCountByState: jsonb().$type<CountByHealth>().notNull(),
  linkCountByState: jsonb().$type<CountByHealth>().notNull(),
  clearTextCount: integer().notNull(),
  changeCount: integer().notNull(),
});

/** How each PDC, node and pair of PDCs looked at the last moment. */
export const meshSubjects = pgTable(
  "mesh_subject",
  {
    kind: text({ enum: SUBJECT_KINDS }).notNull(),
    key: text().notNull(), // the id, or its hash when it is too long for an index
    id: text().notNull(),
    label: text().notNull(),
    look: jsonb().$type<MeshLook>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.key] })],
);

/** One of them looked different from a moment on. `before` null: it appeared; `after` null: it was gone. */
export const meshChanges = pgTable(
  "mesh_change",
  {
    at: timestamp({ withTimezone: true }).notNull(),
    kind: text({ enum: SUBJECT_KINDS }).notNull(),
    key: text().notNull(), // the id, or its hash when it is too long for an index
    id: text().notNull(),
    label: text().notNull(),
    before: jsonb().$type<MeshLook>(),
    after: jsonb().$type<MeshLook>(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.key, t.at] }), index("mesh_change_by_time").on(t.at)],
);
