import { type Claimant, holderOf } from "../arp-table/claims.ts";
import type { Node } from "../node.ts";
import type { Finding } from "../warning.ts";
import { finding, listed, nodeKey, quoted, ruleKey } from "./finding.ts";
import { groupBy, undecidedNodes, type WarningRule, withPart } from "./situation.ts";

type Claim = Claimant & { node: Node; ruleName: string; macAddress: string; what: string; observedAt: Date };

/** Told of MAC addresses that VM NICs of several nodes have on one rule, even when it is known who holds them. */
export const arpClaimContested: WarningRule = {
  codes: ["arp-claim-contested"],
  judge({ nodes }) {
    const { known, unknown } = withPart(nodes, "vmVnics");
    const claims = known.flatMap(({ node, part }) =>
      part.value.flatMap(({ overlayRuleName, macAddress, interfaceName, vmAlias, vmUuid }): Claim[] => {
        if (overlayRuleName === null) return [];
        const what = `${interfaceName} of ${vmAlias || vmUuid}`;
        const macClaim = node.macClaims?.get(macAddress) ?? null;
        const { observedAt } = part;
        return [{ nodeId: node.id, node, ruleName: overlayRuleName, macAddress, macClaim, what, observedAt }];
      }),
    );
    const findings = [...groupBy(claims, ({ ruleName, macAddress }) => `${macAddress} ${ruleName}`).values()]
      .filter((group) => new Set(group.map(({ nodeId }) => nodeId)).size > 1)
      .flatMap((group) => contested(group));
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};

function contested(claims: readonly Claim[]): Finding[] {
  const [first] = claims;
  if (!first) return [];
  const { macAddress, ruleName } = first;
  const holder = claims.find(({ nodeId }) => nodeId === holderOf(claims));
  const others = [...new Set(claims.filter((claim) => claim.nodeId !== holder?.nodeId))];
  const names = listed([...new Set(others.map(({ node }) => node.hostname))]);
  return [
    finding("arp-claim-contested", {
      subject: {
        kind: "rule",
        key: `arp-holder:${JSON.stringify([ruleName, macAddress])}`,
        label: `${macAddress} on ${ruleName}`,
      },
      cause: holder
        ? `${names} claims ${macAddress} on the overlay rule ${quoted(ruleName)}, but ${holder.node.hostname} still has it. The wanted ARP tables go on sending its frames to ${holder.node.hostname}.`
        : `${names} claim ${macAddress} on the overlay rule ${quoted(ruleName)}, and nobody can tell who had it first. No wanted ARP table has an entry for it.`,
      evidence: claims.map(({ node, what, observedAt }) => ({
        sentence: `${node.hostname}: ${what} has ${macAddress}.`,
        observedAt,
      })),
      touches: [ruleKey(ruleName), ...claims.map(({ nodeId }) => nodeKey(nodeId))],
      href: `/inventory?q=${macAddress}`,
    }),
  ];
}
