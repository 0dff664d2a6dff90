import { and, asc, count, eq, isNull, sql } from "drizzle-orm";
import type { AllVdcs, CloudRole } from "#server/domain/access.ts";
import type { Db } from "../client.ts";
import { accounts, sessions, users } from "../schema/user.ts";

export type User = {
  id: string;
  userName: string;
  cloudRole: CloudRole | null;
  disabledAt: Date | null;
  createdAt: Date;
};

const columns = {
  id: users.id,
  userName: users.username,
  cloudRole: users.cloudRole,
  disabledAt: users.disabledAt,
  createdAt: users.createdAt,
};

export async function listUsers(db: Db, _scope: AllVdcs): Promise<User[]> {
  return db.select(columns).from(users).orderBy(asc(users.username));
}

export async function findUser(db: Db, userId: string): Promise<User | null> {
  const [user] = await db.select(columns).from(users).where(eq(users.id, userId));
  return user ?? null;
}

/** Holds the row until the transaction ends. */
export async function findUserForUpdate(tx: Db, userId: string): Promise<User | null> {
  const [user] = await tx.select(columns).from(users).where(eq(users.id, userId)).for("update");
  return user ?? null;
}

export async function findUserByName(db: Db, userName: string): Promise<User | null> {
  const [user] = await db.select(columns).from(users).where(eq(users.username, userName));
  return user ?? null;
}

export async function countUsers(db: Db): Promise<number> {
  const [row] = await db.select({ users: count() }).from(users);
  return row?.users ?? 0;
}

/** null when the name is taken. */
export async function insertUser(
  tx: Db,
  user: { userName: string; cloudRole: CloudRole | null; passwordHash: string },
): Promise<User | null> {
  const [inserted] = await tx
    .insert(users)
    .values({
      username: user.userName,
      name: user.userName,
      email: `${user.userName}@overmesh.invalid`,
      cloudRole: user.cloudRole,
    })
    .onConflictDoNothing()
    .returning(columns);
  if (!inserted) return null;
  await tx.insert(accounts).values({
    userId: inserted.id,
    accountId: inserted.id,
    providerId: "credential",
    password: user.passwordHash,
  });
  return inserted;
}

export async function updatePasswordHash(tx: Db, userId: string, passwordHash: string): Promise<void> {
  await tx
    .update(accounts)
    .set({ password: passwordHash, updatedAt: sql`now()` })
    .where(and(eq(accounts.userId, userId), eq(accounts.providerId, "credential")));
}

export async function updateUser(
  tx: Db,
  userId: string,
  change: Partial<Pick<User, "cloudRole" | "disabledAt">>,
): Promise<void> {
  await tx
    .update(users)
    .set({ ...change, updatedAt: sql`now()` })
    .where(eq(users.id, userId));
}

export async function deleteSessions(tx: Db, userId: string): Promise<void> {
  await tx.delete(sessions).where(eq(sessions.userId, userId));
}

/** Operators who can sign in, held until the transaction ends: two who remove each other wait for one another. */
export async function lockActiveOperators(tx: Db): Promise<string[]> {
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.cloudRole, "operator"), isNull(users.disabledAt)))
    .orderBy(asc(users.id))
    .for("update");
  return rows.map(({ id }) => id);
}
