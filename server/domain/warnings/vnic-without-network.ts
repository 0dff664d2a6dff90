import type { VmVnic } from "../facts.ts";
import { cidrContains, type Ipv4Cidr, parseCidr, parseIpv4 } from "../ipv4.ts";
import { counted, finding, judged, nodeKey, ruleKey } from "./finding.ts";
import { segmentOf } from "./model/networks.ts";
import { groupRule, lacks } from "./model/rule.ts";
import type { Table } from "./model/table.ts";

/** The system's own segment (adminoverlay); no network is defined on it. */
const ADMIN_VXLAN_ID = 2;

/** VM NICs by segment. */
const segments: Table<readonly VmVnic[]> = {
  name: "segments",
  scan({ facts }) {
    const bySegment = new Map<string, VmVnic[]>();
    for (const vnic of facts?.vmVnics?.value ?? []) {
      if (vnic.vxlanId === ADMIN_VXLAN_ID) continue;
      const segment = segmentOf(vnic.overlayRuleName ?? vnic.nicTag, vnic.vxlanId, vnic.vlanId);
      const vnics = bySegment.get(segment);
      if (vnics) vnics.push(vnic);
      else bySegment.set(segment, [vnic]);
    }
    return Array.from(bySegment, ([key, value]) => ({ key, value }));
  },
  reads: ["vmVnics"],
  isSame: (a, b) =>
    a.length === b.length &&
    a.every((vnic, position) => {
      const other = b[position];
      return other !== undefined && isToldAlike(vnic, other);
    }),
};

function isToldAlike(a: VmVnic, b: VmVnic): boolean {
  if (a === b) return true;
  return (
    a.vmUuid === b.vmUuid &&
    a.vmAlias === b.vmAlias &&
    a.interfaceName === b.interfaceName &&
    a.macAddress === b.macAddress &&
    a.nicTag === b.nicTag &&
    a.addresses.length === b.addresses.length &&
    a.addresses.every(({ ipv4Address }, position) => ipv4Address === b.addresses[position]?.ipv4Address)
  );
}

/** A vNIC without a known address matches any network of its segment. */
function isOnNetwork(vnic: VmVnic, subnets: readonly Ipv4Cidr[]): boolean {
  if (subnets.length === 0) return false;
  return vnic.addresses.every(({ ipv4Address }) => {
    const address = parseIpv4(ipv4Address);
    return address !== null && subnets.some((subnet) => cidrContains(subnet, address));
  });
}

/** Told once a segment. On plain NIC tags it is worth a look only: the cloud's own VMs live there. */
export const vnicWithoutNetwork = groupRule({
  codes: ["vnic-without-network"],
  table: segments,
  looksAtNetworks: "segment",
  isUnknown: lacks("vmVnics"),
  judge(group, cloud) {
    const networks = cloud.networksOf("segment", group.key);
    const subnets = networks.map(({ subnet }) => parseCidr(subnet)).filter((cidr) => cidr !== null);
    const strays = group
      .items(Infinity, (vnics) => vnics.some((vnic) => !isOnNetwork(vnic, subnets)))
      .flatMap(({ member: { node }, value }) =>
        value.filter((vnic) => !isOnNetwork(vnic, subnets)).map((vnic) => ({ node, vnic })),
      );
    const first = strays[0]?.vnic;
    if (!first) return judged([]);
    const label = first.vlanId > 0 ? `${first.nicTag}, VLAN ${first.vlanId}` : first.nicTag;
    const vnics = counted(strays.length, "VM NIC");
    const verb = strays.length === 1 ? "uses" : "use";
    return judged([
      finding("vnic-without-network", {
        severity: first.overlayRuleName === null ? "info" : "warning",
        subject: { kind: "segment", key: `segment:${group.key}`, label },
        cause:
          networks.length > 0
            ? `${vnics} on ${label} ${verb} addresses outside the networks that are defined there, so nobody watches over them.`
            : `${vnics} ${verb} ${label}, where no network is defined, so nobody watches over its ids, addresses and MTU.`,
        evidence: strays.map(({ node, vnic }) => ({
          sentence: `${node.hostname}: ${vnic.interfaceName} of ${vnic.vmAlias || vnic.vmUuid} (${vnic.macAddress}) has ${vnic.addresses.map(({ ipv4Address }) => ipv4Address).join(", ") || "no fixed address"}.`,
          observedAt: node.facts?.vmVnics?.observedAt ?? new Date(0),
        })),
        touches: [
          ...(first.overlayRuleName === null ? [] : [ruleKey(first.overlayRuleName)]),
          ...strays.map(({ node }) => nodeKey(node.id)),
        ],
        href: `/inventory?q=${encodeURIComponent(first.nicTag.toWellFormed())}`,
      }),
    ]);
  },
});
