import { holderOf, isHeldBack } from "../arp-table/claims.ts";
import type { NodeFacts } from "../facts.ts";
import type { Node } from "../node.ts";
import type { Finding } from "../warning.ts";
import {
  EVIDENCE_MAX,
  finding,
  judged,
  listed,
  nodeKey,
  quoted,
  ruleKey,
  TOUCHED_LIMIT,
  undecidedNode,
} from "./finding.ts";
import type { ClaimedValue } from "./model/claimed-values.ts";
import { type KeyRule, lacks, type NodeRule } from "./model/rule.ts";

/** Who takes an address of a network would get frames of its VMs, since ARP is answered for the whole rule. */
export const arpClaimForeign: NodeRule = {
  codes: ["arp-claim-foreign"],
  per: "node",
  judge({ node }) {
    if (!node.facts?.vmVnics) return { findings: [], undecided: undecidedNode(this.codes, node.id) };
    return judged(vnicClaimsHeldBack(node).map((claim) => foreign(node, claim)));
  },
};

function vnicClaimsHeldBack({ facts, macClaims }: Node): (OwnClaim & { address: string })[] {
  return ownClaims(facts).flatMap((claim) => {
    const macClaim = macClaims?.get(claim.macAddress) ?? null;
    return macClaim?.address && isHeldBack(macClaim)
      ? [{ ...claim, address: macClaim.address.ipv4Address }]
      : [];
  });
}

type OwnClaim = { macAddress: string; ruleName: string; where: string; name: string; observedAt: Date };

/** vNICs on overlays: of VMs, and of the node itself. */
function ownClaims(facts: NodeFacts | null): OwnClaim[] {
  const { vmVnics, hostVnics, overlays } = facts ?? {};
  const ofVms = (vmVnics?.value ?? []).flatMap((vnic) =>
    vnic.overlayRuleName === null
      ? []
      : {
          macAddress: vnic.macAddress,
          ruleName: vnic.overlayRuleName,
          where: placeOf(vnic.nicTag, vnic.vlanId),
          name: `${vnic.interfaceName} of ${vnic.vmAlias || vnic.vmUuid}`,
          observedAt: vmVnics?.observedAt ?? new Date(0),
        },
  );
  const overlayByName = new Map(overlays?.value.map((overlay) => [overlay.name, overlay]));
  const ofNode = (hostVnics?.value ?? []).flatMap(({ macAddress, name, over, vlanId }) => {
    const ruleName = overlayByName.get(over)?.overlayRuleName;
    const observedAt = hostVnics?.observedAt ?? new Date(0);
    return ruleName
      ? { ...{ macAddress, ruleName, name: `its own ${name}` }, where: placeOf(over, vlanId), observedAt }
      : [];
  });
  return [...ofVms, ...ofNode];
}

const placeOf = (overlayName: string, vlanId: number) =>
  vlanId > 0 ? `${overlayName}, VLAN ${vlanId}` : overlayName;

function foreign(
  { id, hostname }: Node,
  { macAddress, ruleName, where, name, observedAt, address }: OwnClaim & { address: string },
): Finding {
  return finding("arp-claim-foreign", {
    subject: {
      kind: "rule",
      key: `arp-foreign:${JSON.stringify([ruleName, macAddress, id])}`,
      label: `${address} on ${ruleName}, by ${hostname}`,
    },
    cause: `On ${hostname}, ${name} uses ${address} on ${where}. No network is defined there for that address, but a network of another segment of the overlay rule ${quoted(ruleName)} has it. ARP is answered for the whole rule, so no wanted ARP table has an entry for this vNIC.`,
    evidence: [{ sentence: `${hostname}: ${name} has ${macAddress} and ${address}.`, observedAt }],
    touches: [ruleKey(ruleName), nodeKey(id)],
    href: `/inventory?q=${macAddress}`,
  });
}

/** Told of MAC addresses that VM NICs of several nodes have on one rule, even when it is known who holds them. */
export const arpClaimContested: KeyRule = {
  codes: ["arp-claim-contested"],
  per: "vnic-mac",
  isUnknown: lacks("vmVnics"),
  judge(key, { vnicMacs }) {
    const claimed = vnicMacs.get(key);
    return claimed.items.length > 1 ? [contested(claimed)] : [];
  },
};

function contested({
  overlayRuleName: ruleName,
  value: macAddress,
  items: all,
  count,
}: ClaimedValue): Finding {
  const items = all.slice(0, TOUCHED_LIMIT);
  const claimants = items.map(({ member: { node } }) => ({
    nodeId: node.id,
    macClaim: node.macClaims?.get(macAddress) ?? null,
  }));
  const holderId = holderOf(claimants);
  const holder = items.find(({ member }) => member.id === holderId)?.member.node;
  const others = items
    .filter(({ member }) => member.id !== holderId)
    .map(({ member }) => member.node.hostname);
  const names = listed(others);
  return finding("arp-claim-contested", {
    subject: {
      kind: "rule",
      key: `arp-holder:${JSON.stringify([ruleName, macAddress])}`,
      label: `${macAddress} on ${ruleName}`,
    },
    cause: holder
      ? `${names} claims ${macAddress} on the overlay rule ${quoted(ruleName)}, but ${holder.hostname} still has it. The wanted ARP tables go on sending its frames to ${holder.hostname}.`
      : `${names} claim ${macAddress} on the overlay rule ${quoted(ruleName)}, and nobody can tell who had it first. No wanted ARP table has an entry for it.`,
    evidence: items.slice(0, EVIDENCE_MAX).flatMap(({ member: { node }, vnics }) =>
      vnics.map(({ interfaceName, vmAlias, vmUuid }) => ({
        sentence: `${node.hostname}: ${interfaceName} of ${vmAlias || vmUuid} has ${macAddress}.`,
        observedAt: node.facts?.vmVnics?.observedAt ?? new Date(0),
      })),
    ),
    evidenceCount: count,
    touches: [ruleKey(ruleName), ...items.map(({ member }) => nodeKey(member.id))],
    href: `/inventory?q=${macAddress}`,
  });
}
