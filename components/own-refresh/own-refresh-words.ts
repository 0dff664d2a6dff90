import { nounFor } from "../ui/data-table/noun.ts";

type Places = { placeCount: number; refreshingCount: number; notReadCount: number };

/** In one sentence what stands behind a network's VMs at the moment. */
export function ownRefreshWords({ placeCount, refreshingCount, notReadCount }: Places): string {
  if (refreshingCount > 0) {
    return `Reading ${refreshingCount} of the ${placeCount} ${nounFor(placeCount, "places")} with VMs on this network…`;
  }
  const where = `This network has VMs in ${placeCount} ${nounFor(placeCount, "places")}`;
  if (notReadCount === 0) return `${where}.`;
  return `${where}; ${notReadCount} of them could not be read the last time, so what is known of ${notReadCount === 1 ? "it" : "them"} may be older.`;
}

/** null: it may be ordered now. */
export function waitWords(nextOrderAt: Date | null, now: Date): string | null {
  if (nextOrderAt === null || nextOrderAt <= now) return null;
  const seconds = Math.ceil((nextOrderAt.getTime() - now.getTime()) / 1000);
  return seconds < 90 ? `Again in ${seconds} s` : `Again in ${Math.ceil(seconds / 60)} min`;
}
