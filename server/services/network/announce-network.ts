import type { Db } from "#db/client.ts";
import { announce } from "#db/queries/event.ts";
import { listHearingVdcIds } from "#db/queries/network-share.ts";

/** Heard by the people of its vDC and of those it is shared with; call while it is still there. */
export async function announceNetwork(tx: Db, networkId: string): Promise<void> {
  for (const vdcId of await listHearingVdcIds(tx, [networkId])) {
    await announce(tx, { topic: "network", id: networkId, vdcId });
  }
}

/** As for one, but every vDC hears it once, and not of which. */
export async function announceNetworks(tx: Db, networkIds: readonly string[]): Promise<void> {
  for (const vdcId of await listHearingVdcIds(tx, networkIds)) {
    await announce(tx, { topic: "network", id: null, vdcId });
  }
}
