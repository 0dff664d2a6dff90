import { sql } from "drizzle-orm";
import {
  check,
  cidr,
  foreignKey,
  index,
  inet,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { networks } from "./network.ts";
import { vdcs } from "./vdc.ts";

/**
 * Addresses of networks' pools. Once inside a segment: a network lists an address once, its addresses lie inside its
 * subnet (the copy of which follows the network's), and the subnets of a segment are disjoint.
 */
export const addresses = pgTable(
  "address",
  {
    networkId: uuid().notNull(),
    subnet: cidr().notNull(),
    address: inet().notNull(),
    usage: text({ enum: ["server", "other"] }).notNull(),
    note: text().notNull().default(""),
    /** Who listed it: the network's own vDC, or one that the network is shared with. */
    vdcId: uuid()
      .notNull()
      .references(() => vdcs.id),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.networkId, t.address] }),
    foreignKey({
      name: "address_network_subnet",
      columns: [t.networkId, t.subnet],
      foreignColumns: [networks.id, networks.subnet],
    })
      .onDelete("cascade")
      .onUpdate("cascade"),
    index("address_by_address").on(t.address),
    check("address_usage", sql`${t.usage} in ('server', 'other')`),
    check("address_is_host", sql`family(${t.address}) = 4 and masklen(${t.address}) = 32`),
    check(
      "address_in_subnet",
      sql`${t.address} <<= ${t.subnet} and (masklen(${t.subnet}) >= 31 or (host(${t.address}) <> host(${t.subnet}) and host(${t.address}) <> host(broadcast(${t.subnet}))))`,
    ),
  ],
);
