import { sql } from "drizzle-orm";
import { check, doublePrecision, pgTable, text } from "drizzle-orm/pg-core";

/** Where a PDC stands on the earth, as an operator said; kept by name, also while no node reports it. */
export const pdcPlaces = pgTable(
  "pdc_place",
  {
    pdcName: text().primaryKey(),
    /** Degrees; north and east are positive. */
    latitude: doublePrecision().notNull(),
    longitude: doublePrecision().notNull(),
    placeName: text(),
  },
  (t) => [
    check("pdc_place_latitude", sql`${t.latitude} between -90 and 90`),
    check("pdc_place_longitude", sql`${t.longitude} between -180 and 180`),
  ],
);
