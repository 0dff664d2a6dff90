import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import {
  existingVdcIds,
  listMemberships,
  listMembershipsOf,
  type Membership,
  replaceMemberships,
} from "#db/queries/membership.ts";
import {
  countUsers,
  deleteSessions,
  findUserForUpdate,
  insertUser,
  listUsers as selectUsers,
  lockActiveOperators,
  updatePasswordHash,
  updateUser,
  type User,
} from "#db/queries/user.ts";
import { hashPassword, randomPassword } from "#server/adapters/auth/password.ts";
import type { Actor, AllVdcs, Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { CloudRoleChange, MembershipChange, NewUser } from "#server/domain/user.ts";
import { forgetFailures } from "./sign-in.ts";

export type Person = User & { memberships: Membership[] };
/** The password is shown this once and stored as a hash only. */
export type Credentials = { userId: string; userName: string; password: string };

export async function listUsers(db: Db, grant: Grant<"user:read", AllVdcs>): Promise<Person[]> {
  const [users, memberships] = [await selectUsers(db, grant.scope), await listMemberships(db, grant.scope)];
  const membershipsByUserId = Map.groupBy(memberships, ({ userId }) => userId);
  return users.map((user) => ({ ...user, memberships: membershipsByUserId.get(user.id) ?? [] }));
}

export async function createUser(
  db: Db,
  grant: Grant<"user:manage", AllVdcs>,
  draft: NewUser,
): Promise<Credentials> {
  const password = randomPassword();
  const passwordHash = await hashPassword(password);
  return db.transaction(async (tx) => {
    const user = await insertUser(tx, { ...draft, passwordHash });
    if (!user)
      throw new DomainError("rejected", [{ field: "userName", message: "This user name is taken." }]);
    await recordUserChange(tx, grant.actor, "user.create", user, null, { cloudRole: user.cloudRole });
    return { userId: user.id, userName: user.userName, password };
  });
}

/** Takes effect at the person's next request. */
export async function setCloudRole(
  db: Db,
  grant: Grant<"user:manage", AllVdcs>,
  { userId, cloudRole }: CloudRoleChange,
): Promise<void> {
  await db.transaction(async (tx) => {
    const user = await personToChange(tx, userId, { mayLoseOperator: cloudRole !== "operator" });
    if (user.cloudRole === cloudRole) return;
    await updateUser(tx, userId, { cloudRole });
    await recordUserChange(
      tx,
      grant.actor,
      "user.set-cloud-role",
      user,
      { cloudRole: user.cloudRole },
      { cloudRole },
    );
  });
}

/** The person's sessions end at once. */
export async function disableUser(
  db: Db,
  grant: Grant<"user:manage", AllVdcs>,
  userId: string,
  now: Date,
): Promise<void> {
  if (userId === grant.actor.userId) throw new DomainError("conflict", "You cannot disable yourself.");
  await db.transaction(async (tx) => {
    const user = await personToChange(tx, userId, { mayLoseOperator: true });
    await deleteSessions(tx, userId);
    if (user.disabledAt) return;
    await updateUser(tx, userId, { disabledAt: now });
    await recordUserChange(tx, grant.actor, "user.disable", user, { disabled: false }, { disabled: true });
  });
}

export async function enableUser(
  db: Db,
  grant: Grant<"user:manage", AllVdcs>,
  userId: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const user = await personToChange(tx, userId, { mayLoseOperator: false });
    if (!user.disabledAt) return;
    await updateUser(tx, userId, { disabledAt: null });
    await recordUserChange(tx, grant.actor, "user.enable", user, { disabled: true }, { disabled: false });
  });
}

/** Ends the person's sessions and a lock on their name. */
export async function resetPassword(
  db: Db,
  grant: Grant<"user:manage", AllVdcs>,
  userId: string,
): Promise<Credentials> {
  const password = randomPassword();
  const passwordHash = await hashPassword(password);
  return db.transaction(async (tx) => {
    const user = await personToChange(tx, userId, { mayLoseOperator: false });
    await updatePasswordHash(tx, userId, passwordHash);
    await deleteSessions(tx, userId);
    await forgetFailures(tx, user.userName);
    await recordUserChange(tx, grant.actor, "user.reset-password", user, null, null);
    return { userId, userName: user.userName, password };
  });
}

/** What is not listed ends. */
export async function setMemberships(
  db: Db,
  grant: Grant<"user:manage", AllVdcs>,
  { userId, memberships }: MembershipChange,
): Promise<void> {
  await db.transaction(async (tx) => {
    const user = await personToChange(tx, userId, { mayLoseOperator: false });
    const vdcIds = memberships.map(({ vdcId }) => vdcId);
    if ((await existingVdcIds(tx, vdcIds)).length < vdcIds.length) {
      throw new DomainError("rejected", [{ field: "memberships", message: "No such vDC." }]);
    }
    const before = await listMembershipsOf(tx, userId);
    await replaceMemberships(tx, grant.scope, userId, memberships);
    const after = await listMembershipsOf(tx, userId);
    await recordUserChange(tx, grant.actor, "user.set-memberships", user, before, after);
  });
}

/** Does nothing once there is anybody. Returns whether the operator was made. */
export async function createFirstOperator(
  db: Db,
  operator: { userName: string; password: string },
): Promise<boolean> {
  if ((await countUsers(db)) > 0) return false;
  const passwordHash = await hashPassword(operator.password);
  return db.transaction(async (tx) => {
    const user = await insertUser(tx, { userName: operator.userName, cloudRole: "operator", passwordHash });
    if (!user) return false;
    await recordUserChange(tx, null, "user.create", user, null, { cloudRole: user.cloudRole });
    return true;
  });
}

async function personToChange(
  tx: Db,
  userId: string,
  { mayLoseOperator }: { mayLoseOperator: boolean },
): Promise<User> {
  const operatorIds = mayLoseOperator ? await lockActiveOperators(tx) : [];
  const user = await findUserForUpdate(tx, userId);
  if (!user) throw new DomainError("not-found", "No such person.");
  if (operatorIds.length === 1 && operatorIds[0] === userId) {
    throw new DomainError("conflict", "This is the last operator; make somebody else an operator first.");
  }
  return user;
}

async function recordUserChange(
  tx: Db,
  actor: Actor | null,
  action: string,
  user: Pick<User, "id" | "userName">,
  before: unknown,
  after: unknown,
): Promise<void> {
  await recordChange(tx, {
    actor,
    action,
    subjectKind: "user",
    subjectId: user.id,
    subjectName: user.userName,
    vdcId: null,
    before,
    after,
  });
}
