import type { FactParts, NodeFacts, OverlayRule } from "../facts.ts";
import type { Node } from "../node.ts";
import type { ChangeOf } from "./scenario.ts";

const NIC_MTU_BYTES = 1500;

/** Told apart from every node there is by its id; `position` keeps several of them apart. */
export function imaginedNodeId(position: number): string {
  return `ffffffff-ffff-ffff-ffff-${String(position).padStart(12, "0")}`;
}

/** A node as it would be read on its first day: addresses and rules, and nothing yet of IPsec, firewall and probes. */
export function imaginedNode(
  { hostname, pdcName, adminAddress, externalAddress }: ChangeOf<"add-node">,
  rules: readonly OverlayRule[],
  position: number,
  now: Date,
): Node {
  const id = imaginedNodeId(position);
  const parts: { [P in keyof FactParts]: FactParts[P] | null } = {
    identity: {
      nodeUuid: id,
      hostname,
      pdcName,
      adminIp: adminAddress,
      adminNicTagName: "admin",
      liveImage: null,
      bootedAt: null,
    },
    nics: [nic("imagined0", "admin", adminAddress), nic("imagined1", "external", externalAddress)],
    hostVnics: [],
    nicTags: [
      { name: "admin", type: "normal", macAddress: null, link: "imagined0" },
      { name: "external", type: "normal", macAddress: null, link: "imagined1" },
    ],
    overlayRules: [...rules],
    overlays: [],
    addresses: null,
    defaultRoutes: null,
    arpTables: [],
    ipsec: null,
    firewall: null,
    vmVnics: [],
    probes: null,
    pathProbes: null,
    ike: null,
    clock: null,
  };
  const facts = Object.fromEntries(
    Object.entries(parts).map(([name, value]) => [name, value && { value, observedAt: now }]),
  ) as unknown as NodeFacts; // Every part is there, which Object.fromEntries cannot tell.
  return { id, hostname, isConfirmed: true, facts, lastRefresh: { outcome: "ok", finishedAt: now } };
}

function nic(name: string, nicTagName: string, ipv4Address: string | null): FactParts["nics"][number] {
  return {
    name,
    kind: "physical",
    macAddress: `imagined:${name}`,
    ipv4Address,
    linkStatus: "unknown",
    nicTagNames: [nicTagName],
    mtuBytes: NIC_MTU_BYTES,
  };
}
