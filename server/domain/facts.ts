import { withKnownSince } from "./preshared-key-age.ts";

/** What compute nodes report. Sizes in bytes; MACs lower case, two digits an octet; addresses dotted IPv4 unless said. */

/** A value and the instant the node was asked for it. */
export type Observed<T> = { value: T; observedAt: Date };

export type LinkStatus = "up" | "down" | "unknown";

export type NodeIdentity = {
  /** 8-4-4-4-12 hex digits in lower case; not always an RFC 4122 UUID. */
  nodeUuid: string;
  hostname: string;
  /** `Datacenter Name` exactly as reported; "" when the node has none. */
  pdcName: string;
  /** sysinfo's "Admin IP" when it is an address. */
  adminIp: string | null;
  /** sysinfo's "Admin NIC Tag", else `admin`. */
  adminNicTagName: string;
  liveImage: string | null;
  bootedAt: Date | null;
};

/** Physical NIC or aggregation. */
export type Nic = {
  name: string;
  kind: "physical" | "aggr";
  macAddress: string;
  ipv4Address: string | null;
  linkStatus: LinkStatus;
  nicTagNames: string[];
  /** null: not reported. */
  mtuBytes: number | null;
};

/** vNIC of the node itself (global zone), on a NIC or an overlay. */
export type HostVnic = {
  name: string;
  macAddress: string;
  ipv4Address: string | null;
  linkStatus: LinkStatus;
  /** The link it sits on: a NIC, an aggregation, an etherstub or an overlay such as `adminoverlay2`. */
  over: string;
  vlanId: number;
  mtuBytes: number | null;
};

export type NicTagType = "normal" | "aggr" | "etherstub" | "overlay rule";

export type NicTag = { name: string; type: NicTagType; macAddress: string | null; link: string | null };

/** A rule as the node's configuration holds it; what could not be understood is in `problems`. */
export type OverlayRule = {
  name: string;
  /** The `dladm create-overlay` options, unchanged. */
  text: string;
  encapsulation: string;
  search: string;
  /** null: none given (the node would refuse it). */
  listenAddress: string | null;
  listenPort: number;
  arpFilePath: string | null;
  mtuBytes: number;
  problems: string[];
};

/** A live overlay, as `dladm` tells it. Its properties stay what they were when it was made. */
export type Overlay = {
  name: string;
  /** null: the name does not belong to any rule the node knows. */
  overlayRuleName: string | null;
  vxlanId: number;
  status: "online" | "degraded" | "unknown";
  statusDetail: string | null;
  listenAddress: string | null;
  listenPort: number | null;
  mtuBytes: number | null;
  arpFilePath: string | null;
};

export type DefaultRoute = { gateway: string; interfaceName: string | null };

export type InterfaceAddress = { interfaceName: string; ipv4Address: string; prefixLength: number };

/** One line of a virtual ARP table (`files` plugin): frames to `macAddress` go to `peerAddress`:`port`. */
export type ArpEntry = {
  macAddress: string;
  /** Inner address answered on ARP; null: none. */
  arpAddress: string | null;
  peerAddress: string;
  port: number;
};

export type ArpTable = {
  path: string;
  /** Rules whose `files/config` names this path. */
  overlayRuleNames: string[];
  entries: ArpEntry[];
  /** Entries the node would ignore or the reason the whole file is refused; a missing file is said here too. */
  problems: string[];
};

/** One rule of ipsecinit.conf that protects traffic between two addresses; "any" ends are null. */
export type IpsecPolicyRule = {
  localAddress: string | null;
  remoteAddress: string | null;
  localPort: number | null;
  remotePort: number | null;
  protocol: string | null;
  action: "ipsec" | "bypass" | "drop";
  /** e.g. `aes`, `aes(256)`, `aes-gcm(128)`; null: not named. */
  encryptionAlgorithm: string | null;
  authenticationAlgorithm: string | null;
};

/** One rule of ike.config between two peers. */
export type IkeRule = {
  label: string;
  localAddress: string;
  remoteAddress: string;
  authenticationMethod: string | null;
  encryptionAlgorithm: string | null;
  hashAlgorithm: string | null;
  diffieHellmanGroup: number | null;
  perfectForwardSecrecyGroup: number | null;
  lifetimeSeconds: number | null;
};

/** A pre-shared key, known by a keyed fingerprint only: equal keys have equal fingerprints, keys never leave the node. */
export type PresharedKey = {
  localAddress: string;
  remoteAddress: string;
  fingerprint: string;
  /** Milliseconds since 1970: it was seen first then and has been the same since. Not set by whoever reads it. */
  knownSince?: number;
};

/** One IPsec security association of the kernel. */
export type SecurityAssociation = {
  spi: string;
  direction: "inbound" | "outbound" | null;
  state: string;
  sourceAddress: string;
  destinationAddress: string;
  encryptionAlgorithm: string | null;
  authenticationAlgorithm: string | null;
  /** Bytes carried so far; null: not reported. */
  carriedBytes: number | null;
};

export type IpsecFacts = {
  policyRules: IpsecPolicyRule[];
  ikeRules: IkeRule[];
  presharedKeys: PresharedKey[];
  associations: SecurityAssociation[];
  problems: string[];
};

/** One rule of the packet filter in force, in order. */
export type FirewallRule = {
  action: "block" | "pass" | "other";
  direction: "in" | "out";
  quick: boolean;
  interfaceName: string | null;
  protocol: string | null;
  /** Inclusive destination ports; null: any. */
  portFirst: number | null;
  portLast: number | null;
  /** False when the rule has conditions not modelled here (addresses, flags), so it cannot prove a guard. */
  isUnconditional: boolean;
  text: string;
};

export type VmVnic = {
  vmUuid: string;
  vmAlias: string;
  /** e.g. `net0`. */
  interfaceName: string;
  macAddress: string;
  /** As in the VM's definition: `customers/123` or `external`. */
  nicTag: string;
  overlayRuleName: string | null;
  vxlanId: number | null;
  vlanId: number;
  addresses: { ipv4Address: string; prefixLength: number }[];
  isDhcp: boolean;
  /** null: unset, which gives the NIC 1500. */
  mtuBytes: number | null;
};

/** One answered or unanswered ping from this node to a peer's address. */
export type Probe = { targetAddress: string; isAnswered: boolean };

/**
 * Largest IPv4 packet, header included, that reached a peer's address unfragmented, and the smallest that did not: don't-fragment
 * probes over the bare path, outside of IPsec.
 */
export type PathProbe = {
  peerAddress: string;
  bytesThatPassed: number;
  /** null: the largest packet tried passed, and that was as much as the sender's interface takes. */
  bytesThatDidNot: number | null;
};

/** One IKE phase 1 association, without its keys. */
export type IkeAssociation = {
  /** As ikeadm says it: `ACTIVE`, `SENT FIRST MSG (SA)`, `DELETED`… */
  state: string;
  role: "initiator" | "responder" | null;
  localAddress: string;
  remoteAddress: string;
  authenticationMethod: string | null;
  encryptionAlgorithm: string | null;
  hashAlgorithm: string | null;
  diffieHellmanGroup: number | null;
  perfectForwardSecrecyGroup: number | null;
  /** Until it ends, at the time of observation; null: not reported. */
  expiresInSeconds: number | null;
};

export type IkeFacts = {
  /** False: nobody on the node negotiates keys. */
  isRunning: boolean;
  associations: IkeAssociation[];
};

/** Ages never come from a node's clock; it is compared with ours because logs and key lifetimes go by it. */
export type NodeClock = {
  /** Negative: behind. 0: within what the connection took. */
  secondsAhead: number;
};

/** Every part of a node's facts; each is read, aged and reported by itself. */
export type FactParts = {
  identity: NodeIdentity;
  nics: Nic[];
  hostVnics: HostVnic[];
  nicTags: NicTag[];
  overlayRules: OverlayRule[];
  overlays: Overlay[];
  addresses: InterfaceAddress[];
  /** All IPv4 default routes; empty: none. */
  defaultRoutes: DefaultRoute[];
  arpTables: ArpTable[];
  ipsec: IpsecFacts;
  firewall: FirewallRule[];
  vmVnics: VmVnic[];
  probes: Probe[];
  pathProbes: PathProbe[];
  ike: IkeFacts;
  clock: NodeClock;
};

export type FactPartName = keyof FactParts;

/** null: never read. A part keeps its age when a later refresh could not read it. */
export type NodeFacts = { [P in FactPartName]: Observed<FactParts[P]> | null };

export const NO_FACTS: NodeFacts = {
  identity: null,
  nics: null,
  hostVnics: null,
  nicTags: null,
  overlayRules: null,
  overlays: null,
  addresses: null,
  defaultRoutes: null,
  arpTables: null,
  ipsec: null,
  firewall: null,
  vmVnics: null,
  probes: null,
  pathProbes: null,
  ike: null,
  clock: null,
};

/** What is known after a refresh: parts just read replace the earlier ones, all others keep their value and age. */
export function mergeFacts(earlier: NodeFacts | null, read: Partial<FactParts>, observedAt: Date): NodeFacts {
  const { ipsec } = read;
  const keys = ipsec && withKnownSince(ipsec.presharedKeys, earlier?.ipsec ?? null, observedAt);
  const dated = ipsec && keys ? { ...read, ipsec: { ...ipsec, presharedKeys: keys } } : read;
  const justRead = Object.fromEntries(
    Object.entries(dated).map(([part, value]) => [part, { value, observedAt }]),
  );
  return { ...NO_FACTS, ...earlier, ...justRead };
}
