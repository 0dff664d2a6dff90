import { asc, eq } from "drizzle-orm";
import type { Db } from "../client.ts";
import { jumpHosts } from "../schema/jump-host.ts";
import { nodes } from "../schema/node.ts";

export type JumpHostRow = typeof jumpHosts.$inferSelect;

/** By PDC name. */
export async function listJumpHosts(db: Db): Promise<JumpHostRow[]> {
  return db.select().from(jumpHosts).orderBy(asc(jumpHosts.pdcName));
}

export async function findJumpHost(db: Db, pdcName: string): Promise<JumpHostRow | null> {
  const [row] = await db.select().from(jumpHosts).where(eq(jumpHosts.pdcName, pdcName));
  return row ?? null;
}

/** Holds the row until the transaction ends. */
export async function lockJumpHost(tx: Db, pdcName: string): Promise<JumpHostRow | null> {
  const [row] = await tx.select().from(jumpHosts).where(eq(jumpHosts.pdcName, pdcName)).for("update");
  return row ?? null;
}

/** Whether the PDC has one; it is not removed until the transaction ends. */
export async function holdJumpHost(tx: Db, pdcName: string): Promise<boolean> {
  const rows = await tx
    .select({ pdcName: jumpHosts.pdcName })
    .from(jumpHosts)
    .where(eq(jumpHosts.pdcName, pdcName))
    .for("key share");
  return rows.length > 0;
}

export async function writeJumpHost(tx: Db, row: typeof jumpHosts.$inferInsert): Promise<void> {
  await tx.insert(jumpHosts).values(row).onConflictDoUpdate({ target: jumpHosts.pdcName, set: row });
}

export async function updateJumpHost(
  tx: Db,
  pdcName: string,
  change: Partial<typeof jumpHosts.$inferInsert>,
): Promise<void> {
  await tx.update(jumpHosts).set(change).where(eq(jumpHosts.pdcName, pdcName));
}

/** Host names of those that an operator says are reached through it. */
export async function listNodesSentThrough(db: Db, pdcName: string): Promise<string[]> {
  const rows = await db
    .select({ hostname: nodes.hostname })
    .from(nodes)
    .where(eq(nodes.jumpHostPdcName, pdcName))
    .orderBy(asc(nodes.hostname));
  return rows.map(({ hostname }) => hostname);
}

export async function deleteJumpHost(tx: Db, pdcName: string): Promise<void> {
  await tx.delete(jumpHosts).where(eq(jumpHosts.pdcName, pdcName));
}
