import { and, asc, count, eq, isNotNull, lt, ne, sql } from "drizzle-orm";
import type { KeyCheck } from "#server/domain/ssh-key.ts";
import type { Db } from "../client.ts";
import { nodes } from "../schema/node.ts";
import { sshKeyChecks, sshKeys } from "../schema/ssh-key.ts";
import { chunks } from "./chunks.ts";

export type SshKeyRow = typeof sshKeys.$inferSelect;
export type SshKeyCheckRow = typeof sshKeyChecks.$inferSelect;
/** Names a check: which key on which node. */
export type KeyCheckRef = { fingerprint: string; nodeId: string };

/** The key in use first, then the next, then old ones. */
export async function listSshKeys(db: Db): Promise<SshKeyRow[]> {
  const order = sql`case ${sshKeys.role} when 'active' then 0 when 'next' then 1 else 2 end`;
  return db.select().from(sshKeys).orderBy(order, asc(sshKeys.roleSince));
}

export async function findActiveSshKey(db: Db): Promise<SshKeyRow | null> {
  const [row] = await db.select().from(sshKeys).where(eq(sshKeys.role, "active"));
  return row ?? null;
}

/** Holds all keys until the transaction ends: their roles change together. */
export async function lockSshKeys(tx: Db): Promise<SshKeyRow[]> {
  return tx.select().from(sshKeys).orderBy(asc(sshKeys.fingerprint)).for("update");
}

/** Nothing happens when the key is there already, or its role is taken. */
export async function insertSshKey(tx: Db, row: typeof sshKeys.$inferInsert): Promise<boolean> {
  const rows = await tx.insert(sshKeys).values(row).onConflictDoNothing().returning();
  return rows.length > 0;
}

export async function setSshKeyRole(
  tx: Db,
  fingerprint: string,
  role: SshKeyRow["role"],
  roleSince: Date,
): Promise<void> {
  await tx.update(sshKeys).set({ role, roleSince }).where(eq(sshKeys.fingerprint, fingerprint));
}

export async function deleteSshKey(tx: Db, fingerprint: string): Promise<void> {
  await tx.delete(sshKeys).where(eq(sshKeys.fingerprint, fingerprint));
}

/** Of nodes joined with their checks: it has not let the key in, or was not asked. */
const isOfRest = sql`${sshKeyChecks.state} is distinct from 'accepted'`;

type WhichChecks = {
  /** `rest`: nodes that have not let the key in, for whatever reason. */
  which?: "all" | "accepted" | "rest";
  limit?: number;
};

/** Confirmed nodes with what each said to the key, by hostname. */
export async function listKeyChecks(
  db: Db,
  fingerprint: string,
  { which = "all", limit }: WhichChecks = {},
): Promise<KeyCheck[]> {
  const isMeant = { all: undefined, accepted: eq(sshKeyChecks.state, "accepted"), rest: isOfRest }[which];
  const listed = db
    .select({
      nodeId: nodes.id,
      hostname: nodes.hostname,
      state: sshKeyChecks.state,
      detail: sshKeyChecks.detail,
      finishedAt: sshKeyChecks.finishedAt,
    })
    .from(nodes)
    .leftJoin(sshKeyChecks, ofNode(fingerprint))
    .where(and(isNotNull(nodes.hostKeyConfirmedAt), isMeant))
    .orderBy(asc(nodes.hostname), asc(nodes.id))
    .$dynamic();
  return limit === undefined ? listed : listed.limit(limit);
}

const ofNode = (fingerprint: string) =>
  and(eq(sshKeyChecks.nodeId, nodes.id), eq(sshKeyChecks.fingerprint, fingerprint));

/** How many confirmed nodes said what; null: not asked. */
export async function countKeyChecksByState(db: Db, fingerprint: string) {
  return db
    .select({ state: sshKeyChecks.state, count: count() })
    .from(nodes)
    .leftJoin(sshKeyChecks, ofNode(fingerprint))
    .where(isNotNull(nodes.hostKeyConfirmedAt))
    .groupBy(sshKeyChecks.state);
}

/** Another one whenever other nodes have not let the key in; "" when all have. */
export async function markOfRest(db: Db, fingerprint: string): Promise<string> {
  const [row] = await db
    .select({ mark: sql<string | null>`md5(string_agg(${nodes.id}::text, ',' order by ${nodes.id}))` })
    .from(nodes)
    .leftJoin(sshKeyChecks, ofNode(fingerprint))
    .where(and(isNotNull(nodes.hostKeyConfirmedAt), isOfRest));
  return row?.mark ?? "";
}

/** One that is under way goes on; any other begins anew. */
export async function queueKeyChecks(
  tx: Db,
  fingerprint: string,
  nodeIds: readonly string[],
  queuedAt: Date,
): Promise<void> {
  const anew = { state: "queued" as const, detail: null, queuedAt, startedAt: null, finishedAt: null };
  for (const some of chunks(nodeIds)) {
    await tx
      .insert(sshKeyChecks)
      .values(some.map((nodeId) => ({ fingerprint, nodeId, ...anew })))
      .onConflictDoUpdate({
        target: [sshKeyChecks.fingerprint, sshKeyChecks.nodeId],
        set: anew,
        setWhere: ne(sshKeyChecks.state, "checking"),
      });
  }
}

export async function endKeyCheck(
  db: Db,
  { fingerprint, nodeId }: KeyCheckRef,
  end: Pick<SshKeyCheckRow, "state" | "detail" | "finishedAt">,
): Promise<void> {
  const isIt = and(eq(sshKeyChecks.fingerprint, fingerprint), eq(sshKeyChecks.nodeId, nodeId));
  await db
    .update(sshKeyChecks)
    .set(end)
    .where(and(isIt, eq(sshKeyChecks.state, "checking")));
}

/** Ends what a dead process left under way: everything begun before `startedBefore`. */
export async function failInterruptedKeyChecks(db: Db, startedBefore: Date, now: Date): Promise<void> {
  await db
    .update(sshKeyChecks)
    .set({ state: "failed", finishedAt: now, detail: "Overmesh was stopped while it asked; check again." })
    .where(and(eq(sshKeyChecks.state, "checking"), lt(sshKeyChecks.startedAt, startedBefore)));
}

export async function listForgottenKeyChecks(db: Db, queuedBefore: Date): Promise<KeyCheckRef[]> {
  return db
    .select({ fingerprint: sshKeyChecks.fingerprint, nodeId: sshKeyChecks.nodeId })
    .from(sshKeyChecks)
    .where(and(eq(sshKeyChecks.state, "queued"), lt(sshKeyChecks.queuedAt, queuedBefore)));
}
