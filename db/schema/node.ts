import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  inet,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { HOST_KEY_TYPES } from "#server/domain/host-key.ts";
import { jumpHosts } from "./jump-host.ts";

/** A compute node. `facts` holds the last known parts, each with its age; a failed refresh leaves them as they are. */
export const nodes = pgTable(
  "node",
  {
    id: uuid().primaryKey().defaultRandom(),
    hostname: text().notNull(),
    sshAddress: text().notNull(),
    sshPort: integer().notNull().default(22),
    /** PDC through whose jump host an operator says it is reached; null: as the PDC it reports is reached. */
    jumpHostPdcName: text().references(() => jumpHosts.pdcName),
    /** First key seen, or the key an operator confirmed; compared on every connection. */
    hostKeyFingerprint: text(),
    /** null: not seen since types are kept. */
    hostKeyType: text({ enum: HOST_KEY_TYPES }),
    hostKeyConfirmedAt: timestamp({ withTimezone: true }),
    /** The key that the list it was enrolled from says it has. */
    expectedFingerprint: text(),
    /** Who said that the expected key confirms the node by itself; null: nobody. */
    confirmExpectedById: text(),
    confirmExpectedByName: text(),
    /** The unconfirmed key with which an operator lets the node be asked once what it says it is. */
    askOnceFingerprint: text(),
    /** What an unconfirmed node said of itself; shown to operators, and never fact. */
    introducedFacts: jsonb(),
    introducedAt: timestamp({ withTimezone: true }),
    /** A different key that the node showed later; refused until an operator confirms it. */
    hostKeyOfferedFingerprint: text(),
    hostKeyOfferedType: text({ enum: HOST_KEY_TYPES }),
    /** PDC through whose jump host the node was last reached; counts while its own PDC has none. */
    reachedThroughPdcName: text(),
    /** null: not yet reported. Any 8-4-4-4-12 hex. */
    nodeUuid: uuid(),
    facts: jsonb(),
    /** When somebody told last that something was applied to it. */
    appliedAt: timestamp({ withTimezone: true }),
    factsObservedAt: timestamp({ withTimezone: true }),
    /** By part, where it was read later than `facts` say: to find all as it was does not rewrite it. */
    partsObservedAt: jsonb(),
    /** Grows when `facts` or `macClaims` are written. */
    factsVersion: integer().notNull().default(0),
    /**
     * By MAC address: { since, settledAt, address: { ipv4Address, since, isForeign } }, see `MacClaim`. `isForeign` is written by
     * `mark_foreign_claims`, which triggers of the table of networks call too.
     */
    macClaims: jsonb(),
    /** Out of `facts`, for those who need no more of them; counts for confirmed nodes only. */
    reportedPdcName: text().generatedAlwaysAs(sql`facts -> 'identity' -> 'value' ->> 'pdcName'`),
    /** Out of `facts` too: where its peers probe it. */
    adminAddress: text(),
    externalAddress: text(),
    lastRefreshOutcome: text({ enum: ["ok", "failed"] }),
    lastRefreshFinishedAt: timestamp({ withTimezone: true }),
    lastRefreshCause: text(),
    lastRefreshDetail: text(),
    /** Until then the schedule leaves the node alone; people may still refresh it. */
    pausedUntil: timestamp({ withTimezone: true }),
    pausedReason: text(),
    pausedByName: text(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    // Places behind different jump hosts may use the same private addresses.
    unique("node_ssh_endpoint").on(t.sshAddress, t.sshPort, t.jumpHostPdcName).nullsNotDistinct(),
    unique("node_uuid_once").on(t.nodeUuid),
    check("node_ssh_port", sql`${t.sshPort} between 1 and 65535`),
  ],
);

/** What a node reported at one instant, kept unchanged for history and comparison. */
export const nodeFactsSnapshots = pgTable(
  "node_facts_snapshot",
  {
    id: uuid().primaryKey().defaultRandom(),
    nodeId: uuid().notNull(), // of a retired node too
    observedAt: timestamp({ withTimezone: true }).notNull(),
    facts: jsonb().notNull(),
  },
  (t) => [
    index("node_facts_snapshot_by_node").on(t.nodeId, t.observedAt),
    index("node_facts_snapshot_by_time").on(t.observedAt),
  ],
);

/** What was last known of a node that is no longer enrolled; its snapshots and refreshes are kept as long as others'. */
export const retiredNodes = pgTable("retired_node", {
  id: uuid().primaryKey(),
  hostname: text().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull(),
  hostKeyConfirmedAt: timestamp({ withTimezone: true }),
  facts: jsonb(),
  factsObservedAt: timestamp({ withTimezone: true }),
  lastRefreshOutcome: text({ enum: ["ok", "failed"] }),
  lastRefreshFinishedAt: timestamp({ withTimezone: true }),
  lastRefreshCause: text(),
  lastRefreshDetail: text(),
  retiredAt: timestamp({ withTimezone: true }).notNull(),
});

/** NIC tags of the last known facts. */
export const nodeNicTags = pgTable(
  "node_nic_tag",
  {
    nodeId: uuid()
      .notNull()
      .references(() => nodes.id, { onDelete: "cascade" }),
    name: text().notNull(),
    type: text({ enum: ["normal", "aggr", "etherstub", "overlay rule"] }).notNull(),
    macAddress: text(),
    link: text(),
  },
  (t) => [primaryKey({ columns: [t.nodeId, t.name] }), index("node_nic_tag_by_name").on(t.name)],
);

/** Overlay rules as nodes hold them, of the last known facts. */
export const nodeOverlayRules = pgTable(
  "node_overlay_rule",
  {
    nodeId: uuid()
      .notNull()
      .references(() => nodes.id, { onDelete: "cascade" }),
    name: text().notNull(),
    text: text().notNull(),
    listenAddress: text(),
    listenPort: integer().notNull(),
    arpFilePath: text(),
    mtuBytes: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.nodeId, t.name] }), index("node_overlay_rule_by_name").on(t.name)],
);

/** Live overlays, of the last known facts. */
export const nodeOverlays = pgTable(
  "node_overlay",
  {
    nodeId: uuid()
      .notNull()
      .references(() => nodes.id, { onDelete: "cascade" }),
    name: text().notNull(),
    overlayRuleName: text(),
    vxlanId: integer().notNull(),
    status: text({ enum: ["online", "degraded", "unknown"] }).notNull(),
    listenPort: integer(),
    mtuBytes: integer(),
  },
  (t) => [primaryKey({ columns: [t.nodeId, t.name] }), index("node_overlay_by_vxlan").on(t.vxlanId)],
);

/** VM NICs of the last known facts, those of unreachable nodes included. */
export const vmVnics = pgTable(
  "vm_vnic",
  {
    nodeId: uuid()
      .notNull()
      .references(() => nodes.id, { onDelete: "cascade" }),
    vmUuid: text().notNull(),
    vmAlias: text().notNull(),
    interfaceName: text().notNull(),
    macAddress: text().notNull(),
    /** Plain tag, or the overlay rule's name. */
    nicTagName: text().notNull(),
    /** null: not on an overlay. */
    vxlanId: integer(),
    vlanId: integer().notNull(),
    ipv4Addresses: inet()
      .array()
      .notNull()
      .default(sql`'{}'`),
    isDhcp: boolean().notNull(),
    mtuBytes: integer(),
    /** When this node was first seen with it, without a break since. */
    since: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** The node that had its MAC address before; one that is retired too. */
    movedFromNodeId: uuid(),
    movedFromHostname: text(),
    /** When it was here and no longer there. */
    movedAt: timestamp({ withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.nodeId, t.vmUuid, t.interfaceName] }),
    index("vm_vnic_by_segment").on(t.vxlanId, t.nicTagName, t.vlanId),
    index("vm_vnic_by_vm").on(t.vmUuid),
    index("vm_vnic_by_mac").on(t.macAddress),
    index("vm_vnic_by_address").using("gin", t.ipv4Addresses),
    index("vm_vnic_by_first_address").on(t.nicTagName, sql`((${t.ipv4Addresses})[1])`),
    index("vm_vnic_in_order_of_vm").on(
      sql`(lower(${t.vmAlias}) collate "C")`,
      t.vmUuid,
      t.interfaceName,
      t.nodeId,
    ),
    index("vm_vnic_in_order_of_mac").on(
      sql`(${t.macAddress} collate "C")`,
      t.vmUuid,
      t.interfaceName,
      t.nodeId,
    ),
    index("vm_vnic_in_order_of_time").on(t.since, t.vmUuid, t.interfaceName, t.nodeId),
    index("vm_vnic_moved")
      .on(t.movedAt)
      .where(sql`${t.movedAt} is not null`),
    index("vm_vnic_by_part_of_name").using("gin", sql`lower(${t.vmAlias}) gin_trgm_ops`),
  ],
);

/** Where VM NICs were before, as far as history is kept. */
export const vmVnicStays = pgTable(
  "vm_vnic_stay",
  {
    id: uuid().primaryKey().defaultRandom(),
    nodeId: uuid().notNull(), // of a retired node too
    hostname: text().notNull(),
    vmUuid: text().notNull(),
    vmAlias: text().notNull(),
    interfaceName: text().notNull(),
    macAddress: text().notNull(),
    since: timestamp({ withTimezone: true }).notNull(),
    /** When it was first seen to be gone. */
    until: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [index("vm_vnic_stay_by_mac").on(t.macAddress, t.until), index("vm_vnic_stay_by_end").on(t.until)],
);

/** Addresses that nodes themselves have on networks' segments, of the last known facts. */
export const nodeAddresses = pgTable(
  "node_address",
  {
    nodeId: uuid()
      .notNull()
      .references(() => nodes.id, { onDelete: "cascade" }),
    interfaceName: text().notNull(),
    macAddress: text().notNull(),
    /** Plain tag, or the overlay rule's name. */
    nicTagName: text().notNull(),
    /** null: not on an overlay. */
    vxlanId: integer(),
    vlanId: integer().notNull(),
    ipv4Address: inet().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.nodeId, t.interfaceName, t.nicTagName] }),
    index("node_address_by_segment").on(t.vxlanId, t.nicTagName, t.vlanId),
    index("node_address_by_address").on(t.ipv4Address),
  ],
);
