import { clearTextGuard } from "../clear-text-guard.ts";
import { externalInterface, type Node } from "../node.ts";
import { type Check, checkOf, type Finding, oldest } from "./check.ts";
import { vxlanPortsOf } from "./ipsec-policy.ts";
import type { LinkEnds } from "./link-context.ts";

/** Whether clear-text VXLAN is kept off the external interface on both ends, in both directions. */
export function guardCheck({ nodes, overlayRuleNames }: LinkEnds): Check {
  const [a, b] = nodes;
  const findings = [...endFindings(a, b, overlayRuleNames), ...endFindings(b, a, overlayRuleNames)];
  const observedAt = oldest(nodes.map(({ facts }) => facts?.firewall?.observedAt));
  return checkOf("clear-text-guard", "Clear-text guard in force", observedAt, findings);
}

function endFindings(node: Node, peer: Node, overlayRuleNames: readonly string[]): Finding[] {
  const { id: nodeId, hostname, facts } = node;
  const external = facts && externalInterface(facts);
  if (!facts?.firewall || !external) {
    return [{ outcome: "unknown", sentence: `The firewall of ${hostname} is not known.`, nodeId }];
  }
  const rules = facts.firewall.value;
  const packets = [
    ...vxlanPortsOf(node, overlayRuleNames).map((port) => ({ direction: "in" as const, port })),
    ...vxlanPortsOf(peer, overlayRuleNames).map((port) => ({ direction: "out" as const, port })),
  ];
  return packets.map(({ direction, port }): Finding => {
    const outcome = OUTCOME[clearTextGuard(rules, { direction, port, interfaceName: external.name })];
    return { outcome, sentence: guardSentence(outcome, hostname, direction, port), nodeId };
  });
}

const OUTCOME = { blocked: "pass", open: "fail", unknown: "unknown" } as const;

function guardSentence(
  outcome: Finding["outcome"],
  hostname: string,
  direction: "in" | "out",
  port: number,
): string {
  const what = `clear-text VXLAN ${direction === "in" ? "coming in" : "going out"} on UDP ${port}`;
  if (outcome === "pass") return `${hostname} blocks ${what}.`;
  if (outcome === "fail") return `${hostname} does not block ${what}.`;
  return `A condition in the firewall of ${hostname} leaves open whether it blocks ${what}.`;
}
