import { sql } from "drizzle-orm";
import { index, pgTable, primaryKey, timestamp, uuid } from "drizzle-orm/pg-core";
import { networks } from "./network.ts";
import { vdcs } from "./vdc.ts";

/** Further vDCs that may read and use a network; an operator attaches and detaches them. */
export const networkShares = pgTable(
  "network_share",
  {
    networkId: uuid()
      .notNull()
      .references(() => networks.id, { onDelete: "cascade" }),
    vdcId: uuid()
      .notNull()
      .references(() => vdcs.id),
    createdAt: timestamp({ withTimezone: true })
      .notNull()
      .default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.networkId, t.vdcId] }), index("network_share_by_vdc").on(t.vdcId)],
);
