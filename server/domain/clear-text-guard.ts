import type { FirewallRule } from "./facts.ts";

export type ClearTextPacket = { direction: FirewallRule["direction"]; port: number; interfaceName: string };

/**
 * Whether UDP to the port is dropped, whatever the addresses. The first quick rule that meets the packet decides, else the
 * last (ipf(5)). A pass with conditions may let some packets by, and a skip may jump over the block: then it is `unknown`.
 */
export function clearTextGuard(
  rules: readonly FirewallRule[],
  packet: ClearTextPacket,
): "blocked" | "open" | "unknown" {
  let last: "blocked" | "open" | "unknown" = "open";
  for (const rule of rules.filter((candidate) => mayMeet(candidate, packet))) {
    const verdict = verdictOf(rule);
    if (verdict === "none") continue;
    if (rule.quick || rule.action === "other") return verdict;
    last = verdict;
  }
  return last;
}

/** A block with conditions proves nothing, so it is passed over. */
function verdictOf({ action, isUnconditional, text }: FirewallRule): "blocked" | "open" | "unknown" | "none" {
  if (action === "block") return isUnconditional ? "blocked" : "none";
  if (action === "pass") return isUnconditional ? "open" : "unknown";
  return isLogRule({ action, text }) ? "none" : "unknown";
}

/** It writes down what it meets and decides nothing. */
export function isLogRule({ action, text }: Pick<FirewallRule, "action" | "text">): boolean {
  return action === "other" && /^(@\d+ )?(log|count)\b/.test(text);
}

/** UDP on this interface, whatever the port. */
export function isOfVxlan(rule: FirewallRule, interfaceName: string): boolean {
  return (
    [null, interfaceName].includes(rule.interfaceName) &&
    [null, "udp", "17", "tcp/udp"].includes(rule.protocol)
  );
}

function mayMeet(rule: FirewallRule, { direction, port, interfaceName }: ClearTextPacket): boolean {
  return (
    rule.direction === direction &&
    isOfVxlan(rule, interfaceName) &&
    (rule.portFirst ?? 0) <= port &&
    (rule.portLast ?? rule.portFirst ?? Number.POSITIVE_INFINITY) >= port
  );
}
