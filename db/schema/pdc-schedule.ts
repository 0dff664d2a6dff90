import { sql } from "drizzle-orm";
import { check, integer, pgTable, text } from "drizzle-orm/pg-core";

/** How one PDC's nodes are refreshed, where that differs from the rest. null: as everywhere. */
export const pdcSchedules = pgTable(
  "pdc_schedule",
  {
    pdcName: text().primaryKey(),
    refreshIntervalSeconds: integer(),
    refreshesAtOnceMax: integer(),
    /** Minutes of the UTC day, the end not included; over midnight when the end comes first. */
    quietFromMinute: integer(),
    quietUntilMinute: integer(),
  },
  (t) => [
    check("pdc_schedule_interval", sql`${t.refreshIntervalSeconds} between 30 and 604800`),
    check("pdc_schedule_at_once", sql`${t.refreshesAtOnceMax} between 1 and 64`),
    check("pdc_schedule_quiet", sql`num_nulls(${t.quietFromMinute}, ${t.quietUntilMinute}) in (0, 2)`),
    check(
      "pdc_schedule_minutes",
      sql`${t.quietFromMinute} between 0 and 1439 and ${t.quietUntilMinute} between 0 and 1439`,
    ),
  ],
);
