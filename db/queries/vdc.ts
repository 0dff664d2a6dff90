import { and, asc, count, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Actor, Scope, VdcScope } from "#server/domain/access.ts";
import type { Db } from "../client.ts";
import { delegations } from "../schema/delegation.ts";
import { memberships } from "../schema/membership.ts";
import { networks } from "../schema/network.ts";
import { users } from "../schema/user.ts";
import { vdcs } from "../schema/vdc.ts";

export type Vdc = { id: string; name: string; createdAt: Date };

const vdcColumns = { id: vdcs.id, name: vdcs.name, createdAt: vdcs.createdAt };

/** null when the name is taken, also by a retired vDC. A new vDC is restricted and has nothing delegated. */
export async function insertVdc(tx: Db, name: string): Promise<Vdc | null> {
  const [vdc] = await tx.insert(vdcs).values({ name }).onConflictDoNothing().returning(vdcColumns);
  if (!vdc) return null;
  await tx.insert(delegations).values({ vdcId: vdc.id });
  return vdc;
}

/** null for a retired one too. */
export async function findVdc(db: Db, { vdcId }: VdcScope): Promise<Vdc | null> {
  const [vdc] = await db
    .select(vdcColumns)
    .from(vdcs)
    .where(and(eq(vdcs.id, vdcId), isNull(vdcs.retiredAt)));
  return vdc ?? null;
}

export async function findVdcForUpdate(tx: Db, { vdcId }: VdcScope): Promise<Vdc | null> {
  const [vdc] = await tx
    .select(vdcColumns)
    .from(vdcs)
    .where(and(eq(vdcs.id, vdcId), isNull(vdcs.retiredAt)))
    .for("update");
  return vdc ?? null;
}

/** Those the actor has a role in, by name, each with its number of networks. */
export async function listVdcs(
  db: Db,
  { cloudRole, roleByVdcId }: Actor,
): Promise<(Vdc & { networkCount: number })[]> {
  const ownVdcIds = [...roleByVdcId.keys()];
  if (cloudRole === null && ownVdcIds.length === 0) return [];
  return db
    .select({ ...vdcColumns, networkCount: count(networks.id) })
    .from(vdcs)
    .leftJoin(networks, eq(networks.vdcId, vdcs.id))
    .where(and(isNull(vdcs.retiredAt), cloudRole === null ? inArray(vdcs.id, ownVdcIds) : undefined))
    .groupBy(vdcs.id)
    .orderBy(asc(sql`lower(${vdcs.name})`));
}

export async function isVdcNameTaken(tx: Db, name: string, exceptVdcId: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: vdcs.id })
    .from(vdcs)
    .where(sql`lower(${vdcs.name}) = lower(${name}) and ${vdcs.id} <> ${exceptVdcId}`);
  return row !== undefined;
}

export async function updateVdc(
  tx: Db,
  { vdcId }: VdcScope,
  change: { name?: string; retiredAt?: Date },
): Promise<void> {
  await tx.update(vdcs).set(change).where(eq(vdcs.id, vdcId));
}

export async function listMemberNames(db: Db, { vdcId }: VdcScope): Promise<string[]> {
  const rows = await db
    .select({ userName: users.username })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(eq(memberships.vdcId, vdcId))
    .orderBy(asc(users.username));
  return rows.map(({ userName }) => userName);
}

/** When each vDC of the scope was made. */
export async function listVdcBirths(db: Db, { vdcId }: Scope): Promise<ReadonlyMap<string, Date>> {
  const rows = await db
    .select({ id: vdcs.id, createdAt: vdcs.createdAt })
    .from(vdcs)
    .where(vdcId === null ? undefined : eq(vdcs.id, vdcId));
  return new Map(rows.map(({ id, createdAt }) => [id, createdAt]));
}
