import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  cidr,
  index,
  inet,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { overlayRules } from "./overlay-rule.ts";
import { users } from "./user.ts";
import { vdcs } from "./vdc.ts";

/** Every VXLAN id that is in use or rests. Taking an id locks its row. */
export const vxlans = pgTable(
  "vxlan",
  {
    vxlanId: integer().primaryKey(),
    restsUntil: timestamp({ withTimezone: true }), // null: in use
    /** When it was freed; null while in use. */
    releasedAt: timestamp({ withTimezone: true }),
    /** Whose network used it last; it alone may take the id back while it rests. null while in use. */
    releasedByVdcId: uuid().references(() => vdcs.id),
  },
  (t) => [
    index("vxlan_resting")
      .on(t.restsUntil)
      .where(sql`${t.restsUntil} is not null`),
    index("vxlan_released_by")
      .on(t.releasedByVdcId, t.vxlanId)
      .where(sql`${t.releasedByVdcId} is not null`),
    check("vxlan_id_bounds", sql`${t.vxlanId} between 1 and 16777215 and ${t.vxlanId} <> 2`),
  ],
);

/**
 * How many rows `vxlan` has in each block of `size` ids, the first being block * size; triggers keep it. Blocks without any
 * may be missing. It spares counting a million rows.
 */
export const vxlanBlocks = pgTable(
  "vxlan_block",
  { size: integer().notNull(), block: integer().notNull(), takenCount: integer().notNull() },
  (t) => [
    primaryKey({ columns: [t.size, t.block] }),
    check("vxlan_block_taken_count", sql`${t.takenCount} between 0 and ${t.size}`),
  ],
);

/**
 * A vDC's network: one IPv4 subnet on a segment. The segment's one vDC, its disjoint subnets and a VXLAN id's one rule and
 * one vDC (or several that share it) are exclusion constraints in a migration.
 */
export const networks = pgTable(
  "network",
  {
    id: uuid().primaryKey().defaultRandom(),
    vdcId: uuid()
      .notNull()
      .references(() => vdcs.id),
    name: text().notNull(),
    alias: text().notNull(),
    description: text().notNull().default(""),
    access: text({ enum: ["public", "private", "deleted"] }).notNull(),
    ownerUserId: uuid().references(() => users.id, { onDelete: "set null" }), // null: its network-admins together
    subnet: cidr().notNull(),
    gateway: inet(),
    resolvers: inet()
      .array()
      .notNull()
      .default(sql`'{}'`),
    dnsDomain: text().notNull().default(""),
    ptrDomain: text().notNull().default(""),
    isDhcpPassthrough: boolean().notNull().default(false),
    overlayRuleName: text().references(() => overlayRules.name),
    nicTagName: text(),
    vxlanId: integer().references(() => vxlans.vxlanId),
    vlanId: integer().notNull(), // 0: untagged
    mtuBytes: integer().notNull(),
    isVxlanShared: boolean().notNull().default(false), // the VXLAN id is delegated to several vDCs
    addressScopeRuleName: text(), // the rule, when it wants every address once; else null
    /** What the text filter looks through; each part is led by a space, so that its beginning can be found. */
    searchText: text()
      .notNull()
      .generatedAlwaysAs(
        sql`lower(' ' || name || ' ' || alias || ' ' || description || ' ' || text(subnet) || ' ' || coalesce(overlay_rule_name, nic_tag_name, '') || coalesce(' ' || vxlan_id::text, '') || ' ' || vlan_id::text)`,
      ),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    unique("network_name_per_vdc").on(t.vdcId, t.name),
    unique("network_with_subnet").on(t.id, t.subnet), // what its addresses refer to
    index("network_overlay_rule").on(t.overlayRuleName),
    index("network_nic_tag")
      .on(t.nicTagName, t.vlanId)
      .where(sql`${t.nicTagName} is not null`),
    index("network_overlap_in_vdc").using("gist", t.vdcId, sql`${t.subnet} inet_ops`),
    index("network_search").using("gin", sql`${t.searchText} gin_trgm_ops`),
    // A page begins where the one before ended; the expressions are those of `db/queries/network-list.ts`.
    index("network_by_name").on(sql`(lower(${t.name}) collate "C")`, t.id),
    index("network_by_segment").on(sql`(coalesce(${t.vxlanId}, 0))`, t.vlanId, t.id),
    index("network_by_subnet").on(t.subnet, t.id),
    index("network_by_mtu").on(t.mtuBytes, t.id),
    index("network_by_change").on(t.updatedAt, t.id),
    index("network_by_name_in_vdc").on(t.vdcId, sql`(lower(${t.name}) collate "C")`, t.id),
    index("network_by_segment_in_vdc").on(t.vdcId, sql`(coalesce(${t.vxlanId}, 0))`, t.vlanId, t.id),
    index("network_by_subnet_in_vdc").on(t.vdcId, t.subnet, t.id),
    index("network_vxlan").on(t.vxlanId, t.vdcId),
    index("network_own_vxlans").on(t.vdcId, t.overlayRuleName, t.vxlanId),
    index("network_shared_vxlans")
      .on(t.vxlanId)
      .where(sql`${t.isVxlanShared}`),
    check("network_access", sql`${t.access} in ('public', 'private', 'deleted')`),
    check("network_one_carrier", sql`num_nonnulls(${t.overlayRuleName}, ${t.nicTagName}) = 1`),
    check("network_vxlan_with_rule", sql`(${t.overlayRuleName} is null) = (${t.vxlanId} is null)`),
    check("network_vlan_id", sql`${t.vlanId} between 0 and 4094`),
    check(
      "network_mtu",
      sql`${t.mtuBytes} between 576 and case when ${t.overlayRuleName} is null then 9000 else 8900 end`,
    ),
    check("network_subnet_ipv4", sql`family(${t.subnet}) = 4`),
  ],
);
