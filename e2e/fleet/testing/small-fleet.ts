import { nodeFromSpec, overlayRule } from "../node-spec.ts";
import type { FleetNodeSpec } from "../node-spec.ts";
import type { FleetNodeState, FleetVm } from "../node-state.ts";
import { seededMac, seededUuid } from "../seeded.ts";

const rules = [overlayRule("adminoverlay", 4790, 1300), overlayRule("customers", 4791, 1400)];

export function smallVm(alias: string, ipv4Address: string): FleetVm {
  const vnic = {
    macAddress: seededMac("90:b8:d0", alias),
    nicTag: "customers/100",
    vlanId: 10,
    ipv4Address,
    prefixLength: 24,
    gateway: null,
    mtuBytes: 1400,
  };
  return { uuid: seededUuid(alias), alias, state: "running", vnics: [vnic] };
}

/** Two nodes in one data center, a third in another. */
export const smallFleetSpecs: readonly FleetNodeSpec[] = [
  {
    name: "east01",
    pdcName: "east",
    adminAddress: "10.9.0.1",
    externalAddress: "203.0.113.1",
    externalGateway: "203.0.113.254",
    adminoverlayAddress: "10.44.0.1",
    overlayRules: rules,
    vms: [smallVm("one", "10.20.0.1")],
  },
  {
    name: "east02",
    pdcName: "east",
    adminAddress: "10.9.0.2",
    externalAddress: "203.0.113.2",
    externalGateway: "203.0.113.254",
    adminoverlayAddress: "10.44.0.2",
    overlayRules: rules,
    vms: [smallVm("two", "10.20.0.2")],
  },
  {
    name: "west01",
    pdcName: "west",
    adminAddress: "10.8.0.1",
    externalAddress: "198.51.100.1",
    externalGateway: "198.51.100.254",
    adminoverlayAddress: "10.44.0.3",
    overlayRules: rules,
    vms: [smallVm("three", "10.20.0.3")],
  },
];

export type SmallFleet = {
  east01: FleetNodeState;
  east02: FleetNodeState;
  west01: FleetNodeState;
  all: FleetNodeState[];
};

/** The same nodes without SSH. */
export function smallFleet(): SmallFleet {
  const [east01, east02, west01] = smallFleetSpecs.map(nodeFromSpec);
  if (!east01 || !east02 || !west01) throw new Error("The small fleet has three nodes.");
  return { east01, east02, west01, all: [east01, east02, west01] };
}
