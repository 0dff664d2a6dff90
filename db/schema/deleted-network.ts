import { index, integer, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { vdcs } from "./vdc.ts";

/** What a deleted network and its addresses were, so that it can come back while its ids rest. */
export const deletedNetworks = pgTable(
  "deleted_network",
  {
    /** The id it had, and has again when it comes back. */
    id: uuid().primaryKey(),
    vdcId: uuid()
      .notNull()
      .references(() => vdcs.id),
    name: text().notNull(),
    vxlanId: integer(),
    network: jsonb().notNull(),
    addresses: jsonb().notNull(),
    deletedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    deletedByName: text().notNull(),
    restorableUntil: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [index("deleted_network_by_vdc").on(t.vdcId, t.deletedAt)],
);
