import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { createHash } from "node:crypto";
import type { Db } from "#db/client.ts";
import { countSignInAttempt, forgetSignInFailures, forgetSignInFailuresUntil } from "#db/queries/sign-in.ts";
import { findUser } from "#db/queries/user.ts";
import { accounts, rateLimits, sessions, users, verifications } from "#db/schema/user.ts";
import {
  type Auth,
  type AuthSettings,
  createAuth,
  foldName,
  type SignInPolicy,
} from "#server/adapters/auth/auth.ts";

export const SIGN_IN_FAILURES_MAX = 5;
const LOCK_MILLISECONDS = 15 * 60 * 1000;

const nameHash = (name: string) => createHash("sha256").update(foldName(name)).digest("base64url");

/**
 * Counts an attempt to sign in. False while the name is locked: after five failures with no quarter of an hour between
 * them, for a quarter of an hour. Names that nobody has are counted alike.
 */
export async function admitSignIn(db: Db, name: string, now: Date): Promise<boolean> {
  const forgottenUntil = new Date(now.getTime() - LOCK_MILLISECONDS);
  const attempts = await countSignInAttempt(db, nameHash(name), {
    now,
    forgottenUntil,
    failureCountMax: SIGN_IN_FAILURES_MAX,
  });
  if (attempts === 1) await forgetSignInFailuresUntil(db, forgottenUntil);
  return attempts <= SIGN_IN_FAILURES_MAX;
}

/** A right password, or an operator's reset, ends the count. */
export async function forgetFailures(db: Db, name: string): Promise<void> {
  await forgetSignInFailures(db, nameHash(name));
}

/** Signing in against this database. */
export function openAuth(
  db: Db,
  settings: AuthSettings,
  report: SignInPolicy["report"],
  now: () => Date = () => new Date(),
): Auth {
  const schema = {
    user: users,
    session: sessions,
    account: accounts,
    verification: verifications,
    rateLimit: rateLimits,
  };
  // Without transactions: the policy asks the database itself, and the embedded one has a single session to wait for.
  return createAuth(drizzleAdapter(db, { provider: "pg", schema, transaction: false }), settings, {
    admit: (name) => admitSignIn(db, name, now()),
    succeeded: (name) => forgetFailures(db, name),
    isDisabled: async (userId) => (await findUser(db, userId))?.disabledAt !== null,
    report,
  });
}
