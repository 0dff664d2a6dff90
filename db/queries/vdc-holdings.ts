import { and, asc, count, eq, gt, sql } from "drizzle-orm";
import type { AllVdcs, VdcScope } from "#server/domain/access.ts";
import type { Db } from "../client.ts";
import { deletedNetworks } from "../schema/deleted-network.ts";
import { networkShares } from "../schema/network-share.ts";
import { networks } from "../schema/network.ts";
import { vdcs } from "../schema/vdc.ts";

/** The vDC named is the network's own. */
export type SharedToVdc = { networkId: string; networkName: string; vdcId: string; vdcName: string };

/** Networks of other vDCs that this one may use, each with its owner: only for operators. */
export async function listNetworksSharedTo(
  db: Db,
  _cloud: AllVdcs,
  { vdcId }: VdcScope,
): Promise<SharedToVdc[]> {
  return db
    .select({ networkId: networks.id, networkName: networks.name, vdcId: vdcs.id, vdcName: vdcs.name })
    .from(networkShares)
    .innerJoin(networks, eq(networks.id, networkShares.networkId))
    .innerJoin(vdcs, eq(vdcs.id, networks.vdcId))
    .where(eq(networkShares.vdcId, vdcId))
    .orderBy(asc(vdcs.name), asc(networks.name));
}

/** Deleted ones that could still come back. */
export async function countRestorableNetworks(db: Db, { vdcId }: VdcScope): Promise<number> {
  const [row] = await db
    .select({ restorable: count() })
    .from(deletedNetworks)
    .where(and(eq(deletedNetworks.vdcId, vdcId), gt(deletedNetworks.restorableUntil, sql`now()`)));
  return row?.restorable ?? 0;
}
