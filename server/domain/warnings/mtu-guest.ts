import {
  counted,
  EVIDENCE_MAX,
  finding,
  judged,
  nodeKey,
  quoted,
  ruleKey,
  TOUCHED_LIMIT,
} from "./finding.ts";
import { groupRule, lacks } from "./model/rule.ts";
import type { Table } from "./model/table.ts";

const ETHERNET_MTU_BYTES = 1500;

/** VM NICs by rule that are told their address by DHCP and have less than Ethernet's MTU, in words. */
const dhcpGuests: Table<readonly string[]> = {
  name: "dhcp-guests",
  reads: ["vmVnics"],
  scan({ hostname, facts }) {
    const told = new Map<string, string[]>();
    for (const vnic of facts?.vmVnics?.value ?? []) {
      const { overlayRuleName, isDhcp, mtuBytes } = vnic;
      if (overlayRuleName === null || !isDhcp || mtuBytes === null || mtuBytes >= ETHERNET_MTU_BYTES)
        continue;
      const sentences = told.get(overlayRuleName) ?? [];
      told.set(overlayRuleName, sentences);
      sentences.push(
        `${hostname}: ${vnic.interfaceName} of ${vnic.vmAlias || vnic.vmUuid} has MTU ${mtuBytes} and asks DHCP.`,
      );
    }
    return [...told].map(([key, value]) => ({ key, text: value.join("\n"), value }));
  },
};

/** A KVM guest does not learn a lowered MTU from the node's DHCP. Told once a rule. */
export const mtuGuestAtRisk = groupRule({
  codes: ["mtu-guest-at-risk"],
  table: dhcpGuests,
  isUnknown: lacks("vmVnics"),
  judge(group) {
    const name = group.key;
    const count = group.shares.reduce((sum, { value, members }) => sum + value.length * members.size, 0);
    if (count === 0) return judged([]);
    return judged([
      finding("mtu-guest-at-risk", {
        subject: { kind: "rule", key: ruleKey(name), label: name },
        cause: `${counted(count, "VM NIC")} on the overlay rule ${quoted(name)} ${count === 1 ? "asks" : "ask"} DHCP for an address and ${count === 1 ? "has" : "have"} an MTU below 1500. A KVM guest does not learn that: it sends packets of 1500 bytes, and one that is too large can stop the VM.`,
        evidence: group.items(EVIDENCE_MAX).flatMap(({ member: { node }, value }) => {
          const observedAt = node.facts?.vmVnics?.observedAt ?? new Date(0);
          return value.map((sentence) => ({ sentence, observedAt }));
        }),
        evidenceCount: count,
        touches: group.first(TOUCHED_LIMIT).map(({ id }) => nodeKey(id)),
      }),
    ]);
  },
});
