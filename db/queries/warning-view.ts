import { and, asc, count, eq, sql } from "drizzle-orm";
import type { Db } from "../client.ts";
import { warningViews } from "../schema/warning.ts";

export type WarningViewRow = typeof warningViews.$inferSelect;

export async function listWarningViews(db: Db, userId: string): Promise<WarningViewRow[]> {
  return db
    .select()
    .from(warningViews)
    .where(eq(warningViews.userId, userId))
    .orderBy(asc(sql`lower(${warningViews.name})`), asc(warningViews.id));
}

export async function countWarningViews(tx: Db, userId: string): Promise<number> {
  const [row] = await tx.select({ count: count() }).from(warningViews).where(eq(warningViews.userId, userId));
  return row?.count ?? 0;
}

/** A view of the same name, in whatever case, is replaced. Whoever calls holds the person's row. */
export async function writeWarningView(
  tx: Db,
  view: Pick<WarningViewRow, "userId" | "name" | "isDefault"> & { filter: object },
): Promise<WarningViewRow | null> {
  const { userId, name, filter, isDefault } = view;
  const [replaced] = await tx
    .update(warningViews)
    .set({ name, filter, isDefault })
    .where(and(eq(warningViews.userId, userId), sql`lower(${warningViews.name}) = lower(${name})`))
    .returning();
  if (replaced) return replaced;
  const [row] = await tx.insert(warningViews).values(view).returning();
  return row ?? null;
}

/** None is shown first any more. */
export async function clearDefaultView(tx: Db, userId: string): Promise<void> {
  await tx
    .update(warningViews)
    .set({ isDefault: false })
    .where(and(eq(warningViews.userId, userId), warningViews.isDefault));
}

export async function deleteWarningView(tx: Db, userId: string, id: string): Promise<WarningViewRow | null> {
  const [row] = await tx
    .delete(warningViews)
    .where(and(eq(warningViews.userId, userId), eq(warningViews.id, id)))
    .returning();
  return row ?? null;
}
