import { overlayRule } from "./node-spec.ts";
import type { FleetNodeSpec } from "./node-spec.ts";
import type { FleetVm, FleetVmVnic } from "./node-state.ts";
import { seededMac, seededUuid } from "./seeded.ts";

const adminoverlay = overlayRule("adminoverlay", 4790, 1300);
const customers = overlayRule("customers", 4791, 1400);
const storage = overlayRule("storage", 4792, 1388);

/** The networks the demo's VMs are on. vDC acme holds VXLAN 100-199 on `customers`, globex 300-399 on both user rules. */
export const demoNetworks = {
  "acme-web": { ruleName: "customers", vxlanId: 100, vlanId: 0, subnet: "10.20.0.0/24", mtuBytes: 1400 },
  "acme-db": { ruleName: "customers", vxlanId: 101, vlanId: 10, subnet: "10.20.1.0/24", mtuBytes: 1400 },
  "globex-app": { ruleName: "customers", vxlanId: 300, vlanId: 0, subnet: "172.16.10.0/24", mtuBytes: 1400 },
  "globex-backup": { ruleName: "storage", vxlanId: 310, vlanId: 0, subnet: "172.16.20.0/24", mtuBytes: 1388 },
} as const;

type DemoNetworkName = keyof typeof demoNetworks;

/** A VM with one vNIC for each network; `host` is the last octet of its address there. */
function vm(alias: string, networks: Partial<Record<DemoNetworkName, number>>): FleetVm {
  const vnics = Object.entries(networks).map(([name, host], index): FleetVmVnic => {
    // The keys of `networks` are those of `demoNetworks`.
    const network = demoNetworks[name as DemoNetworkName];
    const prefix = network.subnet.replace(/\d+\/\d+$/, "");
    return {
      macAddress: demoMac(alias, index),
      nicTag: `${network.ruleName}/${network.vxlanId}`,
      vlanId: network.vlanId,
      ipv4Address: `${prefix}${host}`,
      prefixLength: 24,
      gateway: `${prefix}1`,
      mtuBytes: network.mtuBytes,
    };
  });
  return { uuid: seededUuid(alias), alias, state: "running", vnics };
}

function demoMac(alias: string, vnicIndex: number): string {
  return seededMac("90:b8:d0", `${alias} net${vnicIndex}`);
}

/** Nodes with the modern transform among themselves, where even 1400 bytes fit a 1500-byte path; the others fragment them. */
const modern = "aes-gcm" as const;

export const demoNodes: readonly FleetNodeSpec[] = [
  {
    name: "bts01",
    pdcName: "bratislava-1",
    adminAddress: "10.1.0.11",
    externalAddress: "203.0.113.11",
    externalGateway: "203.0.113.1",
    adminoverlayAddress: "10.44.44.11",
    overlayRules: [adminoverlay, customers, storage],
    transform: modern,
    vms: [
      vm("acme-web01", { "acme-web": 11, "acme-db": 21 }),
      vm("acme-web02", { "acme-web": 12 }),
      vm("globex-backup01", { "globex-backup": 11 }),
    ],
    // The table on bts01 lacks one VM of bts02.
    trouble: { missingArpEntries: { customers: [demoMac("acme-db01", 0)] } },
  },
  {
    name: "bts02",
    pdcName: "bratislava-1",
    adminAddress: "10.1.0.12",
    externalAddress: "203.0.113.12",
    externalGateway: "203.0.113.1",
    adminoverlayAddress: "10.44.44.12",
    overlayRules: [adminoverlay, customers],
    transform: modern,
    // A plain NIC tag that on prg02 is an overlay rule.
    nicTags: { backup: "igb1" },
    vms: [vm("acme-db01", { "acme-db": 11 }), vm("globex-app01", { "globex-app": 11 })],
    // The policy towards vie01 differs from the one vie01 has.
    trouble: { transformFor: { vie01: "aes(256) sha512" } },
  },
  {
    name: "bts03",
    pdcName: "bratislava-1",
    adminAddress: "10.1.0.13",
    externalAddress: "203.0.113.13",
    externalGateway: "203.0.113.1",
    adminoverlayAddress: "10.44.44.13",
    overlayRules: [adminoverlay, customers, storage],
    vms: [vm("acme-web03", { "acme-web": 13 }), vm("globex-backup02", { "globex-backup": 12 })],
    // Clear-text VXLAN of `customers` may leave this node.
    trouble: { missingGuardFor: ["customers"] },
  },
  {
    name: "prg01",
    pdcName: "prague-1",
    adminAddress: "10.2.0.11",
    externalAddress: "198.51.100.21",
    externalGateway: "198.51.100.1",
    adminoverlayAddress: "10.44.44.21",
    overlayRules: [adminoverlay, customers, storage],
    transform: modern,
    vms: [
      vm("acme-web04", { "acme-web": 14 }),
      vm("globex-app02", { "globex-app": 12 }),
      vm("globex-backup03", { "globex-backup": 13 }),
    ],
    // Nothing was sent to vie01 lately, and its ping is filtered on the way out.
    trouble: { idleWith: ["vie01"], unsendable: ["192.0.2.31"] },
  },
  {
    name: "prg02",
    pdcName: "prague-1",
    adminAddress: "10.2.0.12",
    externalAddress: "198.51.100.22",
    externalGateway: "198.51.100.1",
    adminoverlayAddress: "10.44.44.22",
    overlayRules: [adminoverlay, customers, overlayRule("backup", 4793, 1388)],
    transform: modern,
    vms: [vm("acme-db02", { "acme-db": 12 }), vm("globex-app03", { "globex-app": 13 })],
    // No key for bts02, no way through to vie01.
    trouble: { missingKeyFor: ["bts02"], nothingFrom: ["vie01"], unanswered: ["192.0.2.31"] },
  },
  {
    // The last character is a letter, so this node counts as a data center of its own beside its neighbours.
    name: "prg03",
    pdcName: "prague-l",
    adminSegment: "prague-1",
    adminAddress: "10.2.0.13",
    externalAddress: "198.51.100.23",
    externalGateway: "198.51.100.1",
    adminoverlayAddress: "10.44.44.23",
    overlayRules: [adminoverlay, storage],
    vms: [vm("globex-backup04", { "globex-backup": 14 })],
  },
  {
    name: "vie01",
    pdcName: "vienna-1",
    adminAddress: "10.3.0.11",
    externalAddress: "192.0.2.31",
    externalGateway: "192.0.2.1",
    adminoverlayAddress: "10.44.44.31",
    overlayRules: [adminoverlay, storage],
    transform: modern,
    vms: [vm("globex-backup05", { "globex-backup": 15 })],
    trouble: { unsendable: ["198.51.100.21"], unanswered: ["198.51.100.22"], nothingFrom: ["prg02"] },
  },
  {
    // Without an external address nothing outside its own data center reaches it.
    name: "vie02",
    pdcName: "vienna-1",
    adminAddress: "10.3.0.12",
    externalAddress: null,
    adminoverlayAddress: "10.44.44.32",
    overlayRules: [adminoverlay, customers],
    vms: [vm("globex-app04", { "globex-app": 14 })],
  },
  {
    // Taken out of service: switched off, and no longer in the tables of the others.
    name: "vie03",
    pdcName: "vienna-1",
    adminAddress: "10.3.0.13",
    externalAddress: "192.0.2.33",
    externalGateway: "192.0.2.1",
    adminoverlayAddress: "10.44.44.33",
    isPoweredOn: false,
    isInArpTables: false,
    overlayRules: [adminoverlay],
  },
];
