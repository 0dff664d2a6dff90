import { overlayRule } from "./node-spec.ts";
import type { FleetNodeSpec } from "./node-spec.ts";
import { seededMac, seededUuid } from "./seeded.ts";

const VMS_PER_NODE = 4;
const rules = [overlayRule("adminoverlay", 4790, 1300), overlayRule("customers", 4791, 1400)];

/** `index` as the two last octets of an address, from .0.1 on. */
const octets = (index: number): string => `${Math.floor(index / 250)}.${(index % 250) + 1}`;

/** Only these are on overlays: what all nodes know of each other would grow with their square. */
const NODES_ON_OVERLAYS = 100;

/** As many healthy nodes as asked for, at most 10 000, in one data center: pre-shared keys would grow with their square too. */
export function manyNodes(count: number): FleetNodeSpec[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `many${String(index + 1).padStart(4, "0")}`;
    const isOnOverlays = index < NODES_ON_OVERLAYS;
    return {
      name,
      pdcName: "many",
      adminAddress: `10.9.${octets(index)}`,
      externalAddress: `198.18.${octets(index)}`,
      externalGateway: "198.18.255.254",
      ...(isOnOverlays && { adminoverlayAddress: `10.44.${octets(index)}` }),
      isInArpTables: isOnOverlays,
      overlayRules: rules,
      vms: Array.from({ length: VMS_PER_NODE }, (_vm, vm) => {
        const alias = `${name}-vm${vm}`;
        return {
          uuid: seededUuid(alias),
          alias,
          state: "running" as const,
          vnics: [
            {
              macAddress: seededMac("90:b8:d0", alias),
              nicTag: isOnOverlays ? "customers/100" : "external",
              vlanId: 0,
              ipv4Address: `10.${20 + vm}.${octets(index)}`,
              prefixLength: 16,
              gateway: null,
              mtuBytes: isOnOverlays ? 1400 : 1500,
            },
          ],
        };
      }),
    };
  });
}
