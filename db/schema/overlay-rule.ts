import { sql } from "drizzle-orm";
import { boolean, check, inet, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** Overlay rules as Overmesh wants them; `found` ones were taken over from a node that already had them. */
export const overlayRules = pgTable(
  "overlay_rule",
  {
    name: text().primaryKey(),
    mtuBytes: integer().notNull(),
    listenPort: integer().notNull(),
    listenAddress: inet(), // null: each node's own admin or external address
    arpFilePath: text(),
    isUserRule: boolean().notNull().default(true), // false: adminoverlay and the like
    addressScope: text({ enum: ["segment", "rule"] })
      .notNull()
      .default("segment"), // where an address may occur once
    origin: text({ enum: ["wanted", "found"] })
      .notNull()
      .default("wanted"),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    check("overlay_rule_mtu", sql`${t.mtuBytes} between 576 and 8900`),
    check("overlay_rule_port", sql`${t.listenPort} between 1 and 65535`),
  ],
);
