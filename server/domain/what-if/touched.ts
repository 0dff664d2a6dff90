import { cidrContains, parseCidr, parseIpv4 } from "../ipv4.ts";
import type { Node } from "../node.ts";
import type { NetworkFacts } from "../warnings/situation.ts";
import type { Present } from "./apply-scenario.ts";
import type { Tally } from "./tally.ts";
import { type Group, type Grouping, groupPairKey } from "./transitions.ts";

const LISTED_MAX = 100;

export type TouchedNetwork = { id: string; name: string; vdcId: string; vdcName: string; vmCount: number };
export type TouchedVm = { uuid: string; alias: string; hostname: string; networkName: string | null };

/** Whose frames would travel otherwise. Lists name at most `LISTED_MAX`. */
export type Touched = {
  networks: TouchedNetwork[];
  networkCount: number;
  vdcs: { id: string; name: string; networkCount: number }[];
  vms: TouchedVm[];
  vmCount: number;
};

type Vm = { uuid: string; alias: string; address: string | null };
/** One broadcast domain of an overlay, with the nodes that carry its VMs. */
type Segment = { overlayRuleName: string; vmsByNode: Map<Node, Vm[]> };

/** Networks with VMs on both ends of a link that changes, and all of a node that goes away. Pauses now and then. */
export function* touchedBy(
  present: Present,
  afterNodeIds: ReadonlySet<string>,
  tally: Tally,
  grouping: Grouping,
): Generator<void, Touched> {
  const segments = new Map<string, Segment>();
  for (const [position, node] of present.nodes.entries()) {
    if (position % 500 === 499) yield;
    for (const { overlayRuleName, vxlanId, vlanId, vmUuid, vmAlias, addresses } of node.facts?.vmVnics
      ?.value ?? []) {
      if (overlayRuleName === null || vxlanId === null) continue;
      const key = segmentKey(overlayRuleName, vxlanId, vlanId);
      const segment = segments.get(key) ?? { overlayRuleName, vmsByNode: new Map<Node, Vm[]>() };
      segments.set(key, segment);
      const vm = { uuid: vmUuid, alias: vmAlias || vmUuid, address: addresses[0]?.ipv4Address ?? null };
      const vms = segment.vmsByNode.get(node);
      if (vms) vms.push(vm);
      else segment.vmsByNode.set(node, [vm]);
    }
  }
  const networksBySegment = Map.groupBy(
    present.networks.filter(({ overlayRuleName }) => overlayRuleName !== null),
    ({ overlayRuleName, vxlanId, vlanId }) => segmentKey(overlayRuleName ?? "", vxlanId ?? 0, vlanId),
  );
  const found = new Found(new Map(present.delegations.map(({ vdcId, vdcName }) => [vdcId, vdcName])));
  let looked = 0;
  for (const [key, segment] of segments) {
    if ((looked += 1) % 200 === 0) yield;
    const nodes = touchedNodes(segment, afterNodeIds, tally, grouping);
    for (const node of nodes) {
      for (const vm of segment.vmsByNode.get(node) ?? []) {
        found.add(vm, node, networkOf(vm, networksBySegment.get(key) ?? []));
      }
    }
  }
  return found.told();
}

function segmentKey(overlayRuleName: string, vxlanId: number, vlanId: number): string {
  return JSON.stringify([overlayRuleName, vxlanId, vlanId]);
}

function networkOf({ address }: Vm, networks: readonly NetworkFacts[]): NetworkFacts | null {
  const numeric = address === null ? null : parseIpv4(address);
  if (numeric === null) return networks[0] ?? null;
  return (
    networks.find(({ subnet }) => {
      const cidr = parseCidr(subnet);
      return cidr !== null && cidrContains(cidr, numeric);
    }) ?? null
  );
}

/** Nodes of the segment with a changed link to another node of it. */
function touchedNodes(
  { overlayRuleName, vmsByNode }: Segment,
  afterNodeIds: ReadonlySet<string>,
  { rulesByGroups, changedPeers }: Tally,
  { groupByNodeId }: Grouping,
): ReadonlySet<Node> {
  const touched = new Set<Node>();
  const nodes = [...vmsByNode.keys()];
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  for (const node of nodes) {
    if (!afterNodeIds.has(node.id)) touched.add(node);
    for (const [peerId, rules] of changedPeers.get(node.id) ?? []) {
      const peer = nodeById.get(peerId);
      if (!peer || !rules.has(overlayRuleName)) continue;
      touched.add(node);
      touched.add(peer);
    }
  }
  const byGroup = Map.groupBy(nodes, ({ id }) => groupByNodeId.get(id));
  const groups = [...byGroup.keys()].filter((group): group is Group => group !== undefined);
  for (const [position, a] of groups.entries()) {
    for (const b of groups.slice(position)) {
      if (a === b && (byGroup.get(a)?.length ?? 0) < 2) continue;
      if (!rulesByGroups.get(groupPairKey(a, b))?.has(overlayRuleName)) continue;
      for (const node of [...(byGroup.get(a) ?? []), ...(byGroup.get(b) ?? [])]) touched.add(node);
    }
  }
  return touched;
}

class Found {
  readonly #vdcNameById: ReadonlyMap<string, string>;
  readonly #networks = new Map<string, { network: NetworkFacts; vmUuids: Set<string> }>();
  readonly #vms = new Map<string, TouchedVm>();

  constructor(vdcNameById: ReadonlyMap<string, string>) {
    this.#vdcNameById = vdcNameById;
  }

  add({ uuid, alias }: Vm, { hostname }: Node, network: NetworkFacts | null): void {
    if (!this.#vms.has(uuid))
      this.#vms.set(uuid, { uuid, alias, hostname, networkName: network?.name ?? null });
    if (!network) return;
    const known = this.#networks.get(network.id) ?? { network, vmUuids: new Set<string>() };
    this.#networks.set(network.id, known);
    known.vmUuids.add(uuid);
  }

  told(): Touched {
    const networks = [...this.#networks.values()]
      .map(({ network: { id, name, vdcId }, vmUuids }) => ({
        id,
        name,
        vdcId,
        vdcName: this.#vdcNameById.get(vdcId) ?? "",
        vmCount: vmUuids.size,
      }))
      .toSorted((a, b) => b.vmCount - a.vmCount || a.name.localeCompare(b.name));
    const byVdc = Map.groupBy(networks, ({ vdcId }) => vdcId);
    const vms = [...this.#vms.values()].toSorted((a, b) => a.alias.localeCompare(b.alias));
    return {
      networks: networks.slice(0, LISTED_MAX),
      networkCount: networks.length,
      vdcs: [...byVdc]
        .map(([id, own]) => ({ id, name: own[0]?.vdcName ?? "", networkCount: own.length }))
        .toSorted((a, b) => b.networkCount - a.networkCount || a.name.localeCompare(b.name)),
      vms: vms.slice(0, LISTED_MAX),
      vmCount: vms.length,
    };
  }
}
