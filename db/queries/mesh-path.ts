import { and, asc, count, eq, ilike, inArray, isNotNull, ne, or, type SQL, sql } from "drizzle-orm";
import type { AllVdcs, Scope } from "#server/domain/access.ts";
import type { PathNetwork } from "#server/domain/mesh-path/path-place.ts";
import type { Node } from "#server/domain/node.ts";
import type { Db } from "../client.ts";
import { networks } from "../schema/network.ts";
import { nodes, vmVnics } from "../schema/node.ts";
import { vdcs } from "../schema/vdc.ts";
import { inScope, usesNetwork } from "./network.ts";
import { toNode } from "./node.ts";

const confirmed = isNotNull(nodes.hostKeyConfirmedAt);

/** A vNIC on its node; `network` null: it matches none. */
export type VnicPlace = {
  nodeId: string;
  vmUuid: string;
  vmAlias: string;
  interfaceName: string;
  network: PathNetwork | null;
};

const placeColumns = {
  nodeId: vmVnics.nodeId,
  vmUuid: vmVnics.vmUuid,
  vmAlias: vmVnics.vmAlias,
  interfaceName: vmVnics.interfaceName,
  networkId: networks.id,
  networkName: networks.name,
  vdcId: networks.vdcId,
  vdcName: vdcs.name,
};

type PlaceRow = Omit<VnicPlace, "network"> & {
  networkId: string | null;
  networkName: string | null;
  vdcId: string | null;
  vdcName: string | null;
};

function toPlace({ networkId, networkName, vdcId, vdcName, ...place }: PlaceRow): VnicPlace {
  const isOnOne = networkId !== null && networkName !== null && vdcId !== null && vdcName !== null;
  return { ...place, network: isOnOne ? { id: networkId, name: networkName, vdcId, vdcName } : null };
}

/** In a vDC only vNICs on its own networks; over all vDCs those on none too. */
function selectPlaces(db: Db, scope: Scope | AllVdcs) {
  const from = db
    .select(placeColumns)
    .from(vmVnics)
    .innerJoin(nodes, and(eq(nodes.id, vmVnics.nodeId), confirmed))
    .$dynamic();
  const joined =
    scope.vdcId === null
      ? from.leftJoin(networks, usesNetwork)
      : from.innerJoin(networks, and(usesNetwork, inScope(scope)));
  return joined.leftJoin(vdcs, eq(vdcs.id, networks.vdcId));
}

/** A VM's vNICs, by interface; those on the node that was read last come first. */
export async function listVnicPlacesOfVm(
  db: Db,
  scope: Scope | AllVdcs,
  vmUuid: string,
): Promise<VnicPlace[]> {
  const rows = await selectPlaces(db, scope)
    .where(eq(vmVnics.vmUuid, vmUuid))
    .orderBy(sql`${nodes.factsObservedAt} desc nulls last`, asc(vmVnics.interfaceName), asc(networks.id));
  return rows.map(toPlace);
}

/** Nodes that carry the network, with the number of its vNICs on each. */
export async function countVnicsOfNetworkByNode(
  db: Db,
  scope: Scope | AllVdcs,
  networkId: string,
): Promise<{ nodeId: string; vnicCount: number }[]> {
  return db
    .select({ nodeId: vmVnics.nodeId, vnicCount: count() })
    .from(networks)
    .innerJoin(vmVnics, usesNetwork)
    .innerJoin(nodes, and(eq(nodes.id, vmVnics.nodeId), confirmed))
    .where(and(eq(networks.id, networkId), inScope(scope)))
    .groupBy(vmVnics.nodeId)
    .orderBy(asc(vmVnics.nodeId));
}

export async function listVnicPlacesOfNetwork(
  db: Db,
  scope: Scope | AllVdcs,
  { networkId, nodeIds, limit }: { networkId: string; nodeIds: readonly string[]; limit: number },
): Promise<VnicPlace[]> {
  if (nodeIds.length === 0) return [];
  const rows = await db
    .select(placeColumns)
    .from(networks)
    .innerJoin(vmVnics, usesNetwork)
    .innerJoin(nodes, and(eq(nodes.id, vmVnics.nodeId), confirmed))
    .innerJoin(vdcs, eq(vdcs.id, networks.vdcId))
    .where(and(eq(networks.id, networkId), inScope(scope), inArray(vmVnics.nodeId, [...nodeIds])))
    .orderBy(asc(vmVnics.vmUuid), asc(vmVnics.interfaceName))
    .limit(limit);
  return rows.map(toPlace);
}

/** These nodes with their last known facts; ids that name none are left out. */
export async function listNodesByIds(db: Db, nodeIds: readonly string[]): Promise<Node[]> {
  if (nodeIds.length === 0) return [];
  const rows = await db
    .select()
    .from(nodes)
    .where(inArray(nodes.id, [...new Set(nodeIds)]));
  return rows.map(toNode);
}

/** Other vNICs with this MAC, or with one of these addresses on this rule. */
export async function listRivalVnics(
  db: Db,
  _scope: AllVdcs,
  vnic: {
    nodeId: string;
    vmUuid: string;
    interfaceName: string;
    macAddress: string;
    ruleName: string;
    addresses: readonly string[];
  },
  limit: number,
) {
  const { nodeId, vmUuid, interfaceName, macAddress, ruleName, addresses } = vnic;
  const sameAddress = sql`${vmVnics.ipv4Addresses} && ${`{${addresses.join(",")}}`}::inet[]`;
  return db
    .select({
      vmAlias: vmVnics.vmAlias,
      vmUuid: vmVnics.vmUuid,
      hostname: nodes.hostname,
      macAddress: vmVnics.macAddress,
    })
    .from(vmVnics)
    .innerJoin(nodes, and(eq(nodes.id, vmVnics.nodeId), confirmed))
    .where(
      and(
        eq(vmVnics.nicTagName, ruleName),
        or(eq(vmVnics.macAddress, macAddress), addresses.length > 0 ? sameAddress : undefined),
        or(ne(vmVnics.nodeId, nodeId), ne(vmVnics.vmUuid, vmUuid), ne(vmVnics.interfaceName, interfaceName)),
      ),
    )
    .orderBy(asc(nodes.hostname), asc(vmVnics.vmUuid))
    .limit(limit);
}

/** Matches text anywhere in the column, letter case aside. */
function holds(
  column: typeof vmVnics.vmAlias | typeof nodes.hostname | typeof networks.name,
  text: string,
): SQL {
  return ilike(column, `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`);
}

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

function isVnicCalled(text: string): SQL | undefined {
  const isAddress = IPV4.test(text) && text.split(".").every((part) => Number(part) <= 255);
  return or(
    holds(vmVnics.vmAlias, text),
    eq(vmVnics.vmUuid, text.toLowerCase()),
    eq(vmVnics.macAddress, text.toLowerCase()),
    isAddress ? sql`${vmVnics.ipv4Addresses} && ${`{${text}}`}::inet[]` : undefined,
  );
}

const foundVnicColumns = {
  vmUuid: vmVnics.vmUuid,
  vmAlias: vmVnics.vmAlias,
  interfaceName: vmVnics.interfaceName,
  nicTagName: vmVnics.nicTagName,
  vxlanId: vmVnics.vxlanId,
  ipv4Addresses: vmVnics.ipv4Addresses,
  hostname: nodes.hostname,
};

/** By alias, UUID, MAC or address. */
export async function findVnics(db: Db, scope: Scope | AllVdcs, text: string, limit: number) {
  const from = db
    .selectDistinctOn([vmVnics.vmAlias, vmVnics.vmUuid, vmVnics.interfaceName], foundVnicColumns)
    .from(vmVnics)
    .innerJoin(nodes, and(eq(nodes.id, vmVnics.nodeId), confirmed))
    .$dynamic();
  const scoped = scope.vdcId === null ? from : from.innerJoin(networks, and(usesNetwork, inScope(scope)));
  return scoped
    .where(isVnicCalled(text))
    .orderBy(asc(vmVnics.vmAlias), asc(vmVnics.vmUuid), asc(vmVnics.interfaceName))
    .limit(limit);
}

export async function findNodesByName(db: Db, _scope: AllVdcs, text: string, limit: number) {
  return db
    .select({ id: nodes.id, hostname: nodes.hostname })
    .from(nodes)
    .where(and(confirmed, or(holds(nodes.hostname, text), sql`${nodes.id}::text = ${text}`)))
    .orderBy(asc(nodes.hostname), asc(nodes.id))
    .limit(limit);
}

export async function findNetworksByName(db: Db, scope: Scope | AllVdcs, text: string, limit: number) {
  return db
    .select({
      id: networks.id,
      name: networks.name,
      vdcName: vdcs.name,
      overlayRuleName: networks.overlayRuleName,
      vxlanId: networks.vxlanId,
    })
    .from(networks)
    .innerJoin(vdcs, eq(vdcs.id, networks.vdcId))
    .where(
      and(
        inScope(scope),
        isNotNull(networks.overlayRuleName),
        or(holds(networks.name, text), sql`${networks.id}::text = ${text}`),
      ),
    )
    .orderBy(asc(networks.name), asc(networks.id))
    .limit(limit);
}
