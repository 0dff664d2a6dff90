import { and, asc, eq, inArray, ne, sql } from "drizzle-orm";
import type { VdcScope } from "#server/domain/access.ts";
import type { Segment } from "#server/domain/delegation.ts";
import type { Db } from "../client.ts";
import { networks } from "../schema/network.ts";
import { type Network, selectNetworks } from "./network.ts";

/** What own networks are looked for by. */
export type Surroundings = Omit<Segment, "vlanId"> & {
  name: string;
  /** null: none that can be read. */
  subnet: string | null;
  /** null: one that is to be chosen, so every VLAN in use on the VXLAN or tag is wanted, with one network each. */
  vlanId: number | null;
};

/** A few are as good as all: one that overlaps most strictly is enough to refuse. */
const OVERLAPPING_MAX = 3;

/**
 * The vDC's own networks that a draft can collide with, each kind through an index: that of the same name, those whose
 * subnets overlap (on the segment first, then on the rule, then anywhere), and those whose VLANs are taken.
 */
export async function listNetworksNear(
  db: Db,
  { vdcId }: VdcScope,
  { name, subnet, vlanId, overlayRuleName, nicTagName, vxlanId }: Surroundings,
  { exceptNetworkId }: { exceptNetworkId: string | null },
): Promise<Network[]> {
  const isOther = and(
    eq(networks.vdcId, vdcId),
    exceptNetworkId === null ? undefined : ne(networks.id, exceptNetworkId),
  );
  const isOnCarrier = sql<boolean>`coalesce(${
    nicTagName === null
      ? eq(networks.overlayRuleName, overlayRuleName ?? "")
      : eq(networks.nicTagName, nicTagName)
  }, false)`;
  const isInVxlan = sql<boolean>`coalesce(${networks.vxlanId}, 0) = ${vxlanId ?? 0}`;
  const isOnSegment = sql<boolean>`(${isOnCarrier} and ${isInVxlan} and ${networks.vlanId} = ${vlanId}::int)`;
  const found = await selectNetworks(db).where(and(isOther, eq(networks.name, name)));
  if (subnet !== null) {
    found.push(
      ...(await selectNetworks(db)
        .where(and(isOther, sql`${networks.subnet} && ${subnet}::cidr`))
        .orderBy(sql`${isOnSegment} desc`, sql`${isOnCarrier} desc`, asc(networks.name))
        .limit(OVERLAPPING_MAX)),
    );
  }
  if (vlanId === null) {
    const ofVlans = db
      .selectDistinctOn([networks.vlanId], { id: networks.id })
      .from(networks)
      .where(and(isOther, isInVxlan, isOnCarrier))
      .orderBy(asc(networks.vlanId));
    found.push(...(await selectNetworks(db).where(inArray(networks.id, ofVlans))));
  }
  return [...new Map(found.map((network) => [network.id, network])).values()];
}
