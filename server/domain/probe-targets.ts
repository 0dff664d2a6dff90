import type { NodeFacts } from "./facts.ts";
import { adminInterface, externalInterface, type Node } from "./node.ts";
import { ProbeRings } from "./probe-rings.ts";

/** Pings of one refresh, however many nodes there are. */
export const PROBE_TARGETS_MAX = 64;
/** Of them for nodes of other PDCs while there are that many; the own PDC's have the rest, and either takes what the other leaves. */
const PROBE_TARGETS_ELSEWHERE = 32;
/** Of so many peers in the own PDC each is pinged by both ends; among more, each pair by one of its ends. */
const NEIGHBOURS_OF_BOTH_ENDS_MAX = 16;
/** A node elsewhere is pinged at its external and its admin address. */
const ADDRESSES_ELSEWHERE = 2;

/** Addresses a node should ping at its next refresh: admin addresses, and external ones in other PDCs; never its own. */
export function probeTargets(own: Node, rings: ProbeRings): string[] {
  const { neighbours, elsewhere } = probedPeers(own, rings);
  const targets = new Set([
    ...neighbours.map(({ adminAddress }) => adminAddress),
    ...elsewhere.flatMap(({ externalAddress, adminAddress }) => [externalAddress, adminAddress]),
  ]);
  if (own.facts) {
    targets.delete(adminInterface(own.facts)?.ipv4Address ?? null);
    targets.delete(externalInterface(own.facts)?.ipv4Address ?? null);
  }
  return [...targets].filter((address) => address !== null).slice(0, PROBE_TARGETS_MAX);
}

const pdcNameOf = (facts: NodeFacts | null): string => facts?.identity?.value.pdcName ?? "";

/** How many of its neighbours a node should ping: an answer proves both ways, and a ring of half the peers has every pair. */
export function neighboursToProbe(count: number): number {
  const half = Math.ceil(count / 2);
  return Math.min(PROBE_TARGETS_MAX, Math.max(Math.min(count, NEIGHBOURS_OF_BOTH_ENDS_MAX), half));
}

function probedPeers({ id, facts }: Node, rings: ProbeRings) {
  const place = { id, pdcName: pdcNameOf(facts) };
  const counts = rings.countsFrom(place);
  const neighbours = neighboursToProbe(counts.neighbours);
  const targetsElsewhere = Math.min(
    counts.elsewhere * ADDRESSES_ELSEWHERE,
    Math.max(PROBE_TARGETS_ELSEWHERE, PROBE_TARGETS_MAX - neighbours),
  );
  return {
    neighbours: rings.neighboursOf(place, Math.min(neighbours, PROBE_TARGETS_MAX - targetsElsewhere)),
    elsewhere: rings.sampleElsewhere(place, Math.floor(targetsElsewhere / ADDRESSES_ELSEWHERE)),
  };
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

/** Of the probed peers of each PDC, the addresses at which this node would send the first of them VXLAN. */
export function pathProbeTargets(own: Node, rings: ProbeRings): PathProbeTarget[] {
  const { facts } = own;
  if (!facts?.identity) return [];
  const { neighbours, elsewhere } = probedPeers(own, rings);
  const [admin, external] = [adminInterface(facts), externalInterface(facts)];
  const passed = new Map(
    facts.pathProbes?.value.map(({ peerAddress, bytesThatPassed }) => [peerAddress, bytesThatPassed]),
  );
  const ways = [
    ...neighbours.map((peer) => ({ from: admin, peerAddress: peer.adminAddress, peer })),
    ...elsewhere.map((peer) => ({ from: external, peerAddress: peer.externalAddress, peer })),
  ];
  const countByPdcName = new Map<string, number>();
  const targets = ways.flatMap(({ from, peerAddress, peer: { pdcName } }): PathProbeTarget[] => {
    const count = countByPdcName.get(pdcName) ?? 0;
    if (!from || !peerAddress || peerAddress === from.ipv4Address || count >= PATH_PROBES_PER_PDC_MAX)
      return [];
    countByPdcName.set(pdcName, count + 1);
    const bytesMax = from.mtuBytes ?? INTERFACE_BYTES_ASSUMED;
    return [{ peerAddress, bytesMax, bytesExpected: passed.get(peerAddress) ?? bytesMax }];
  });
  return targets.slice(0, PATH_PROBE_TARGETS_MAX);
}
