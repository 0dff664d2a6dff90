import { sql } from "drizzle-orm";
import { index, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";

/** Virtual data centers. A retired one is kept for the audit trail and found by nobody; its name stays taken. */
export const vdcs = pgTable(
  "vdc",
  {
    id: uuid().primaryKey().defaultRandom(),
    name: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    retiredAt: timestamp({ withTimezone: true }),
  },
  (t) => [
    uniqueIndex("vdc_name_unique").on(sql`lower(${t.name})`),
    // Lists of networks by vDC go through the vDCs in this order.
    index("vdc_by_name").on(sql`(lower(${t.name}) collate "C")`, t.id),
  ],
);
