import type { ArpEntry, FactParts, NodeFacts, Probe } from "../facts.ts";
import type { Node } from "../node.ts";
import { observedFacts, PORT, sharedFingerprint, soundParts } from "./sound-facts.ts";

export type CloudSize = { pdcCount: number; nodesPerPdc: number };

const PROBES_PER_NODE_MAX = 64;
/** Of a smaller cloud every pair between PDCs has its keys; of a larger one only the first nodes of the PDCs. */
const FULL_MESH_NODES_MAX = 200;
/** Every so many judged pairs one does not answer. */
const BAD_EVERY = 1000;

type Place = { pdc: number; node: number };

/**
 * A cloud as it would be read: healthy nodes, of which some pairs do not answer and one node is down. The same for the same
 * size. What a table of a PDC holds is one value for all its nodes.
 */
export function largeCloud(size: CloudSize, now: Date): Node[] {
  const observedAt = new Date(now.getTime() - 60_000);
  const isFullMesh = size.pdcCount * size.nodesPerPdc <= FULL_MESH_NODES_MAX;
  return range(size.pdcCount).flatMap((pdc) => {
    const entries = range(size.pdcCount).map((other) => entryFor({ pdc: other, node: 0 }, pdc));
    return range(size.nodesPerPdc).map((node): Node => {
      const facts = observedFacts(partsOf({ pdc, node }, size, entries, isFullMesh), observedAt);
      const isSpeaker = isFullMesh || node === 0;
      return {
        id: idOf({ pdc, node }, size),
        hostname: hostnameOf({ pdc, node }),
        isConfirmed: true,
        facts: isSpeaker ? facts : { ...facts, ipsec: null },
        lastRefresh: isDead({ pdc, node }, size)
          ? { outcome: "failed", finishedAt: observedAt, cause: "unreachable", detail: "no answer" }
          : { outcome: "ok", finishedAt: observedAt },
      };
    });
  });
}

/** The same node, read again: its last answer changes, or its facts only become newer. */
export function readAgain(node: Node, now: Date, isChanged: boolean): Node {
  if (!node.facts) return node;
  const facts = Object.fromEntries(
    Object.entries(node.facts).map(([name, part]) => [name, part && { ...part, observedAt: now }]),
  ) as unknown as NodeFacts; // Every part is kept, which Object.fromEntries cannot tell.
  const probes = facts.probes?.value ?? [];
  const changed = probes.map((probe, at) =>
    at === probes.length - 1 ? { ...probe, isAnswered: !probe.isAnswered } : probe,
  );
  return {
    ...node,
    facts: { ...facts, probes: { value: isChanged ? changed : probes, observedAt: now } },
    lastRefresh: { outcome: "ok", finishedAt: now },
  };
}

function isDead({ pdc, node }: Place, { pdcCount }: CloudSize): boolean {
  return pdcCount > 3 && pdc === 7 && node === 0;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, position) => position);
}

function numberOf({ pdc, node }: Place, { nodesPerPdc }: CloudSize): number {
  return pdc * nodesPerPdc + node + 1;
}

function idOf(place: Place, size: CloudSize): string {
  return `00000000-0000-4000-8000-${numberOf(place, size).toString(16).padStart(12, "0")}`;
}

function hostnameOf({ pdc, node }: Place): string {
  return `cn-${String(pdc + 1).padStart(3, "0")}-${String(node + 1).padStart(3, "0")}`;
}

function pdcNameOf(pdc: number): string {
  return `pdc-${String(pdc + 1).padStart(3, "0")}`;
}

function addressOf(first: number, { pdc, node }: Place): string {
  return `${first}.${pdc}.${node >> 8}.${node & 255}`;
}

function macOf(first: string, { pdc, node }: Place): string {
  const octets = [pdc, node >> 8, node & 255].map((octet) => octet.toString(16).padStart(2, "0"));
  return `${first}:00:00:${octets.join(":")}`;
}

/** One VM on the first node of each PDC. */
function entryFor(place: Place, fromPdc: number): ArpEntry {
  return {
    macAddress: macOf("00", place),
    arpAddress: addressOf(172, place),
    peerAddress: addressOf(place.pdc === fromPdc ? 10 : 8, place),
    port: PORT,
  };
}

/** The same whichever end asks. */
function isAnswered(a: Place, b: Place, size: CloudSize): boolean {
  if (isDead(a, size) || isDead(b, size)) return false;
  const [low, high] = [numberOf(a, size), numberOf(b, size)].toSorted((x, y) => x - y);
  return (Math.imul((low ?? 0) * 31 + (high ?? 0), 2_654_435_761) >>> 0) % BAD_EVERY !== 0;
}

/** Those that the node has keys for. */
function partnersOf(
  { pdc, node }: Place,
  { pdcCount, nodesPerPdc }: CloudSize,
  isFullMesh: boolean,
): Place[] {
  if (!isFullMesh && node !== 0) return [];
  return range(pdcCount)
    .filter((other) => other !== pdc)
    .flatMap((other) => range(isFullMesh ? nodesPerPdc : 1).map((number) => ({ pdc: other, node: number })));
}

function probesOf(place: Place, size: CloudSize, partners: readonly Place[]): Probe[] {
  const ring = range(Math.min(PROBES_PER_NODE_MAX, size.nodesPerPdc - 1)).map((step) => ({
    pdc: place.pdc,
    node: (place.node + step + 1) % size.nodesPerPdc,
  }));
  return [
    ...ring.map((peer) => ({
      targetAddress: addressOf(10, peer),
      isAnswered: isAnswered(place, peer, size),
    })),
    ...partners.map((peer) => ({
      targetAddress: addressOf(8, peer),
      isAnswered: isAnswered(place, peer, size),
    })),
  ];
}

function partsOf(place: Place, size: CloudSize, entries: ArpEntry[], isFullMesh: boolean): FactParts {
  const externalAddress = addressOf(8, place);
  const partners = partnersOf(place, size, isFullMesh);
  const vm = {
    vmUuid: idOf(place, size).replace("4000", "4999"),
    vmAlias: `vm-${hostnameOf(place)}`,
    macAddress: macOf("00", place),
    addresses: [{ ipv4Address: addressOf(172, place), prefixLength: 16 }],
  };
  return soundParts({
    id: idOf(place, size),
    hostname: hostnameOf(place),
    pdcName: pdcNameOf(place.pdc),
    adminAddress: addressOf(10, place),
    externalAddress,
    nicMacAddress: macOf("02", place),
    externalMacAddress: macOf("06", place),
    gateway: addressOf(8, { pdc: place.pdc, node: 65_534 }),
    arpEntries: entries,
    partners: partners.map((peer) => ({
      hostname: hostnameOf(peer),
      externalAddress: addressOf(8, peer),
      keyFingerprint: sharedFingerprint(numberOf(place, size), numberOf(peer, size)),
    })),
    associations: partners.slice(0, 4).map((peer) => ({
      spi: `0x${numberOf(peer, size).toString(16)}`,
      direction: "outbound",
      state: "MATURE",
      sourceAddress: externalAddress,
      destinationAddress: addressOf(8, peer),
      encryptionAlgorithm: "aes",
      authenticationAlgorithm: "sha512",
      carriedBytes: 1000,
    })),
    vms: place.node === 0 ? [vm] : [],
    probes: probesOf(place, size, partners),
  });
}
