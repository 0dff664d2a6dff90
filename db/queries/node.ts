import { and, asc, eq, sql } from "drizzle-orm";
import { nodeAddressesOf } from "#server/domain/address/node-address.ts";
import { type MacClaim, type MacClaims, macClaimsAfter } from "#server/domain/arp-table/claims.ts";
import { NO_FACTS, type NodeFacts, type NodeIdentity } from "#server/domain/facts.ts";
import {
  adminAddress,
  externalAddress,
  type LastRefresh,
  type Node,
  type RefreshFailureCause,
} from "#server/domain/node.ts";
import type { Db } from "../client.ts";
import { chunks } from "./chunks.ts";
import { storeVmVnics } from "./vm-vnic.ts";
import {
  nodeAddresses,
  nodeFactsSnapshots,
  nodeNicTags,
  nodeOverlayRules,
  nodeOverlays,
  nodes,
  retiredNodes,
} from "../schema/node.ts";

export type NodeRow = typeof nodes.$inferSelect;
export type NewNode = typeof nodes.$inferInsert;

/**
 * JSON has no dates: gives each part its instant back, the later one where `partsObservedAt` has it. Only `saveFacts` writes
 * these columns, so the shapes are its.
 */
export function reviveFacts(stored: unknown, partsObservedAt: unknown = null): NodeFacts | null {
  if (stored === null || stored === undefined) return null;
  // What was stored before a part was known lacks it.
  const facts = { ...NO_FACTS, ...(stored as Partial<NodeFacts>) };
  if (facts.identity) facts.identity = { ...facts.identity, value: revivedIdentity(facts.identity.value) };
  return agedFacts(facts, partsObservedAt);
}

function revivedIdentity(identity: NodeIdentity): NodeIdentity {
  return { ...identity, bootedAt: identity.bootedAt && new Date(identity.bootedAt) };
}

/** The same values, each with the instant it was read last. */
export function agedFacts(facts: NodeFacts, partsObservedAt: unknown): NodeFacts {
  const later = (partsObservedAt ?? {}) as Partial<Record<string, string>>;
  return Object.fromEntries(
    Object.entries(facts).map(([name, part]) => [
      name,
      part && { value: part.value, observedAt: new Date(later[name] ?? part.observedAt) },
    ]),
  ) as unknown as NodeFacts; // Every part is kept, which Object.fromEntries cannot tell.
}

/** Only `saveFacts` and `settleMacClaim` write this column. */
function reviveMacClaims(stored: unknown): MacClaims | null {
  if (stored === null || stored === undefined) return null;
  // In the shape of `MacClaim`, with instants as text.
  const claims = Object.entries(stored as Record<string, StoredMacClaim>);
  return new Map(claims.map(([macAddress, claim]) => [macAddress, revivedMacClaim(claim)]));
}

export type StoredMacClaim = {
  since: string;
  settledAt: string | null;
  address?: { ipv4Address: string; since: string; isForeign?: boolean } | null;
};

export function revivedMacClaim({ since, settledAt, address }: StoredMacClaim): MacClaim {
  return {
    since: new Date(since),
    settledAt: settledAt === null ? null : new Date(settledAt),
    ...(address !== undefined && { address: address && { ...address, since: new Date(address.since) } }),
  };
}

export function lastRefreshOf(
  row: Pick<
    NodeRow,
    "lastRefreshOutcome" | "lastRefreshFinishedAt" | "lastRefreshCause" | "lastRefreshDetail"
  >,
): LastRefresh | null {
  const { lastRefreshOutcome: outcome, lastRefreshFinishedAt: finishedAt } = row;
  if (!outcome || !finishedAt) return null;
  if (outcome === "ok") return { outcome, finishedAt };
  // The column is written from this union alone.
  const cause = (row.lastRefreshCause ?? "command-failed") as RefreshFailureCause;
  return { outcome, finishedAt, cause, detail: row.lastRefreshDetail ?? "" };
}

export function toNode(row: NodeRow): Node {
  const isConfirmed = row.hostKeyConfirmedAt !== null;
  return {
    id: row.id,
    hostname: row.hostname,
    isConfirmed,
    facts: isConfirmed ? reviveFacts(row.facts, row.partsObservedAt) : null,
    macClaims: isConfirmed ? reviveMacClaims(row.macClaims) : null,
    lastRefresh: lastRefreshOf(row),
  };
}

/** All nodes with their last known facts, by hostname. */
export async function listNodes(db: Db): Promise<Node[]> {
  const rows = await db.select().from(nodes).orderBy(asc(nodes.hostname), asc(nodes.id));
  return rows.map(toNode);
}

export async function findNodeRow(db: Db, nodeId: string): Promise<NodeRow | null> {
  const [row] = await db.select().from(nodes).where(eq(nodes.id, nodeId));
  return row ?? null;
}

export async function insertNode(db: Db, node: NewNode): Promise<NodeRow> {
  const [row] = await db.insert(nodes).values(node).returning();
  if (!row) throw new Error("insert returned no row");
  return row;
}

/** null: a node with this endpoint is there already. */
export async function insertNodeOnce(tx: Db, node: NewNode): Promise<NodeRow | null> {
  const [row] = await tx.insert(nodes).values(node).onConflictDoNothing().returning();
  return row ?? null;
}

export async function updateNode(db: Db, nodeId: string, change: Partial<NewNode>): Promise<void> {
  await db.update(nodes).set(change).where(eq(nodes.id, nodeId));
}

/** What was known of it, and its snapshots and ended refreshes, stay for looking back. */
export async function retireNodeRow(tx: Db, row: NodeRow, retiredAt: Date): Promise<void> {
  const { id, hostname, createdAt, hostKeyConfirmedAt, factsObservedAt } = row;
  const facts = reviveFacts(row.facts, row.partsObservedAt);
  const { lastRefreshOutcome, lastRefreshFinishedAt, lastRefreshCause, lastRefreshDetail } = row;
  const kept = { id, hostname, createdAt, hostKeyConfirmedAt, facts, factsObservedAt, retiredAt };
  const lastRefresh = { lastRefreshOutcome, lastRefreshFinishedAt, lastRefreshCause, lastRefreshDetail };
  await tx.insert(retiredNodes).values({ ...kept, ...lastRefresh });
  await storeVmVnics(tx, { id, hostname }, [], retiredAt);
  await tx.delete(nodes).where(eq(nodes.id, id));
}

/** Holds the node's row until the transaction ends. */
export async function lockNodeRow(tx: Db, nodeId: string): Promise<NodeRow | null> {
  const [row] = await tx.select().from(nodes).where(eq(nodes.id, nodeId)).for("update");
  return row ?? null;
}

async function replaceInventory(tx: Db, nodeId: string, facts: NodeFacts, observedAt: Date): Promise<void> {
  const ofNode = { nodeId };
  await tx.delete(nodeNicTags).where(eq(nodeNicTags.nodeId, nodeId));
  await tx.delete(nodeOverlayRules).where(eq(nodeOverlayRules.nodeId, nodeId));
  await tx.delete(nodeOverlays).where(eq(nodeOverlays.nodeId, nodeId));
  await tx.delete(nodeAddresses).where(eq(nodeAddresses.nodeId, nodeId));
  const tags = facts.nicTags?.value.map((tag) => ({ ...ofNode, ...tag })) ?? [];
  const rules = facts.overlayRules?.value.map((rule) => ({ ...ofNode, ...rule })) ?? [];
  const overlays = facts.overlays?.value.map((overlay) => ({ ...ofNode, ...overlay })) ?? [];
  const addresses = nodeAddressesOf(facts).map((address) => ({ ...ofNode, ...address }));
  // A node may repeat itself; the first of its lines counts.
  for (const some of chunks(tags)) await tx.insert(nodeNicTags).values(some).onConflictDoNothing();
  for (const some of chunks(rules)) await tx.insert(nodeOverlayRules).values(some).onConflictDoNothing();
  for (const some of chunks(overlays)) await tx.insert(nodeOverlays).values(some).onConflictDoNothing();
  for (const some of chunks(addresses)) await tx.insert(nodeAddresses).values(some).onConflictDoNothing();
  const hostname = facts.identity?.value.hostname ?? "";
  await storeVmVnics(tx, { id: nodeId, hostname }, facts.vmVnics?.value ?? [], observedAt);
}

async function nextMacClaims(tx: Db, nodeId: string, facts: NodeFacts, observedAt: Date) {
  const [row] = await tx.select({ macClaims: nodes.macClaims }).from(nodes).where(eq(nodes.id, nodeId));
  const claims = macClaimsAfter(reviveMacClaims(row?.macClaims), facts, observedAt);
  return Object.fromEntries(claims);
}

type FactsSaving = {
  observedAt: Date;
  hasChanged: boolean;
  /** The same values are stored already. */
  isKnown?: boolean;
  /** Written to the node's row along with them. */
  besides?: Partial<NewNode>;
};

/** Of facts whose values are all stored already: when they were read, for the node's row. */
export function readAgain(facts: NodeFacts, observedAt: Date): Partial<NewNode> {
  return {
    factsObservedAt: observedAt,
    partsObservedAt: instantsOf(facts),
    adminAddress: adminAddress(facts),
    externalAddress: externalAddress(facts),
  };
}

/**
 * Stores what a node holds now, with its searchable inventory; a snapshot is kept when something changed. Of what is known
 * only when it was read is written.
 */
export async function saveFacts(
  tx: Db,
  nodeId: string,
  facts: NodeFacts,
  { observedAt, hasChanged, isKnown = false, besides }: FactsSaving,
): Promise<{ snapshotId: string | null }> {
  if (isKnown && !hasChanged) {
    await updateNode(tx, nodeId, { ...besides, ...readAgain(facts, observedAt) });
    return { snapshotId: null };
  }
  const identity = facts.identity?.value;
  await tx
    .update(nodes)
    .set({
      ...besides,
      facts,
      factsObservedAt: observedAt,
      partsObservedAt: null,
      factsVersion: sql`${nodes.factsVersion} + 1`,
      adminAddress: adminAddress(facts),
      externalAddress: externalAddress(facts),
      ...(identity && { hostname: identity.hostname, nodeUuid: identity.nodeUuid }),
    })
    .where(eq(nodes.id, nodeId));
  if (!hasChanged) return { snapshotId: null };
  await updateNode(tx, nodeId, { macClaims: await nextMacClaims(tx, nodeId, facts, observedAt) });
  await replaceInventory(tx, nodeId, facts, observedAt);
  await markForeignClaims(tx, [nodeId]);
  const [snapshot] = await tx
    .insert(nodeFactsSnapshots)
    .values({ nodeId, observedAt, facts })
    .returning({ id: nodeFactsSnapshots.id });
  return { snapshotId: snapshot?.id ?? null };
}

/** Says anew which of the nodes' claims are to addresses that foreign networks have; `nodeIds` null: of all nodes. */
export async function markForeignClaims(tx: Db, nodeIds: readonly string[] | null): Promise<void> {
  const asked =
    nodeIds === null ? sql`array(select ${nodes.id} from ${nodes})` : sql`${sql.param([...nodeIds])}::uuid[]`;
  await tx.execute(sql`select mark_foreign_claims(${asked})`);
}

function instantsOf(facts: NodeFacts): Record<string, string> {
  const parts = Object.entries(facts).flatMap(([name, part]) =>
    part ? [[name, part.observedAt.toISOString()]] : [],
  );
  return Object.fromEntries(parts);
}

export async function isNodeUuidElsewhere(db: Db, nodeUuid: string, exceptNodeId: string): Promise<boolean> {
  const rows = await db
    .select({ id: nodes.id })
    .from(nodes)
    .where(and(eq(nodes.nodeUuid, nodeUuid), sql`${nodes.id} <> ${exceptNodeId}`))
    .limit(1);
  return rows.length > 0;
}

/** The claim is among those the node has. */
export async function settleMacClaim(
  tx: Db,
  nodeId: string,
  macAddress: string,
  claim: MacClaim,
): Promise<void> {
  const claims = sql`jsonb_set(${nodes.macClaims}, array[${macAddress}], ${JSON.stringify(claim)}::jsonb)`;
  await tx
    .update(nodes)
    .set({ macClaims: claims, factsVersion: sql`${nodes.factsVersion} + 1` })
    .where(eq(nodes.id, nodeId));
}
