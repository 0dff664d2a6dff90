import type { ArpEntry, FactParts, FirewallRule, NodeFacts } from "../facts.ts";
import type { Node } from "../node.ts";

export const NOW = new Date("2026-11-01T12:00:00Z");
export const RULE = "customers";
export const PORT = 4790;
const VXLAN_ID = 123;

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
    const parts = partsOf(draft, peers);
    // Every key of FactParts is there, which Object.fromEntries cannot tell.
    const facts = Object.fromEntries(
      Object.entries(parts).map(([name, value]) => [name, { value, observedAt }]),
    ) as unknown as NodeFacts;
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

export function blockRule(direction: "in" | "out"): FirewallRule {
  return {
    action: "block",
    direction,
    quick: true,
    interfaceName: "external0",
    protocol: "udp",
    portFirst: PORT,
    portLast: PORT,
    isUnconditional: true,
    text: `block ${direction} quick on external0 proto udp from any to any port = ${PORT}`,
  };
}

function partsOf(draft: MeshNodeDraft, peers: readonly MeshNodeDraft[]): FactParts {
  const { number, pdcName } = draft;
  const remote = peers.filter((peer) => peer.pdcName !== pdcName);
  const arpFilePath = "/opt/custom/networking/customers_overlay.json";
  return {
    identity: {
      nodeUuid: nodeId(number),
      hostname: `cn${number}`,
      pdcName,
      adminIp: adminOf(draft),
      adminNicTagName: "admin",
      liveImage: null,
      bootedAt: null,
    },
    nics: [
      {
        name: "igb0",
        kind: "physical",
        macAddress: `02:00:00:00:00:${String(number).padStart(2, "0")}`,
        ipv4Address: adminOf(draft),
        linkStatus: "up",
        nicTagNames: ["admin", "external"],
        mtuBytes: 1500,
      },
    ],
    hostVnics: [
      {
        name: "external0",
        macAddress: `02:00:00:00:01:${String(number).padStart(2, "0")}`,
        ipv4Address: externalOf(draft),
        linkStatus: "up",
        over: "igb0",
        vlanId: 0,
        mtuBytes: null,
      },
    ],
    nicTags: [],
    overlayRules: [
      {
        name: RULE,
        text: "",
        encapsulation: "vxlan",
        search: "files",
        listenAddress: "0.0.0.0",
        listenPort: PORT,
        arpFilePath,
        mtuBytes: 1392,
        problems: [],
      },
    ],
    overlays: [
      {
        name: `${RULE}${VXLAN_ID}`,
        overlayRuleName: RULE,
        vxlanId: VXLAN_ID,
        status: "online",
        statusDetail: null,
        listenAddress: "0.0.0.0",
        listenPort: PORT,
        mtuBytes: 1392,
        arpFilePath,
      },
    ],
    addresses: [],
    defaultRoutes: [],
    arpTables: [
      {
        path: arpFilePath,
        overlayRuleNames: [RULE],
        entries: peers.map((peer) => entryFor(peer, draft)),
        problems: [],
      },
    ],
    ipsec: {
      policyRules: remote.map((peer) => ({
        localAddress: externalOf(draft),
        remoteAddress: externalOf(peer),
        localPort: null,
        remotePort: null,
        protocol: "udp",
        action: "ipsec",
        encryptionAlgorithm: "aes",
        authenticationAlgorithm: "sha512",
      })),
      ikeRules: remote.map((peer) => ({
        label: `cn${number}-cn${peer.number}`,
        localAddress: externalOf(draft),
        remoteAddress: externalOf(peer),
        authenticationMethod: "preshared",
        encryptionAlgorithm: "aes",
        hashAlgorithm: "sha256",
        diffieHellmanGroup: 14,
        perfectForwardSecrecyGroup: 14,
        lifetimeSeconds: 900,
      })),
      presharedKeys: remote.map((peer) => ({
        localAddress: externalOf(draft),
        remoteAddress: externalOf(peer),
        fingerprint: [number, peer.number].toSorted((a, b) => a - b).join("-"),
      })),
      associations: [],
      problems: [],
    },
    firewall: [blockRule("in"), blockRule("out")],
    vmVnics: [
      {
        vmUuid: nodeId(1000 + number),
        vmAlias: `vm${number}`,
        interfaceName: "net0",
        macAddress: macOf(number),
        nicTag: `${RULE}/${VXLAN_ID}`,
        overlayRuleName: RULE,
        vxlanId: VXLAN_ID,
        vlanId: 0,
        addresses: [{ ipv4Address: `192.168.0.${number}`, prefixLength: 24 }],
        isDhcp: false,
        mtuBytes: 1392,
      },
    ],
    pathProbes: [],
    ike: { isRunning: true, associations: [] },
    clock: { secondsAhead: 0 },
    probes: peers.map((peer) => ({
      targetAddress: peer.pdcName === pdcName ? adminOf(peer) : externalOf(peer),
      isAnswered: true,
    })),
  };
}
