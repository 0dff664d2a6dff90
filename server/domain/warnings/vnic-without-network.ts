import type { VmVnic } from "../facts.ts";
import { cidrContains, type Ipv4Cidr, parseCidr, parseIpv4 } from "../ipv4.ts";
import type { Node } from "../node.ts";
import { counted, finding, nodeKey, ruleKey } from "./finding.ts";
import { groupBy, type NetworkFacts, undecidedNodes, type WarningRule, withPart } from "./situation.ts";

/** The system's own segment (adminoverlay); no network is defined on it. */
const ADMIN_VXLAN_ID = 2;

type Stray = { node: Node; vnic: VmVnic; observedAt: Date };

function segmentOf(carrier: string, vxlanId: number | null, vlanId: number): string {
  return JSON.stringify([carrier, vxlanId, vlanId]);
}

const vnicSegment = ({ overlayRuleName, nicTag, vxlanId, vlanId }: VmVnic): string =>
  segmentOf(overlayRuleName ?? nicTag, vxlanId, vlanId);

function subnetsBySegment(networks: readonly NetworkFacts[]): Map<string, Ipv4Cidr[]> {
  const bySegment = groupBy(networks, ({ overlayRuleName, nicTagName, vxlanId, vlanId }) =>
    segmentOf(overlayRuleName ?? nicTagName ?? "", vxlanId, vlanId),
  );
  return new Map(
    [...bySegment].map(([segment, group]) => [
      segment,
      group.map(({ subnet }) => parseCidr(subnet)).filter((cidr) => cidr !== null),
    ]),
  );
}

/** A vNIC without a known address matches any network of its segment. */
function isOnNetwork(vnic: VmVnic, subnets: readonly Ipv4Cidr[] | undefined): boolean {
  if (!subnets) return false;
  return vnic.addresses.every(({ ipv4Address }) => {
    const address = parseIpv4(ipv4Address);
    return address !== null && subnets.some((subnet) => cidrContains(subnet, address));
  });
}

/** Told once a segment. On plain NIC tags it is worth a look only: the cloud's own VMs live there. */
export const vnicWithoutNetwork: WarningRule = {
  codes: ["vnic-without-network"],
  judge({ nodes, networks }) {
    const { known, unknown } = withPart(nodes, "vmVnics");
    const subnets = subnetsBySegment(networks);
    const strays = known.flatMap(({ node, part }) =>
      part.value
        .filter(
          (vnic) => vnic.vxlanId !== ADMIN_VXLAN_ID && !isOnNetwork(vnic, subnets.get(vnicSegment(vnic))),
        )
        .map((vnic): Stray => ({ node, vnic, observedAt: part.observedAt })),
    );
    const findings = [...groupBy(strays, ({ vnic }) => vnicSegment(vnic))].flatMap(([segment, group]) => {
      const first = group[0]?.vnic;
      return first ? straySegment(segment, first, group, subnets.has(segment)) : [];
    });
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};

function straySegment(segment: string, first: VmVnic, strays: readonly Stray[], isDefined: boolean) {
  const label = first.vlanId > 0 ? `${first.nicTag}, VLAN ${first.vlanId}` : first.nicTag;
  const vnics = counted(strays.length, "VM NIC");
  const verb = strays.length === 1 ? "uses" : "use";
  return finding("vnic-without-network", {
    severity: first.overlayRuleName === null ? "info" : "warning",
    subject: { kind: "segment", key: `segment:${segment}`, label },
    cause: isDefined
      ? `${vnics} on ${label} ${verb} addresses outside the networks that are defined there, so nobody watches over them.`
      : `${vnics} ${verb} ${label}, where no network is defined, so nobody watches over its ids, addresses and MTU.`,
    evidence: strays.map(({ node, vnic, observedAt }) => ({
      sentence: `${node.hostname}: ${vnic.interfaceName} of ${vnic.vmAlias || vnic.vmUuid} (${vnic.macAddress}) has ${vnic.addresses.map(({ ipv4Address }) => ipv4Address).join(", ") || "no fixed address"}.`,
      observedAt,
    })),
    touches: [
      ...(first.overlayRuleName === null ? [] : [ruleKey(first.overlayRuleName)]),
      ...strays.map(({ node }) => nodeKey(node.id)),
    ],
  });
}
