import { sql } from "drizzle-orm";
import { check, integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

/** Path MTU that an operator declared between two PDCs, or inside one; the names stand in order, so a pair has one row. */
export const pdcPaths = pgTable(
  "pdc_path",
  {
    pdcNameFirst: text().notNull(),
    pdcNameLast: text().notNull(),
    mtuBytes: integer().notNull(),
    declaredAt: timestamp({ withTimezone: true }).notNull(),
    declaredByName: text().notNull(),
  },
  (t) => [
    primaryKey({ name: "pdc_path_once_per_pair", columns: [t.pdcNameFirst, t.pdcNameLast] }),
    check("pdc_path_names_in_order", sql`${t.pdcNameFirst} collate "C" <= ${t.pdcNameLast} collate "C"`),
    check("pdc_path_mtu", sql`${t.mtuBytes} between 576 and 65535`),
  ],
);
