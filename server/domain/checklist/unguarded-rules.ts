import { clearTextGuard } from "../clear-text-guard.ts";
import type { FirewallRule, NodeFacts, OverlayRule } from "../facts.ts";
import { vxlanPortsOf } from "../mesh/ipsec-policy.ts";
import { externalInterface, type Node } from "../node.ts";

const ANY_ADDRESS = "0.0.0.0";

export type Unguarded = { node: Node; interfaceName: string; rules: OverlayRule[]; observedAt: Date };

/** Rules of the node that are reachable at its external interface and not blocked there; null: cannot be told. */
export function unguardedRules(
  node: Node,
  facts: NodeFacts,
  direction: FirewallRule["direction"],
): Unguarded | null {
  if (!facts.overlayRules || !facts.overlays || !facts.firewall || !facts.nics || !facts.hostVnics)
    return null;
  const external = externalInterface(facts);
  const { value: filter, observedAt } = facts.firewall;
  if (!external) return { node, interfaceName: "", rules: [], observedAt };
  const { name: interfaceName, ipv4Address } = external;
  const exposed = facts.overlayRules.value.filter(({ listenAddress }) =>
    [null, ANY_ADDRESS, ipv4Address].includes(listenAddress),
  );
  const judged = exposed.map((rule) => ({
    rule,
    outcomes: vxlanPortsOf(node, [rule.name]).map((port) =>
      clearTextGuard(filter, { direction, port, interfaceName }),
    ),
  }));
  const rules = judged.filter(({ outcomes }) => outcomes.includes("open")).map(({ rule }) => rule);
  const isOpen = judged.some(({ outcomes }) => outcomes.includes("unknown"));
  return rules.length === 0 && isOpen ? null : { node, interfaceName, rules, observedAt };
}
