import { adminAddress, adminInterface, externalAddress, externalInterface, type Node } from "./node.ts";

/** More would make a refresh wait; each node then probes its nearest successors, so that together all are probed. */
export const PROBE_TARGETS_MAX = 64;

/** Peers after `nodeId` in a ring over all ids, so that every node is probed by as many others as it probes. */
function peersInRing(nodeId: string, nodes: readonly Node[]): Node[] {
  const ordered = nodes.filter(({ isConfirmed }) => isConfirmed).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const own = ordered.findIndex(({ id }) => id === nodeId);
  return own < 0 ? ordered : [...ordered.slice(own + 1), ...ordered.slice(0, own)];
}

/** Addresses a node should ping at its next refresh: admin addresses of all, external ones of other PDCs; never its own. */
export function probeTargets(nodeId: string, nodes: readonly Node[]): string[] {
  const own = nodes.find(({ id }) => id === nodeId);
  const ownPdcName = own?.facts?.identity?.value.pdcName ?? "";
  const targets = new Set<string>();
  for (const { facts } of peersInRing(nodeId, nodes)) {
    if (!facts) continue;
    const isSamePdc = ownPdcName !== "" && facts.identity?.value.pdcName === ownPdcName;
    const admin = adminAddress(facts);
    const external = isSamePdc ? null : externalAddress(facts);
    if (external) targets.add(external);
    if (admin) targets.add(admin);
  }
  if (own?.facts) {
    targets.delete(adminAddress(own.facts) ?? "");
    targets.delete(externalAddress(own.facts) ?? "");
  }
  return [...targets].slice(0, PROBE_TARGETS_MAX);
}

/** A path to measure with packets that must not be fragmented; sizes of whole IPv4 packets. */
export type PathProbeTarget = {
  peerAddress: string;
  /** The first size tried: what the own interface takes. */
  bytesMax: number;
  /** Tried next: what passed the last time. */
  bytesExpected: number;
};

const PATH_PROBE_TARGETS_MAX = 16;
const PATH_PROBES_PER_PDC_MAX = 2;
const INTERFACE_BYTES_ASSUMED = 1500;

/** Of the nearest peers of each PDC, the address at which this node would send them VXLAN. */
export function pathProbeTargets(nodeId: string, nodes: readonly Node[]): PathProbeTarget[] {
  const facts = nodes.find(({ id }) => id === nodeId)?.facts;
  if (!facts?.identity) return [];
  const { pdcName } = facts.identity.value;
  const [admin, external] = [adminInterface(facts), externalInterface(facts)];
  const passed = new Map(
    facts.pathProbes?.value.map(({ peerAddress, bytesThatPassed }) => [peerAddress, bytesThatPassed]),
  );
  const countByPdcName = new Map<string, number>();
  const targets = peersInRing(nodeId, nodes).flatMap((peer): PathProbeTarget[] => {
    const peerPdcName = peer.facts?.identity?.value.pdcName;
    if (!peer.facts || peerPdcName === undefined) return [];
    const isSamePdc = pdcName !== "" && pdcName === peerPdcName;
    const own = isSamePdc ? admin : external;
    const peerAddress = isSamePdc ? adminAddress(peer.facts) : externalAddress(peer.facts);
    const count = countByPdcName.get(peerPdcName) ?? 0;
    if (!own || !peerAddress || peerAddress === own.ipv4Address || count >= PATH_PROBES_PER_PDC_MAX)
      return [];
    countByPdcName.set(peerPdcName, count + 1);
    const bytesMax = own.mtuBytes ?? INTERFACE_BYTES_ASSUMED;
    return [{ peerAddress, bytesMax, bytesExpected: passed.get(peerAddress) ?? bytesMax }];
  });
  return targets.slice(0, PATH_PROBE_TARGETS_MAX);
}
