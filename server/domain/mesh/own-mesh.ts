import { type HealthState, worstHealth } from "../health.ts";
import { buildMesh, type MeshSettings } from "../mesh.ts";
import type { Node } from "../node.ts";
import type { Link } from "./link.ts";
import { linkPathOf, type LinkPath } from "./link-path.ts";
import { isOnNetwork, type OwnNetwork, ownPartOf } from "./own-part.ts";

type NetworkOfVdc = {
  id: string;
  name: string;
  overlayRuleName: string | null;
  vxlanId: number | null;
  vlanId: number;
  subnet: string;
  mtuBytes: number;
};

export type OwnMeshPdc = {
  id: string;
  label: string;
  networkIds: string[];
  state: HealthState | null;
  innerState: HealthState | null;
  observedAt: Date | null;
};

export type OwnMeshPath = {
  id: string;
  pdcIds: [string, string];
  state: HealthState;
  path: LinkPath;
  /** Largest inner packet that crosses whole everywhere; null: not known. */
  effectiveMtuBytes: number | null;
  /** Networks with VMs in both PDCs. */
  networkIds: string[];
  /** Those of them whose full frames cross in fragments. */
  fragmentingNetworkIds: string[];
  observedAt: Date | null;
};

export type OwnMesh = {
  builtAt: Date;
  networks: { id: string; name: string; mtuBytes: number; vmCount: number; pdcIds: string[] }[];
  pdcs: OwnMeshPdc[];
  paths: OwnMeshPath[];
};

/** Built from the vDC's own part of each node alone; names PDCs, never nodes. */
export function ownMeshOf(
  nodes: readonly Node[],
  networks: readonly NetworkOfVdc[],
  settings: MeshSettings,
): OwnMesh {
  const own = networks.flatMap(overlayNetwork);
  const parts = nodes.filter(({ isConfirmed }) => isConfirmed).flatMap((node) => ownPartOf(node, own) ?? []);
  const mesh = buildMesh(parts, { ...settings, nodeIdsInTrouble: new Set() });
  const partById = new Map(parts.map((node) => [node.id, node]));
  const vmsOf = (network: OwnNetwork, nodeIds: readonly string[]) =>
    nodeIds.flatMap((id) =>
      (partById.get(id)?.facts?.vmVnics?.value ?? []).filter((vnic) => isOnNetwork(vnic, network)),
    );
  const networkIdsOf = (nodeIds: readonly string[]) =>
    own.filter((network) => vmsOf(network, nodeIds).length > 0).map(({ id }) => id);
  const linkById = new Map(mesh.links.map((link) => [link.id, link]));
  const linksOf = (ids: readonly string[]) => ids.flatMap((id) => linkById.get(id) ?? []);
  const pdcs = mesh.pdcs.map((pdc): OwnMeshPdc => ({
    id: pdc.id,
    label: pdc.label,
    networkIds: networkIdsOf(pdc.nodeIds),
    state: pdc.worstNodeState,
    innerState: pdc.innerLinks.worstState,
    observedAt: oldest(
      mesh.nodes.filter(({ pdcId }) => pdcId === pdc.id).map(({ observedAt }) => observedAt),
    ),
  }));
  const networkIdsByPdcId = new Map(pdcs.map(({ id, networkIds }) => [id, networkIds]));
  const paths = mesh.pdcLinks.flatMap((pdcLink): OwnMeshPath[] => {
    const [a, b] = pdcLink.pdcIds.map((id) => networkIdsByPdcId.get(id) ?? []);
    const shared = (a ?? []).filter((id) => b?.includes(id));
    if (shared.length === 0) return [];
    const rules = new Set(
      own.filter(({ id }) => shared.includes(id)).map((network) => network.overlayRuleName),
    );
    const links = linksOf(pdcLink.linkIds).filter((link) =>
      link.overlayRuleNames.some((name) => rules.has(name)),
    );
    return links.length > 0 ? [pathOf(pdcLink.id, pdcLink.pdcIds, links, networks, shared)] : [];
  });
  return {
    builtAt: mesh.builtAt,
    networks: networks.map((network) => ({
      id: network.id,
      name: network.name,
      mtuBytes: network.mtuBytes,
      vmCount: vmCountOf(network, parts, vmsOf),
      pdcIds: pdcs.filter(({ networkIds }) => networkIds.includes(network.id)).map(({ id }) => id),
    })),
    pdcs,
    paths,
  };
}

function overlayNetwork({ id, overlayRuleName, vxlanId, vlanId, subnet }: NetworkOfVdc): OwnNetwork[] {
  return overlayRuleName !== null && vxlanId !== null
    ? [{ id, overlayRuleName, vxlanId, vlanId, subnet }]
    : [];
}

function vmCountOf(
  network: NetworkOfVdc,
  parts: readonly Node[],
  vmsOf: (network: OwnNetwork, nodeIds: readonly string[]) => readonly { vmUuid: string }[],
): number {
  const nodeIds = parts.map(({ id }) => id);
  const uuids = overlayNetwork(network).flatMap((own) => vmsOf(own, nodeIds).map(({ vmUuid }) => vmUuid));
  return new Set(uuids).size;
}

const PATHS_WORST_FIRST = ["clear-text", "unknown", "ipsec", "admin"] as const;

function pathOf(
  id: string,
  pdcIds: [string, string],
  links: readonly Link[],
  networks: readonly NetworkOfVdc[],
  networkIds: string[],
): OwnMeshPath {
  const limits = new Map<string, number>();
  for (const { overlayRuleName, effectiveMtuBytes } of links.flatMap(({ ruleMtus }) => ruleMtus)) {
    limits.set(overlayRuleName, Math.min(limits.get(overlayRuleName) ?? Infinity, effectiveMtuBytes));
  }
  const linkPaths = links.map(linkPathOf);
  return {
    id,
    pdcIds,
    state: worstHealth(links.map(({ state }) => state)) ?? "unknown",
    path: PATHS_WORST_FIRST.find((path) => linkPaths.includes(path)) ?? "unknown",
    effectiveMtuBytes: limits.size > 0 ? Math.min(...limits.values()) : null,
    networkIds,
    fragmentingNetworkIds: networks
      .filter((network) => networkIds.includes(network.id))
      .filter(({ overlayRuleName, mtuBytes }) => mtuBytes > (limits.get(overlayRuleName ?? "") ?? Infinity))
      .map((network) => network.id),
    observedAt: oldest(links.map(({ observedAt }) => observedAt)),
  };
}

function oldest(instants: readonly (Date | null)[]): Date | null {
  const known = instants.filter((instant) => instant !== null);
  if (known.length < instants.length) return null;
  return known.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
}
