import type { Db } from "#db/client.ts";
import { violationOf } from "#db/queries/violation.ts";
import { sweepRestedVxlans } from "#db/queries/vxlan.ts";

const LOCK_NOT_AVAILABLE = "55P03";

/** Forgets ids that rest no longer. While others write ids nobody is kept waiting: the next sweep does it. */
export async function sweepVxlans(db: Db): Promise<void> {
  try {
    await sweepRestedVxlans(db);
  } catch (error) {
    if (violationOf(error)?.sqlState !== LOCK_NOT_AVAILABLE) throw error;
  }
}
