import { eq, lte, sql } from "drizzle-orm";
import type { Db } from "../client.ts";
import { signInFailures } from "../schema/user.ts";

export type FailureWindow = {
  now: Date;
  /** Failures counted up to here are forgotten. */
  forgottenUntil: Date;
  failureCountMax: number;
};

/**
 * Counts one attempt and returns how many there are; one statement, so that attempts at the same time cannot slip by.
 * Attempts beyond `failureCountMax` do not move the instant from which the lock runs.
 */
export async function countSignInAttempt(db: Db, nameHash: string, window: FailureWindow): Promise<number> {
  const { failureCount, lastCountedAt } = signInFailures;
  const now = window.now.toISOString();
  const isForgotten = sql`${lastCountedAt} <= ${window.forgottenUntil.toISOString()}::timestamptz`;
  const [row] = await db
    .insert(signInFailures)
    .values({ nameHash, failureCount: 1, lastCountedAt: window.now })
    .onConflictDoUpdate({
      target: signInFailures.nameHash,
      set: {
        failureCount: sql`case when ${isForgotten} then 1 else least(${failureCount}, ${window.failureCountMax}::int) + 1 end`,
        lastCountedAt: sql`case when ${isForgotten} or ${failureCount} < ${window.failureCountMax}::int
          then ${now}::timestamptz else ${lastCountedAt} end`,
      },
    })
    .returning({ failureCount });
  return row?.failureCount ?? 1;
}

export async function forgetSignInFailures(db: Db, nameHash: string): Promise<void> {
  await db.delete(signInFailures).where(eq(signInFailures.nameHash, nameHash));
}

export async function forgetSignInFailuresUntil(db: Db, instant: Date): Promise<void> {
  await db.delete(signInFailures).where(lte(signInFailures.lastCountedAt, instant));
}
