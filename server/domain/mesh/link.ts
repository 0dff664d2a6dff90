import type { HealthState } from "../health.ts";
import { adminAddress, externalAddress, type Node } from "../node.ts";
import { addressCheck } from "./address-check.ts";
import { arpCheck } from "./arp-check.ts";
import { type Check, type CheckCode, stateByChecks } from "./check.ts";
import { freshnessChecks } from "./freshness-check.ts";
import { guardCheck } from "./guard-check.ts";
import { ipsecKeyCheck, ipsecPolicyCheck } from "./ipsec-check.ts";
import type { LinkContext, LinkEnds } from "./link-context.ts";
import { linkKindOf, type LinkKind, linkReason } from "./link-kind.ts";
import { mtuCheck, ruleMtuOf, type RuleMtu } from "./link-mtu.ts";
import { liveCheck, portCheck, sharedRuleCheck, sharedRuleNames } from "./rule-check.ts";
import { trafficCheck } from "./traffic-check.ts";

export type Link = {
  id: string;
  kind: LinkKind;
  nodeIds: [string, string];
  /** Addresses the ends have for this kind of link, in the order of `nodeIds`. */
  addresses: [string | null, string | null];
  state: HealthState;
  /** Why the state is what it is. */
  stateSentence: string;
  /** Which checks decided the state; none when it is up. */
  causes: CheckCode[];
  /** Why the link takes the path it takes. */
  reason: string;
  checks: Check[];
  overlayRuleNames: string[];
  /** One per shared rule; a rule's verdict is missing while no path MTU is known. */
  ruleMtus: RuleMtu[];
  /** Largest inner packet that crosses unfragmented, over all shared rules; null: not known. */
  effectiveMtuBytes: number | null;
  /** The oldest of what the state rests on; null: nothing was read on some end. */
  observedAt: Date | null;
};

/** The same for both orders. */
export function linkId(nodeIdA: string, nodeIdB: string): string {
  return [nodeIdA, nodeIdB].toSorted().join(",");
}

/** The link of two confirmed nodes; null when they are known to share no overlay rule, so that nothing would cross it. */
export function linkBetween(a: Node, b: Node, context: LinkContext): Link | null {
  const nodes: [Node, Node] = a.id < b.id ? [a, b] : [b, a];
  const shared = sharedRuleNames(nodes);
  if (shared?.length === 0) return null;
  const ends: LinkEnds = { kind: linkKindOf(nodes), nodes, overlayRuleNames: shared ?? [] };
  const ruleMtus = ends.overlayRuleNames.flatMap((name) => ruleMtuOf(ends, name, context) ?? []);
  const { checks, observedAt } = checksOf(ends, ruleMtus, context);
  return {
    id: linkId(a.id, b.id),
    kind: ends.kind,
    nodeIds: [nodes[0].id, nodes[1].id],
    addresses: addressesOf(ends),
    ...stateByChecks(checks),
    reason: linkReason(ends),
    checks,
    overlayRuleNames: [...ends.overlayRuleNames],
    ruleMtus,
    effectiveMtuBytes:
      ruleMtus.length > 0 ? Math.min(...ruleMtus.map((rule) => rule.effectiveMtuBytes)) : null,
    observedAt,
  };
}

function checksOf(
  ends: LinkEnds,
  ruleMtus: RuleMtu[],
  context: LinkContext,
): { checks: Check[]; observedAt: Date | null } {
  const freshness = freshnessChecks(ends, context);
  if (ends.kind === "unknown") return freshness;
  const ofBothKinds = [
    sharedRuleCheck(ends),
    liveCheck(ends),
    portCheck(ends),
    arpCheck(ends, context),
    addressCheck(ends, context),
    trafficCheck(ends, context),
    mtuCheck(ends, ruleMtus),
  ];
  const ofIpsec =
    ends.kind === "ipsecLink" ? [ipsecPolicyCheck(ends), ipsecKeyCheck(ends), guardCheck(ends)] : [];
  return { ...freshness, checks: [...freshness.checks, ...ofBothKinds, ...ofIpsec] };
}

function addressesOf({ kind, nodes }: LinkEnds): [string | null, string | null] {
  const [a, b] = nodes.map(({ facts }) => {
    if (!facts || kind === "unknown") return null;
    return kind === "adminLink" ? adminAddress(facts) : externalAddress(facts);
  });
  return [a ?? null, b ?? null];
}
