import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import type { AllVdcs, VdcRole, VdcScope } from "#server/domain/access.ts";
import type { Db } from "../client.ts";
import { memberships } from "../schema/membership.ts";
import { users } from "../schema/user.ts";
import { vdcs } from "../schema/vdc.ts";

export type Member = {
  userId: string;
  userName: string;
  role: VdcRole;
  disabledAt: Date | null;
  createdAt: Date;
};
export type Membership = { vdcId: string; vdcName: string; role: VdcRole };

const membershipColumns = { vdcId: memberships.vdcId, vdcName: vdcs.name, role: memberships.role };

/** A person's own memberships; retired vDCs are found by nobody. */
export async function listMembershipsOf(db: Db, userId: string): Promise<Membership[]> {
  return db
    .select(membershipColumns)
    .from(memberships)
    .innerJoin(vdcs, eq(vdcs.id, memberships.vdcId))
    .where(and(eq(memberships.userId, userId), isNull(vdcs.retiredAt)))
    .orderBy(asc(vdcs.name));
}

export async function listMemberships(db: Db, _scope: AllVdcs): Promise<(Membership & { userId: string })[]> {
  return db
    .select({ userId: memberships.userId, ...membershipColumns })
    .from(memberships)
    .innerJoin(vdcs, eq(vdcs.id, memberships.vdcId))
    .where(isNull(vdcs.retiredAt))
    .orderBy(asc(vdcs.name));
}

export async function listMembers(db: Db, scope: VdcScope): Promise<Member[]> {
  return db
    .select({
      userId: users.id,
      userName: users.username,
      role: memberships.role,
      disabledAt: users.disabledAt,
      createdAt: memberships.createdAt,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(eq(memberships.vdcId, scope.vdcId))
    .orderBy(asc(users.username));
}

/** Those of the given vDCs that exist and are not retired. */
export async function existingVdcIds(db: Db, vdcIds: readonly string[]): Promise<string[]> {
  if (vdcIds.length === 0) return [];
  const rows = await db
    .select({ id: vdcs.id })
    .from(vdcs)
    .where(and(inArray(vdcs.id, [...vdcIds]), isNull(vdcs.retiredAt)));
  return rows.map(({ id }) => id);
}

/** False when the person is a member already; their role stays as it is. */
export async function insertMembership(
  tx: Db,
  scope: VdcScope,
  member: { userId: string; role: VdcRole },
): Promise<boolean> {
  const inserted = await tx
    .insert(memberships)
    .values({ ...member, vdcId: scope.vdcId })
    .onConflictDoNothing()
    .returning({ userId: memberships.userId });
  return inserted.length > 0;
}

/** The role before, or null when the person is no member. */
export async function updateMembershipRole(tx: Db, scope: VdcScope, userId: string, role: VdcRole | null) {
  const isThisOne = and(eq(memberships.vdcId, scope.vdcId), eq(memberships.userId, userId));
  const [member] = await tx
    .select({ role: memberships.role })
    .from(memberships)
    .where(isThisOne)
    .for("update");
  if (!member) return null;
  await (role === null
    ? tx.delete(memberships).where(isThisOne)
    : tx.update(memberships).set({ role }).where(isThisOne));
  return member.role;
}

export async function replaceMemberships(
  tx: Db,
  _scope: AllVdcs,
  userId: string,
  wanted: readonly { vdcId: string; role: VdcRole }[],
): Promise<void> {
  await tx.delete(memberships).where(eq(memberships.userId, userId));
  if (wanted.length > 0) await tx.insert(memberships).values(wanted.map((one) => ({ ...one, userId })));
}
