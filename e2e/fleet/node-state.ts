export type FleetNic = {
  name: string;
  macAddress: string;
  ipv4Address: string | null;
  prefixLength: number;
  mtuBytes: number;
  linkStatus: "up" | "down" | "unknown";
  /** Not empty: an aggregation of these NICs. */
  memberNames: string[];
};

export type FleetHostVnic = {
  name: string;
  macAddress: string;
  ipv4Address: string | null;
  prefixLength: number;
  over: string;
  vlanId: number;
  mtuBytes: number;
};

export type FleetOverlayRule = {
  name: string;
  listenAddress: string;
  listenPort: number;
  arpFilePath: string;
  mtuBytes: number;
};

/** A live overlay keeps what its rule said when it was made. */
export type FleetOverlay = {
  ruleName: string;
  vxlanId: number;
  status: "ONLINE" | "DEGRADED";
  details: string;
  listenAddress: string;
  listenPort: number;
  arpFilePath: string;
  mtuBytes: number;
};

export type FleetVmVnic = {
  macAddress: string;
  /** `customers/100` or a plain NIC tag. */
  nicTag: string;
  vlanId: number;
  /** null: DHCP. */
  ipv4Address: string | null;
  prefixLength: number;
  gateway: string | null;
  mtuBytes: number | null;
};

export type FleetVm = { uuid: string; alias: string; state: "running" | "stopped"; vnics: FleetVmVnic[] };

/** How a node wants UDP to a peer protected, as ipsecinit.conf says it. */
export type FleetTransform = "aes sha512" | "aes(256) sha512" | "aes-gcm";

/** What one node does differently from what the fleet as a whole would give it. */
export type FleetTrouble = {
  /** Peers for which ike.preshared has no entry. */
  missingKeyFor: string[];
  /** Peers for which ike.preshared holds a key of this node's own invention. */
  wrongKeyFor: string[];
  transformFor: Record<string, FleetTransform>;
  /** Rules whose clear-text guard is not in the packet filter. */
  missingGuardFor: string[];
  /** Peers with which no traffic brought up security associations. */
  idleWith: string[];
  /** Peers from which nothing arrives: associations stand, but their inbound half has carried no byte. */
  nothingFrom: string[];
  /** Addresses that do not answer this node. */
  unanswered: string[];
  /** Addresses to which this node cannot even send a ping. */
  unsendable: string[];
  /** Largest packet, in bytes, that passes unfragmented towards an address; else what the NICs take. */
  pathBytesMax: Record<string, number>;
  /** Seconds by which the node's clock is wrong; negative: behind. */
  clockSecondsAhead: number;
  /** ARP entries left out, by rule name. */
  missingArpEntries: Record<string, string[]>;
  /** Contents by path; null: no such file. */
  files: Record<string, string | null>;
};

export type FleetNodeState = {
  name: string;
  nodeUuid: string;
  hostname: string;
  pdcName: string;
  /** Nodes with the same value really reach each other's admin addresses, whatever they call their PDC. */
  adminSegment: string;
  /** False: listens to nothing and answers no ping. */
  isPoweredOn: boolean;
  /** False: the other nodes' ARP tables do not name it. */
  isInArpTables: boolean;
  liveImage: string;
  bootedAtSeconds: number;
  nics: FleetNic[];
  hostVnics: FleetHostVnic[];
  /** NIC name by tag. */
  nicTags: Record<string, string>;
  etherstubs: string[];
  overlayRules: FleetOverlayRule[];
  overlays: FleetOverlay[];
  defaultGateway: string | null;
  defaultGatewayInterface: string | null;
  vms: FleetVm[];
  transform: FleetTransform;
  trouble: FleetTrouble;
};

export function noTrouble(): FleetTrouble {
  return {
    missingKeyFor: [],
    wrongKeyFor: [],
    transformFor: {},
    missingGuardFor: [],
    idleWith: [],
    nothingFrom: [],
    unanswered: [],
    unsendable: [],
    pathBytesMax: {},
    clockSecondsAhead: 0,
    missingArpEntries: {},
    files: {},
  };
}

/** Overlays come up with their first vNIC and are never changed afterwards, as on a real node. */
export function bringUpOverlays(node: FleetNodeState): void {
  for (const link of wantedOverlayLinks(node)) {
    const rule = node.overlayRules.find((candidate) => candidate.name === link.ruleName);
    const isTaken = node.overlays.some((overlay) => overlay.vxlanId === link.vxlanId);
    if (!rule || isTaken) continue;
    const { name: ruleName, ...properties } = rule;
    node.overlays.push({ ruleName, vxlanId: link.vxlanId, status: "ONLINE", details: "-", ...properties });
  }
}

function wantedOverlayLinks(node: FleetNodeState): { ruleName: string; vxlanId: number }[] {
  const names = [
    ...node.hostVnics.map((vnic) => vnic.over.replace(/(\d+)$/, "/$1")),
    ...node.vms.flatMap((vm) => vm.vnics.map((vnic) => vnic.nicTag)),
  ];
  return names.flatMap((name) => {
    const [ruleName = "", vxlanId] = name.split("/");
    return vxlanId === undefined ? [] : [{ ruleName, vxlanId: Number(vxlanId) }];
  });
}
