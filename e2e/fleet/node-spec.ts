import { bringUpOverlays, noTrouble } from "./node-state.ts";
import type {
  FleetNic,
  FleetNodeState,
  FleetOverlayRule,
  FleetTransform,
  FleetTrouble,
  FleetVm,
} from "./node-state.ts";
import { seededHex, seededMac } from "./seeded.ts";

/** The few words that tell one node from another; everything else follows from its name. */
export type FleetNodeSpec = {
  name: string;
  pdcName: string;
  adminAddress: string;
  /** null: the node has a NIC for it, but no address. */
  externalAddress: string | null;
  externalGateway?: string;
  adminoverlayAddress?: string;
  adminSegment?: string;
  isPoweredOn?: boolean;
  isInArpTables?: boolean;
  nicMtuBytes?: number;
  overlayRules?: FleetOverlayRule[];
  vms?: FleetVm[];
  transform?: FleetTransform;
  nicTags?: Record<string, string>;
  etherstubs?: string[];
  trouble?: Partial<FleetTrouble>;
};

/** A rule as Danube Cloud writes it. */
export function overlayRule(name: string, listenPort: number, mtuBytes: number): FleetOverlayRule {
  const arpFilePath = `/opt/custom/networking/${name}_overlay.json`;
  return { name, listenAddress: "0.0.0.0", listenPort, arpFilePath, mtuBytes };
}

/** Admin network on an aggregation, external addresses on a vNIC over a single NIC. */
export function nodeFromSpec(spec: FleetNodeSpec): FleetNodeState {
  const node: FleetNodeState = {
    name: spec.name,
    nodeUuid: nodeUuid(spec.name),
    hostname: spec.name,
    pdcName: spec.pdcName,
    adminSegment: spec.adminSegment ?? spec.pdcName,
    isPoweredOn: spec.isPoweredOn ?? true,
    isInArpTables: spec.isInArpTables ?? true,
    liveImage: "20220127T211339Z",
    bootedAtSeconds: 1_788_000_000 + Number.parseInt(seededHex(spec.name, 5), 16),
    nics: nics(spec),
    hostVnics: hostVnics(spec),
    nicTags: { admin: "aggr0", external: "igb0", ...spec.nicTags },
    etherstubs: spec.etherstubs ?? ["stub0"],
    overlayRules: structuredClone(spec.overlayRules ?? []),
    overlays: [],
    defaultGateway: spec.externalGateway ?? null,
    defaultGatewayInterface: spec.externalGateway === undefined ? null : "external0",
    vms: structuredClone(spec.vms ?? []),
    transform: spec.transform ?? "aes sha512",
    trouble: { ...noTrouble(), ...spec.trouble },
  };
  bringUpOverlays(node);
  return node;
}

/** Vendor style: 8-4-4-4-12 hex digits that are not an RFC 4122 UUID. */
function nodeUuid(name: string): string {
  const hex = seededHex(`node ${name}`, 20);
  return `4c4c4544-${hex.slice(0, 4)}-${hex.slice(4, 8)}-0${hex.slice(8, 11)}-${hex.slice(0, 12)}`;
}

function nics(spec: FleetNodeSpec): FleetNic[] {
  const mtuBytes = spec.nicMtuBytes ?? 1500;
  const nic = (name: string) => ({
    name,
    macAddress: seededMac("b4:96:91", `${spec.name} ${name}`),
    ipv4Address: null,
    prefixLength: 24,
    mtuBytes,
    linkStatus: "up" as const,
    memberNames: [],
  });
  const first = nic("ixgbe0");
  const aggr: FleetNic = {
    ...first,
    name: "aggr0",
    ipv4Address: spec.adminAddress,
    memberNames: ["ixgbe0", "ixgbe1"],
  };
  return [first, nic("ixgbe1"), nic("igb0"), nic("igb1"), aggr];
}

function hostVnics(spec: FleetNodeSpec): FleetNodeState["hostVnics"] {
  const external = {
    name: "external0",
    macAddress: seededMac("02:08:20", `${spec.name} external0`),
    ipv4Address: spec.externalAddress,
    prefixLength: 24,
    over: "igb0",
    vlanId: 0,
    mtuBytes: spec.nicMtuBytes ?? 1500,
  };
  const adminoverlay = {
    ...external,
    name: "adminoverlay_0",
    macAddress: seededMac("00:e5:dc", `${spec.name} adminoverlay_0`),
    ipv4Address: spec.adminoverlayAddress ?? null,
    over: "adminoverlay2",
    vlanId: 2,
    mtuBytes: 1300,
  };
  return [
    ...(spec.externalAddress === null ? [] : [external]),
    ...(spec.adminoverlayAddress === undefined ? [] : [adminoverlay]),
  ];
}
