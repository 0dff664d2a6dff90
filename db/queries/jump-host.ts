import { asc, eq } from "drizzle-orm";
import type { Db } from "../client.ts";
import { jumpHosts } from "../schema/jump-host.ts";

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

export async function deleteJumpHost(tx: Db, pdcName: string): Promise<void> {
  await tx.delete(jumpHosts).where(eq(jumpHosts.pdcName, pdcName));
}
