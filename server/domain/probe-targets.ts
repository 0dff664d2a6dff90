import { adminAddress, externalAddress, type Node } from "./node.ts";

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
