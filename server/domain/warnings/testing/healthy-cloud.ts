import type { Delegation } from "../../delegation.ts";
import type { FactPartName, FactParts, NodeFacts, VmVnic } from "../../facts.ts";
import type { Node } from "../../node.ts";
import type { NetworkFacts, Situation } from "../situation.ts";

export const NOW = new Date("2026-03-01T12:00:00Z");
export const OBSERVED_AT = new Date("2026-03-01T11:59:00Z");
export const VDC_ID = "11111111-1111-4111-8111-111111111111";
const ARP_FILE = "/opt/custom/networking/customers_overlay.json";

/** Two places with two nodes each; the same admin addresses are never used twice. */
const PLACES = [
  {
    id: "00000000-0000-4000-8000-00000000000a",
    hostname: "a1",
    pdcName: "alpha",
    admin: "10.1.0.11",
    external: "198.18.0.1",
  },
  {
    id: "00000000-0000-4000-8000-00000000000b",
    hostname: "a2",
    pdcName: "alpha",
    admin: "10.1.0.12",
    external: "198.18.0.2",
  },
  {
    id: "00000000-0000-4000-8000-00000000000c",
    hostname: "b1",
    pdcName: "bravo",
    admin: "10.2.0.11",
    external: "198.18.1.1",
  },
  {
    id: "00000000-0000-4000-8000-00000000000d",
    hostname: "b2",
    pdcName: "bravo",
    admin: "10.2.0.12",
    external: "198.18.1.2",
  },
];
type Place = (typeof PLACES)[number];
export type Parts = { -readonly [P in FactPartName]: FactParts[P] };

const macOf = (place: Place): string => `02:00:00:00:00:0${PLACES.indexOf(place) + 1}`;
const innerOf = (place: Place): string => `10.44.0.${PLACES.indexOf(place) + 1}`;

export function vmVnic(change: Partial<VmVnic>): VmVnic {
  return {
    vmUuid: "22222222-2222-4222-8222-222222222222",
    vmAlias: "web",
    interfaceName: "net0",
    macAddress: "02:00:00:00:00:99",
    nicTag: "customers/123",
    overlayRuleName: "customers",
    vxlanId: 123,
    vlanId: 0,
    addresses: [{ ipv4Address: "10.44.0.99", prefixLength: 24 }],
    isDhcp: false,
    mtuBytes: 1300,
    ...change,
  };
}

function partsOf(place: Place): Parts {
  const peers = PLACES.filter((peer) => peer !== place);
  const remote = peers.filter(({ pdcName }) => pdcName !== place.pdcName);
  return {
    identity: {
      nodeUuid: place.id,
      hostname: place.hostname,
      pdcName: place.pdcName,
      adminIp: place.admin,
      adminNicTagName: "admin",
      liveImage: null,
      bootedAt: null,
    },
    nics: [
      {
        name: "igb0",
        kind: "physical",
        macAddress: "00:00:00:00:00:01",
        ipv4Address: place.admin,
        linkStatus: "up",
        nicTagNames: ["admin"],
        mtuBytes: 1500,
      },
      {
        name: "igb1",
        kind: "physical",
        macAddress: "00:00:00:00:00:02",
        ipv4Address: null,
        linkStatus: "up",
        nicTagNames: ["external"],
        mtuBytes: 1500,
      },
    ],
    hostVnics: [
      {
        name: "external0",
        macAddress: "00:00:00:00:00:03",
        ipv4Address: place.external,
        linkStatus: "up",
        over: "igb1",
        vlanId: 0,
        mtuBytes: 1500,
      },
    ],
    nicTags: [
      { name: "admin", type: "normal", macAddress: null, link: "igb0" },
      { name: "external", type: "normal", macAddress: null, link: "igb1" },
      { name: "customers", type: "overlay rule", macAddress: null, link: null },
    ],
    overlayRules: [
      {
        name: "customers",
        text: "",
        encapsulation: "vxlan",
        search: "files",
        listenAddress: "0.0.0.0",
        listenPort: 4790,
        arpFilePath: ARP_FILE,
        mtuBytes: 1300,
        problems: [],
      },
    ],
    overlays: [
      {
        name: "customers123",
        overlayRuleName: "customers",
        vxlanId: 123,
        status: "online",
        statusDetail: null,
        listenAddress: "0.0.0.0",
        listenPort: 4790,
        mtuBytes: 1300,
        arpFilePath: ARP_FILE,
      },
    ],
    addresses: [
      { interfaceName: "igb0", ipv4Address: place.admin, prefixLength: 24 },
      { interfaceName: "external0", ipv4Address: place.external, prefixLength: 24 },
    ],
    defaultRoutes: [{ gateway: "198.18.0.254", interfaceName: "external0" }],
    arpTables: [
      {
        path: ARP_FILE,
        overlayRuleNames: ["customers"],
        entries: peers.map((peer) => ({
          macAddress: macOf(peer),
          arpAddress: innerOf(peer),
          peerAddress: peer.pdcName === place.pdcName ? peer.admin : peer.external,
          port: 4790,
        })),
        problems: [],
      },
    ],
    ipsec: {
      policyRules: remote.map((peer) => ({
        localAddress: place.external,
        remoteAddress: peer.external,
        localPort: null,
        remotePort: null,
        protocol: "udp",
        action: "ipsec",
        encryptionAlgorithm: "aes",
        authenticationAlgorithm: "sha512",
      })),
      ikeRules: [],
      presharedKeys: remote.map((peer) => ({
        localAddress: place.external,
        remoteAddress: peer.external,
        fingerprint: [place.hostname, peer.hostname].toSorted().join("-"),
        knownSince: OBSERVED_AT.getTime(),
      })),
      associations: [],
      problems: [],
    },
    firewall: (["in", "out"] as const).map((direction) => ({
      action: "block",
      direction,
      quick: true,
      interfaceName: "external0",
      protocol: "udp",
      portFirst: 4790,
      portLast: 4790,
      isUnconditional: true,
      text: `block ${direction} quick on external0 proto udp from any to any port = 4790`,
    })),
    vmVnics: [
      vmVnic({
        vmUuid: place.id,
        vmAlias: `vm-${place.hostname}`,
        macAddress: macOf(place),
        addresses: [{ ipv4Address: innerOf(place), prefixLength: 24 }],
      }),
    ],
    pathProbes: [],
    ike: { isRunning: true, associations: [] },
    clock: { secondsAhead: 0 },
    probes: peers
      .filter(({ pdcName }) => pdcName === place.pdcName)
      .map(({ admin }) => ({ targetAddress: admin, isAnswered: true })),
  };
}

function observed(parts: Parts): NodeFacts {
  // Entries of a mapped type lose which part is which; every part gets its own name back.
  return Object.fromEntries(
    Object.entries(parts).map(([name, value]) => [name, { value, observedAt: OBSERVED_AT }]),
  ) as NodeFacts;
}

export type CloudChange = {
  /** Changes a node's facts by hostname. */
  parts?: Record<string, (parts: Parts) => void>;
  /** Parts that were never read, by hostname. */
  missing?: Record<string, FactPartName[]>;
  node?: Record<string, Partial<Node>>;
  network?: Partial<NetworkFacts>;
  delegation?: Partial<Delegation>;
  situation?: Partial<Situation>;
};

export const nodeIdOf = (hostname: string): string =>
  PLACES.find((place) => place.hostname === hostname)?.id ?? "";

/** A cloud with nothing to warn of, but for what is changed. */
export function healthyCloud(change: CloudChange = {}): Situation {
  const { parts, missing, node, network, situation } = change;
  const nodes = PLACES.map((place): Node => {
    const own = partsOf(place);
    parts?.[place.hostname]?.(own);
    const facts = observed(own);
    for (const part of missing?.[place.hostname] ?? []) facts[part] = null;
    const lastRefresh = { outcome: "ok" as const, finishedAt: OBSERVED_AT };
    return {
      id: place.id,
      hostname: place.hostname,
      isConfirmed: true,
      facts,
      lastRefresh,
      ...node?.[place.hostname],
    };
  });
  const networks: NetworkFacts[] = [
    {
      id: "33333333-3333-4333-8333-333333333333",
      vdcId: VDC_ID,
      name: "shop",
      subnet: "10.44.0.0/24",
      overlayRuleName: "customers",
      nicTagName: null,
      vxlanId: 123,
      vlanId: 0,
      mtuBytes: 1300,
      updatedAt: OBSERVED_AT,
      ...network,
    },
  ];
  const settings = { staleAfterSeconds: 900, publicAddressExceptions: ["198.18.0.0/15"] };
  const delegation = {
    isRestricted: false,
    networkCountMax: null,
    vxlanDelegations: [],
    vlanDelegations: [],
    ...change.delegation,
  };
  return {
    nodes,
    partFailuresByNodeId: new Map(),
    networks,
    pathMtus: [],
    delegations: [{ vdcId: VDC_ID, vdcName: "acme", delegation, updatedAt: OBSERVED_AT }],
    overlayRules: [{ name: "customers", isUserRule: true }],
    restingVxlans: [],
    settings,
    now: NOW,
    ...situation,
  };
}
