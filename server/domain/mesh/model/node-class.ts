import { liveOverlaysOf, overlayRuleOf } from "../../arp-table/vnic-claims.ts";
import type { FirewallRule } from "../../facts.ts";
import { type Ipv4Cidr, isPublicIpv4 } from "../../ipv4.ts";
import { adminInterface, externalInterface, type Node } from "../../node.ts";
import { isLogRule, isOfVxlan } from "../../clear-text-guard.ts";
import type { ArpKnowledge } from "./arp-knowledge.ts";
import type { Member } from "./member.ts";
import { generalPolicyText } from "./said.ts";

type ClassSettings = {
  publicAddressExceptions: readonly Ipv4Cidr[];
  areFactsFresh: { adminLink: boolean; ipsecLink: boolean };
};

/**
 * Everything that the judgement of a link reads of one end, but its name, its addresses' values and what it says of
 * particular peers. Nodes with the same text are interchangeable in a pair.
 */
export function classTextOf(member: Member, arp: ArpKnowledge, settings: ClassSettings): string {
  const { node, ruleNames } = member;
  const { facts } = node;
  const external = facts && externalInterface(facts);
  const admin = facts && adminInterface(facts);
  return JSON.stringify([
    facts?.identity ? facts.identity.value.pdcName !== "" : null,
    node.lastRefresh?.outcome === "ok",
    [settings.areFactsFresh.adminLink, settings.areFactsFresh.ipsecLink],
    [facts?.nics, facts?.hostVnics, facts?.vmVnics, facts?.overlays, facts?.arpTables, facts?.ipsec].map(
      (part) => Boolean(part),
    ),
    [admin !== null, admin?.mtuBytes ?? null],
    [external && isPublicIpv4(external.ipv4Address, settings.publicAddressExceptions)],
    external?.mtuBytes ?? null,
    external && facts?.firewall ? firewallPart(facts.firewall.value, external.name) : null,
    generalPolicyText(node),
    ruleNames?.map((name) => [name, ...rulePart(node, name), ...arp.classPart(member, name)]) ?? null,
  ]);
}

/** How many overlays there are does not matter, only in which ways they are live. */
function rulePart(node: Node, overlayRuleName: string): unknown[] {
  const rule = overlayRuleOf(node, overlayRuleName);
  const overlays = liveOverlaysOf(node, overlayRuleName).map(({ status, listenPort, mtuBytes }) =>
    JSON.stringify([status, listenPort, mtuBytes]),
  );
  return [rule?.listenPort, rule?.mtuBytes, [...new Set(overlays)].toSorted()];
}

function firewallPart(rules: readonly FirewallRule[], interfaceName: string): string[] {
  const lines = rules
    .filter((rule) => isOfVxlan(rule, interfaceName) && !isLogRule(rule))
    .map(({ action, direction, quick, portFirst, portLast, isUnconditional }) =>
      JSON.stringify([action, direction, quick, portFirst, portLast, isUnconditional]),
    );
  return lines.filter((line, position) => line !== lines[position - 1]);
}
