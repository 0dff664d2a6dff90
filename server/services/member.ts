import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import {
  existingVdcIds,
  insertMembership,
  listMembers as selectMembers,
  type Member,
  updateMembershipRole,
} from "#db/queries/membership.ts";
import { findUser, findUserByName, insertUser } from "#db/queries/user.ts";
import { hashPassword, randomPassword } from "#server/adapters/auth/password.ts";
import type { Grant, VdcRole, VdcScope } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { MemberRole, NewViewer } from "#server/domain/user.ts";

/** `password` is null for a person who had an account already; else it is shown this once. */
export type AddedViewer = { userId: string; userName: string; password: string | null };

export async function listMembers(db: Db, grant: Grant<"member:read", VdcScope>): Promise<Member[]> {
  await requireVdc(db, grant.scope);
  return selectMembers(db, grant.scope);
}

/** Finds the person by user name or makes an account without any other role. Never changes a role that is there. */
export async function addViewer(
  db: Db,
  grant: Grant<"member:add-viewer", VdcScope>,
  { userName }: NewViewer,
): Promise<AddedViewer> {
  const password = randomPassword();
  const passwordHash = await hashPassword(password);
  return db.transaction(async (tx) => {
    await requireVdc(tx, grant.scope);
    const created = await insertUser(tx, { userName, cloudRole: null, passwordHash });
    const user = created ?? (await findUserByName(tx, userName));
    if (!user) throw new Error("A person whose name is taken was not found.");
    if (!(await insertMembership(tx, grant.scope, { userId: user.id, role: "viewer" }))) {
      const message = `${userName} is a member of this vDC already.`;
      throw new DomainError("rejected", [{ field: "userName", message }]);
    }
    await recordMemberChange(tx, grant, user, { before: null, after: "viewer" });
    return { userId: user.id, userName: user.userName, password: created ? password : null };
  });
}

export async function setMemberRole(
  db: Db,
  grant: Grant<"member:manage", VdcScope>,
  { userId, role }: MemberRole,
): Promise<void> {
  await changeMember(db, grant, userId, role);
}

/** The account stays; the person loses this vDC at the next request. */
export async function removeMember(
  db: Db,
  grant: Grant<"member:manage", VdcScope>,
  userId: string,
): Promise<void> {
  await changeMember(db, grant, userId, null);
}

async function changeMember(
  db: Db,
  grant: Grant<"member:manage", VdcScope>,
  userId: string,
  after: VdcRole | null,
): Promise<void> {
  await db.transaction(async (tx) => {
    await requireVdc(tx, grant.scope);
    const before = await updateMembershipRole(tx, grant.scope, userId, after);
    const user = await findUser(tx, userId);
    if (before === null || !user) throw new DomainError("not-found", "No such member.");
    if (before !== after) await recordMemberChange(tx, grant, user, { before, after });
  });
}

/** Operators hold grants for any id, also of vDCs that do not exist or are retired. */
async function requireVdc(db: Db, scope: VdcScope): Promise<void> {
  if ((await existingVdcIds(db, [scope.vdcId])).length === 0)
    throw new DomainError("not-found", "No such vDC.");
}

async function recordMemberChange(
  tx: Db,
  { actor, scope }: Pick<Grant<"member:add-viewer", VdcScope>, "actor" | "scope">,
  user: { id: string; userName: string },
  role: { before: VdcRole | null; after: VdcRole | null },
): Promise<void> {
  await recordChange(tx, {
    actor,
    action: role.before === null ? "member.add" : role.after === null ? "member.remove" : "member.set-role",
    subjectKind: "member",
    subjectId: user.id,
    subjectName: user.userName,
    vdcId: scope.vdcId,
    before: role.before && { role: role.before },
    after: role.after && { role: role.after },
  });
}
