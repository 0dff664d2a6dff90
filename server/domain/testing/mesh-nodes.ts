import type { ArpEntry, FactParts, NodeFacts } from "../facts.ts";
import type { Node } from "../node.ts";
import { observedFacts, PORT, sharedFingerprint, soundParts } from "./sound-facts.ts";

export const NOW = new Date("2026-11-01T12:00:00Z");
export { blockRule, PORT, RULE } from "./sound-facts.ts";

export type MeshNodeDraft = {
  /** Ends in the last octet of both addresses. */
  number: number;
  pdcName: string;
  /** Third octet of the admin and external addresses. */
  place: number;
  ageSeconds?: number;
};

export function factsOf(node: Node): NodeFacts {
  if (!node.facts) throw new Error(`${node.hostname} has no facts`);
  return node.facts;
}

/** Replaces one part's value and keeps its age. */
export function withFact<P extends keyof FactParts>(node: Node, part: P, value: FactParts[P]): Node {
  const facts = factsOf(node);
  const observedAt = facts[part]?.observedAt ?? NOW;
  return { ...node, facts: { ...facts, [part]: { value, observedAt } } };
}

/** The part was never read. */
export function withoutFact(node: Node, part: keyof FactParts): Node {
  return { ...node, facts: { ...factsOf(node), [part]: null } };
}

/** Nodes that know each other as they should: every link between them is `up`. */
export function healthyNodes(drafts: readonly MeshNodeDraft[]): Node[] {
  return drafts.map((draft) => {
    const observedAt = new Date(NOW.getTime() - (draft.ageSeconds ?? 60) * 1000);
    const peers = drafts.filter(({ number }) => number !== draft.number);
    const facts = observedFacts(partsOf(draft, peers), observedAt);
    return {
      id: nodeId(draft.number),
      hostname: `cn${draft.number}`,
      isConfirmed: true,
      facts,
      lastRefresh: { outcome: "ok", finishedAt: observedAt },
    };
  });
}

export function nodeId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

export function adminOf({ place, number }: MeshNodeDraft): string {
  return `10.${place}.0.${number}`;
}

export function externalOf({ place, number }: MeshNodeDraft): string {
  return `8.8.${place}.${number}`;
}

export function macOf(number: number): string {
  return `00:e5:dc:00:00:${number.toString(16).padStart(2, "0")}`;
}

export function entryFor(draft: MeshNodeDraft, from: MeshNodeDraft): ArpEntry {
  const peerAddress = draft.pdcName === from.pdcName ? adminOf(draft) : externalOf(draft);
  return {
    macAddress: macOf(draft.number),
    arpAddress: `192.168.0.${draft.number}`,
    peerAddress,
    port: PORT,
  };
}

function partsOf(draft: MeshNodeDraft, peers: readonly MeshNodeDraft[]): FactParts {
  const { number, pdcName } = draft;
  const octet = String(number).padStart(2, "0");
  const isNear = (peer: MeshNodeDraft) => peer.pdcName === pdcName;
  return soundParts({
    id: nodeId(number),
    hostname: `cn${number}`,
    pdcName,
    adminAddress: adminOf(draft),
    externalAddress: externalOf(draft),
    nicMacAddress: `02:00:00:00:00:${octet}`,
    externalMacAddress: `02:00:00:00:01:${octet}`,
    gateway: null,
    arpEntries: peers.map((peer) => entryFor(peer, draft)),
    partners: peers
      .filter((peer) => !isNear(peer))
      .map((peer) => ({
        hostname: `cn${peer.number}`,
        externalAddress: externalOf(peer),
        keyFingerprint: sharedFingerprint(number, peer.number),
      })),
    associations: [],
    vms: [
      {
        vmUuid: nodeId(1000 + number),
        vmAlias: `vm${number}`,
        macAddress: macOf(number),
        addresses: [{ ipv4Address: `192.168.0.${number}`, prefixLength: 24 }],
      },
    ],
    probes: peers.map((peer) => ({
      targetAddress: isNear(peer) ? adminOf(peer) : externalOf(peer),
      isAnswered: true,
    })),
  });
}
