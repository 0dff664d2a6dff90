import type { Db } from "#db/client.ts";
import { listDueWarnings, lockWarnings } from "#db/queries/warning-findings.ts";
import { dueChanges } from "#server/domain/warning.ts";
import { writeWarningChanges } from "./write-changes.ts";

/** Ends what has reached its end: acknowledgements, snoozes and flapping. Looks at those that are due alone. */
export async function endWhatIsDue(db: Db, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await lockWarnings(tx);
    const due = await listDueWarnings(tx, now);
    await writeWarningChanges(
      tx,
      due.flatMap((warning) => dueChanges(warning, now)),
      now,
    );
  });
}
