import { and, asc, eq, getTableColumns, gt, inArray, sql } from "drizzle-orm";
import { nodeAddressesOf } from "#server/domain/address/node-address.ts";
import { type MacClaim, type MacClaims, macClaimsAfter } from "#server/domain/arp-table/claims.ts";
import { NO_FACTS, type NodeFacts, type Observed } from "#server/domain/facts.ts";
import type { LastRefresh, Node, RefreshFailureCause } from "#server/domain/node.ts";
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

/** JSON has no dates: gives each part its instant back. Only `saveFacts` writes this column, so the shape is its. */
export function reviveFacts(stored: unknown): NodeFacts | null {
  if (stored === null || stored === undefined) return null;
  // What was stored before a part was known lacks it.
  const facts = { ...NO_FACTS, ...(structuredClone(stored) as Partial<NodeFacts>) };
  for (const part of Object.values(facts) as (Observed<unknown> | null)[]) {
    if (part) part.observedAt = new Date(part.observedAt);
  }
  const identity = facts.identity?.value;
  if (identity?.bootedAt) identity.bootedAt = new Date(identity.bootedAt);
  return facts;
}

/** Only `saveFacts` and `settleMacClaim` write this column. */
function reviveMacClaims(stored: unknown): MacClaims | null {
  if (stored === null || stored === undefined) return null;
  const claims = Object.entries(stored as Record<string, { since: string; settledAt: string | null }>);
  return new Map(
    claims.map(([macAddress, { since, settledAt }]): [string, MacClaim] => [
      macAddress,
      { since: new Date(since), settledAt: settledAt === null ? null : new Date(settledAt) },
    ]),
  );
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
    facts: isConfirmed ? reviveFacts(row.facts) : null,
    macClaims: isConfirmed ? reviveMacClaims(row.macClaims) : null,
    lastRefresh: lastRefreshOf(row),
  };
}

export async function listNodeRows(db: Db): Promise<NodeRow[]> {
  return db.select().from(nodes).orderBy(asc(nodes.hostname), asc(nodes.id));
}

/** All nodes with their last known facts, by hostname. */
export async function listNodes(db: Db): Promise<Node[]> {
  return (await listNodeRows(db)).map(toNode);
}

/** `stamp` differs after any change of the node's row: xmin is the transaction that wrote its present version. */
export type Stamped<T> = T & { stamp: string };

const stamp = sql<string>`${nodes}.xmin::text`;

/** A part of all nodes by id; `afterId` null: from the first. */
export async function listNodesAfter(
  db: Db,
  afterId: string | null,
  limit: number,
): Promise<Stamped<{ node: Node }>[]> {
  const rows = await db
    .select({ ...getTableColumns(nodes), stamp })
    .from(nodes)
    .where(afterId === null ? undefined : gt(nodes.id, afterId))
    .orderBy(asc(nodes.id))
    .limit(limit);
  return rows.map((row) => ({ node: toNode(row), stamp: row.stamp }));
}

export async function listNodesById(db: Db, nodeIds: readonly string[]): Promise<Stamped<{ node: Node }>[]> {
  const rows = await db
    .select({ ...getTableColumns(nodes), stamp })
    .from(nodes)
    .where(inArray(nodes.id, [...nodeIds]));
  return rows.map((row) => ({ node: toNode(row), stamp: row.stamp }));
}

/** Of all nodes, without reading their facts. */
export async function listNodeStamps(db: Db): Promise<Stamped<{ id: string }>[]> {
  return db.select({ id: nodes.id, stamp }).from(nodes);
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
  const { id, hostname, createdAt, hostKeyConfirmedAt, facts, factsObservedAt } = row;
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

/** Stores what a node holds now, with its searchable inventory; a snapshot is kept when something changed. */
export async function saveFacts(
  tx: Db,
  nodeId: string,
  facts: NodeFacts,
  { observedAt, hasChanged }: { observedAt: Date; hasChanged: boolean },
): Promise<{ snapshotId: string | null }> {
  const identity = facts.identity?.value;
  await updateNode(tx, nodeId, {
    facts,
    factsObservedAt: observedAt,
    ...(identity && { hostname: identity.hostname, nodeUuid: identity.nodeUuid }),
  });
  if (!hasChanged) return { snapshotId: null };
  await updateNode(tx, nodeId, { macClaims: await nextMacClaims(tx, nodeId, facts, observedAt) });
  await replaceInventory(tx, nodeId, facts, observedAt);
  const [snapshot] = await tx
    .insert(nodeFactsSnapshots)
    .values({ nodeId, observedAt, facts })
    .returning({ id: nodeFactsSnapshots.id });
  return { snapshotId: snapshot?.id ?? null };
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
  await tx.update(nodes).set({ macClaims: claims }).where(eq(nodes.id, nodeId));
}
