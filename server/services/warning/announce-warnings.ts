import type { Db } from "#db/client.ts";
import { announce } from "#db/queries/event.ts";

/** Above this many at once, open pages are told to read everything again. */
const ANNOUNCED_ONE_BY_ONE_MAX = 20;

export async function announceWarnings(
  tx: Db,
  told: readonly { id: string; vdcId: string | null }[],
): Promise<void> {
  if (told.length <= ANNOUNCED_ONE_BY_ONE_MAX) {
    for (const { id, vdcId } of told) await announce(tx, { topic: "warning", id, vdcId });
    return;
  }
  for (const vdcId of new Set(told.map((one) => one.vdcId))) {
    await announce(tx, { topic: "warning", id: null, vdcId });
  }
}
