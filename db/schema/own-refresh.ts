import { index, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { refreshRuns } from "./refresh.ts";
import { vdcs } from "./vdc.ts";

/** Refreshes that a vDC's people ordered of the nodes their own networks cross; counted to limit them. */
export const ownRefreshes = pgTable(
  "own_refresh",
  {
    id: uuid().primaryKey().defaultRandom(),
    vdcId: uuid()
      .notNull()
      .references(() => vdcs.id, { onDelete: "cascade" }),
    runId: uuid()
      .notNull()
      .references(() => refreshRuns.id, { onDelete: "cascade" }),
    orderedAt: timestamp({ withTimezone: true }).notNull(),
    orderedByName: text().notNull(),
  },
  (t) => [index("own_refresh_by_vdc").on(t.vdcId, t.orderedAt), index("own_refresh_by_run").on(t.runId)],
);
