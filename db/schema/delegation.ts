import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";
import { idRanges } from "./id-ranges-column.ts";
import { overlayRules } from "./overlay-rule.ts";
import { vdcs } from "./vdc.ts";

/**
 * One row a vDC. Whoever writes a network of the vDC locks it first, so limits and free ids are counted by one at a time;
 * whoever writes ranges locks the whole table, which waits for all of those.
 */
export const delegations = pgTable(
  "delegation",
  {
    vdcId: uuid()
      .primaryKey()
      .references(() => vdcs.id),
    isRestricted: boolean().notNull().default(true),
    networkCountMax: integer(), // null: no limit
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [check("delegation_network_count_max", sql`${t.networkCountMax} >= 0`)],
);

/** That no VXLAN id is delegated to two vDCs unless both share it, with VLANs of their own, are exclusion constraints in a migration. */
export const vxlanDelegations = pgTable(
  "vxlan_delegation",
  {
    id: uuid().primaryKey().defaultRandom(),
    vdcId: uuid()
      .notNull()
      .references(() => delegations.vdcId),
    overlayRuleNames: text().array(), // null: all user rules
    vxlanIds: idRanges().notNull(),
    sharedVlanIds: idRanges(), // null: not shared
    isShared: boolean()
      .notNull()
      .generatedAlwaysAs(sql`shared_vlan_ids is not null`),
  },
  (t) => [
    index("vxlan_delegation_vdc").on(t.vdcId),
    check("vxlan_delegation_ids", sql`${t.vxlanIds} <@ '{[1,2),[3,16777216)}'::int4multirange`),
    check("vxlan_delegation_vlans", sql`${t.sharedVlanIds} <@ '{[0,4095)}'::int4multirange`),
    check("vxlan_delegation_not_empty", sql`not isempty(${t.vxlanIds})`),
  ],
);

/** VLANs of one overlay rule (inside the vDC's own VXLANs) or of one NIC tag. */
export const vlanDelegations = pgTable(
  "vlan_delegation",
  {
    id: uuid().primaryKey().defaultRandom(),
    vdcId: uuid()
      .notNull()
      .references(() => delegations.vdcId),
    overlayRuleName: text().references(() => overlayRules.name),
    nicTagName: text(),
    vlanIds: idRanges().notNull(),
  },
  (t) => [
    unique("vlan_delegation_carrier").on(t.vdcId, t.overlayRuleName, t.nicTagName).nullsNotDistinct(),
    check("vlan_delegation_one_carrier", sql`num_nonnulls(${t.overlayRuleName}, ${t.nicTagName}) = 1`),
    check("vlan_delegation_ids", sql`${t.vlanIds} <@ '{[0,4095)}'::int4multirange`),
  ],
);
