import { holderOf } from "../arp-table/claims.ts";
import type { Finding } from "../warning.ts";
import { EVIDENCE_MAX, finding, listed, nodeKey, quoted, ruleKey, TOUCHED_LIMIT } from "./finding.ts";
import type { ClaimedValue } from "./model/claimed-values.ts";
import { type KeyRule, lacks } from "./model/rule.ts";

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
