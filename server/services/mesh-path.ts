import type { Db } from "#db/client.ts";
import {
  countVnicsOfNetworkByNode,
  listNodesByIds,
  listRivalVnics,
  listVnicPlacesOfNetwork,
  listVnicPlacesOfVm,
  type VnicPlace,
} from "#db/queries/mesh-path.ts";
import { findNetwork, listNetworks } from "#db/queries/network.ts";
import { listPathMtus } from "#db/queries/pdc-path.ts";
import type { AllVdcs, Grant, VdcScope } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { linkContextOf, type MeshSettings } from "#server/domain/mesh.ts";
import { ownPartOf } from "#server/domain/mesh/own-part.ts";
import { findPath } from "#server/domain/mesh-path/find-path.ts";
import { pairNodes } from "#server/domain/mesh-path/node-pairs.ts";
import { ownPairsOf, ownPathOf } from "#server/domain/mesh-path/own-path.ts";
import { type PathEndRef, formatPathEnd, type PathQuestion } from "#server/domain/mesh-path/path-end.ts";
import { type PathPlace, vnicLabel } from "#server/domain/mesh-path/path-place.ts";
import type { Node } from "#server/domain/node.ts";
import type { Settings } from "#server/domain/settings.ts";
import { requireVdc } from "./vdc.ts";

type Deps = { db: Db; settings: Settings };

/** An end with all the places it stands for; `nodeCount` counts those that were not looked at, too. */
type ResolvedEnd = { end: string; label: string; isGroup: boolean; places: PathPlace[]; nodeCount: number };

/** Nodes of a network that are looked at; more would give more pairs than are judged. */
const NODES_OF_NETWORK_MAX = 40;
const VNICS_OF_NETWORK_MAX = 2000;
const RIVALS_TOLD_MAX = 5;

/** How frames get from one VM, node or network to another. */
export async function findMeshPath(
  deps: Deps,
  { scope }: Grant<"mesh:read", AllVdcs>,
  question: PathQuestion,
  now: Date,
) {
  const settings = await settingsAt(deps, now);
  const [from, to] = await resolveBoth(question, (end) => resolveEnd(deps.db, scope, end, (node) => node));
  const ends = [labelOf(from), labelOf(to)] as const;
  if (from.isGroup || to.isGroup) {
    const pairs = pairNodes(from.places, to.places, (nodes) => linkContextOf(nodes, settings));
    return { kind: "pairs" as const, ends, nodeCounts: [from.nodeCount, to.nodeCount] as const, ...pairs };
  }
  const [a, b] = bestPair(from.places, to.places);
  const [one, other] = [await withRivals(deps.db, scope, a), await withRivals(deps.db, scope, b)];
  return { kind: "path" as const, ends, ...findPath(one, other, linkContextOf([a.node, b.node], settings)) };
}

/** Of the vDC's own VMs and networks, as if nothing else were on the nodes; it names no node. */
export async function findMeshPathOfVdc(
  deps: Deps,
  { scope }: Grant<"mesh:read-own", VdcScope>,
  question: PathQuestion,
  now: Date,
) {
  await requireVdc(deps.db, scope);
  const settings = await settingsAt(deps, now);
  const own = (await listNetworks(deps.db, scope)).flatMap(
    ({ id, overlayRuleName, vxlanId, vlanId, subnet }) =>
      overlayRuleName === null || vxlanId === null ? [] : [{ id, overlayRuleName, vxlanId, vlanId, subnet }],
  );
  const [from, to] = await resolveBoth(question, async (end) => {
    if (end.kind === "node") throw notFound(end);
    return resolveEnd(deps.db, scope, end, (node) => ownPartOf(node, own));
  });
  const ends = [labelOf(from), labelOf(to)] as const;
  if (from.isGroup || to.isGroup) {
    const pairs = pairNodes(from.places, to.places, (nodes) => linkContextOf(nodes, settings));
    return { kind: "pairs" as const, ends, ...ownPairsOf(pairs) };
  }
  const [a, b] = bestPair(from.places, to.places);
  const found = findPath(a, b, linkContextOf([a.node, b.node], settings));
  return { kind: "path" as const, ends, ...ownPathOf(found) };
}

async function settingsAt({ db, settings }: Deps, now: Date): Promise<MeshSettings> {
  const { staleAfterSeconds, publicAddressExceptions } = settings;
  return { now, staleAfterSeconds, publicAddressExceptions, pathMtus: await listPathMtus(db) };
}

async function resolveBoth(
  { from, to }: PathQuestion,
  resolve: (end: PathEndRef) => Promise<ResolvedEnd>,
): Promise<[ResolvedEnd, ResolvedEnd]> {
  const isSame = formatPathEnd(from) === formatPathEnd(to);
  if (isSame && from.kind !== "network") {
    throw new DomainError("rejected", [{ field: "to", message: "Choose another end than the first." }]);
  }
  return [await resolve(from), await resolve(to)];
}

function labelOf({ end, label }: ResolvedEnd) {
  return { end, label };
}

function notFound({ kind }: PathEndRef): DomainError {
  return new DomainError("not-found", `No such ${kind === "vm" ? "VM" : kind}.`);
}

async function resolveEnd(
  db: Db,
  scope: AllVdcs | VdcScope,
  end: PathEndRef,
  reduce: (node: Node) => Node | null,
): Promise<ResolvedEnd> {
  const named = { end: formatPathEnd(end), isGroup: end.kind === "network" };
  if (end.kind === "node") {
    const [node] = await listNodesByIds(db, [end.nodeId]);
    if (!node) throw notFound(end);
    return {
      ...named,
      label: node.hostname,
      places: [{ node, vnic: null, network: null }],
      nodeCount: 1,
    };
  }
  if (end.kind === "network") {
    const network = await findNetwork(db, scope, end.networkId);
    if (!network) throw notFound(end);
    const carriers = await countVnicsOfNetworkByNode(db, scope, network.id);
    const nodeIds = spread(carriers, NODES_OF_NETWORK_MAX).map(({ nodeId }) => nodeId);
    const query = { networkId: network.id, nodeIds, limit: VNICS_OF_NETWORK_MAX };
    const places = await toPlaces(db, await listVnicPlacesOfNetwork(db, scope, query), reduce);
    return { ...named, label: network.name, places, nodeCount: carriers.length };
  }
  const rows = await listVnicPlacesOfVm(db, scope, end.vmUuid);
  const asked = rows.filter(
    ({ interfaceName }) => end.interfaceName === null || interfaceName === end.interfaceName,
  );
  // While a VM moves, two nodes may tell of it; the one that was read last counts.
  const current = asked.filter(({ nodeId }) => nodeId === asked[0]?.nodeId);
  const places = await toPlaces(db, current, reduce);
  const [first] = places;
  if (!first?.vnic) throw notFound(end);
  const { vmAlias, vmUuid } = first.vnic;
  const label = end.interfaceName === null ? vmAlias || vmUuid : vnicLabel(first.vnic);
  return { ...named, label, places, nodeCount: 1 };
}

async function toPlaces(
  db: Db,
  rows: readonly VnicPlace[],
  reduce: (node: Node) => Node | null,
): Promise<PathPlace[]> {
  const nodes = await listNodesByIds(
    db,
    rows.map(({ nodeId }) => nodeId),
  );
  const nodeById = new Map(nodes.map((node) => [node.id, reduce(node)]));
  return rows.flatMap(({ nodeId, vmUuid, interfaceName, network }) => {
    const node = nodeById.get(nodeId);
    const vnic = node?.facts?.vmVnics?.value.find(
      (each) => each.vmUuid === vmUuid && each.interfaceName === interfaceName,
    );
    return node && vnic ? [{ node, vnic, network }] : [];
  });
}

/** Of VMs with several vNICs those that share a segment; else the first of each, to tell why they do not meet. */
function bestPair(from: readonly PathPlace[], to: readonly PathPlace[]): [PathPlace, PathPlace] {
  const segment = ({ vnic }: PathPlace) =>
    vnic && JSON.stringify([vnic.overlayRuleName ?? vnic.nicTag, vnic.vxlanId, vnic.vlanId]);
  for (const a of from) {
    const b = to.find((place) => segment(place) === segment(a) && place.vnic !== a.vnic);
    if (b) return [a, b];
  }
  const [a, b] = [from[0], to.find(({ vnic }) => vnic === null || vnic !== from[0]?.vnic)];
  if (!a || !b) throw new DomainError("rejected", "These are one and the same vNIC.");
  return [a, b];
}

async function withRivals(db: Db, scope: AllVdcs, place: PathPlace): Promise<PathPlace> {
  const { node, vnic } = place;
  if (!vnic || vnic.overlayRuleName === null) return place;
  const rows = await listRivalVnics(
    db,
    scope,
    {
      nodeId: node.id,
      vmUuid: vnic.vmUuid,
      interfaceName: vnic.interfaceName,
      macAddress: vnic.macAddress,
      ruleName: vnic.overlayRuleName,
      addresses: vnic.addresses.map(({ ipv4Address }) => ipv4Address),
    },
    RIVALS_TOLD_MAX,
  );
  const rivals = rows.map(({ vmAlias, vmUuid, hostname, macAddress }) => ({
    claims: macAddress === vnic.macAddress ? ("mac" as const) : ("address" as const),
    vmAlias: vmAlias || vmUuid,
    hostname,
  }));
  return { ...place, rivals };
}

/** At most `count` of them, evenly from first to last. */
function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from(
    { length: count },
    (_, position) => items[Math.floor((position * items.length) / count)],
  ).filter((item) => item !== undefined);
}
