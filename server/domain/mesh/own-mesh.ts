import { type HealthState, worstHealth } from "../health.ts";
import type { Node } from "../node.ts";
import type { LinkPath } from "./link-path.ts";
import type { Cell, PdcMembers } from "./model/cell.ts";
import { MeshModel, type MeshModelSettings } from "./model/mesh-model.ts";
import type { PairVerdict } from "./model/pair-verdict.ts";
import { isOnNetwork, type OwnNetwork, ownPartOf } from "./own-part.ts";
import { oldestOfLinks } from "./pdc-sums.ts";

type NetworkOfVdc = {
  id: string;
  name: string;
  overlayRuleName: string | null;
  vxlanId: number | null;
  vlanId: number;
  subnet: string;
  mtuBytes: number;
  /** Of a shared network: which VMs are the vDC's. */
  vmUuids?: ReadonlySet<string>;
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
  settings: MeshModelSettings,
): OwnMesh {
  const own = networks.flatMap(overlayNetwork);
  const parts = nodes.filter(({ isConfirmed }) => isConfirmed).flatMap((node) => ownPartOf(node, own) ?? []);
  const model = MeshModel.of(parts, settings);
  const places = [...model.pdcById.values()].toSorted((a, b) => (a.key.id < b.key.id ? -1 : 1));
  const pdcs = places.map((place) => ownPdcOf(model, place, own));
  const paths = pdcs.flatMap((pdc, position) =>
    pdcs.slice(position + 1).flatMap((other): OwnMeshPath[] => {
      const cell = model.cell(pdc.id, other.id);
      const shared = pdc.networkIds.filter((id) => other.networkIds.includes(id));
      return cell && shared.length > 0 ? pathOf(model, cell, networks, shared) : [];
    }),
  );
  return {
    builtAt: settings.now,
    networks: networks.map((network) => ({
      id: network.id,
      name: network.name,
      mtuBytes: network.mtuBytes,
      vmCount: vmCountOf(network, parts),
      pdcIds: pdcs.filter(({ networkIds }) => networkIds.includes(network.id)).map(({ id }) => id),
    })),
    pdcs,
    paths: paths.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

function ownPdcOf(model: MeshModel, { key, members }: PdcMembers, own: readonly OwnNetwork[]): OwnMeshPdc {
  const all = [...members];
  const inner = model.cell(key.id, key.id);
  const innerVerdicts = inner ? [...model.counted(inner).counts.keys()] : [];
  return {
    id: key.id,
    label: key.label,
    networkIds: own
      .filter((network) => all.some(({ node }) => vnicsOn(network, node).length > 0))
      .map(({ id }) => id),
    state: worstHealth(all.map(({ state }) => state)),
    innerState: worstHealth(innerVerdicts.map(({ state }) => state)),
    observedAt: oldest(all.map(({ node }) => node.facts?.identity?.observedAt ?? null)),
  };
}

function vnicsOn(network: OwnNetwork, { facts }: Node) {
  return (facts?.vmVnics?.value ?? []).filter((vnic) => isOnNetwork(vnic, network));
}

function overlayNetwork(network: NetworkOfVdc): OwnNetwork[] {
  const { id, overlayRuleName, vxlanId, vlanId, subnet, vmUuids } = network;
  return overlayRuleName !== null && vxlanId !== null
    ? [{ id, overlayRuleName, vxlanId, vlanId, subnet, ...(vmUuids && { vmUuids }) }]
    : [];
}

function vmCountOf(network: NetworkOfVdc, parts: readonly Node[]): number {
  const uuids = overlayNetwork(network).flatMap((own) =>
    parts.flatMap((part) => vnicsOn(own, part).map(({ vmUuid }) => vmUuid)),
  );
  return new Set(uuids).size;
}

const PATHS_WORST_FIRST = ["clear-text", "unknown", "ipsec", "admin"] as const;

/** Of the links that carry a rule of the shared networks; none: no path. */
function pathOf(
  model: MeshModel,
  cell: Cell,
  networks: readonly NetworkOfVdc[],
  networkIds: string[],
): OwnMeshPath[] {
  const crossing = networks.filter(({ id }) => networkIds.includes(id));
  const ruleNames = new Set(crossing.flatMap(({ overlayRuleName }) => overlayRuleName ?? []));
  const verdicts = [...model.counted(cell).counts.keys()].filter(({ rules }) =>
    rules.some(({ name }) => ruleNames.has(name)),
  );
  if (verdicts.length === 0) return [];
  const limits = limitsOf(verdicts);
  const [a, b] = cell.pdcs;
  const path: OwnMeshPath = {
    id: cell.id,
    pdcIds: [a.key.id, b.key.id],
    state: worstHealth(verdicts.map(({ state }) => state)) ?? "unknown",
    path: PATHS_WORST_FIRST.find((kind) => verdicts.some((verdict) => verdict.path === kind)) ?? "unknown",
    effectiveMtuBytes: limits.size > 0 ? Math.min(...limits.values()) : null,
    networkIds,
    fragmentingNetworkIds: crossing
      .filter(({ overlayRuleName, mtuBytes }) => mtuBytes > (limits.get(overlayRuleName ?? "") ?? Infinity))
      .map(({ id }) => id),
    observedAt: oldestOfLinks(cell, ruleNames),
  };
  return [path];
}

/** By rule: the largest inner packet that crosses whole everywhere. */
function limitsOf(verdicts: readonly PairVerdict[]): Map<string, number> {
  const limits = new Map<string, number>();
  for (const { name, mtu } of verdicts.flatMap(({ rules }) => rules)) {
    if (mtu) limits.set(name, Math.min(limits.get(name) ?? Infinity, mtu.effectiveBytes));
  }
  return limits;
}

function oldest(instants: readonly (Date | null)[]): Date | null {
  const known = instants.filter((instant) => instant !== null);
  if (known.length < instants.length) return null;
  return known.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
}
