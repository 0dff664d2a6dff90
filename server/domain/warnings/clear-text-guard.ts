import type { FirewallRule } from "../facts.ts";

/**
 * True when the packet filter surely drops UDP to `port` on the interface, whatever the addresses. A conditional pass that
 * may come first leaves a hole, and a conditional block proves nothing.
 */
export function isClearTextBlocked(
  rules: readonly FirewallRule[],
  direction: FirewallRule["direction"],
  interfaceName: string,
  port: number,
): boolean {
  let isBlocked = false;
  for (const rule of rules) {
    if (rule.direction !== direction || !mayMatch(rule, interfaceName, port)) continue;
    if (rule.action === "block" && rule.isUnconditional) {
      if (rule.quick) return true;
      isBlocked = true;
    } else if (rule.action === "pass") {
      if (rule.quick) return false;
      isBlocked = false;
    }
  }
  return isBlocked;
}

function mayMatch(rule: FirewallRule, interfaceName: string, port: number): boolean {
  if (rule.interfaceName !== null && rule.interfaceName !== interfaceName) return false;
  if (rule.protocol !== null && !["udp", "tcp/udp", "17"].includes(rule.protocol)) return false;
  return port >= (rule.portFirst ?? 0) && port <= (rule.portLast ?? rule.portFirst ?? 65_535);
}
