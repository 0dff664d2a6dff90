import { isLogRule } from "../clear-text-guard.ts";
import type { FirewallRule } from "../facts.ts";
import { cidrContains, parseCidr, parseIpv4 } from "../ipv4.ts";

/** A packet between the node and one peer; `port` null: its protocol has none. */
export type FilteredPacket = {
  direction: FirewallRule["direction"];
  interfaceName: string;
  protocol: "udp" | "esp";
  port: number | null;
  ownAddress: string;
  peerAddress: string;
};

type FilterVerdict = {
  verdict: "passes" | "blocked" | "unknown";
  /** The rule that decides; null: none does. */
  text: string | null;
};

const PROTOCOL_NAMES = { udp: ["udp", "17", "tcp/udp"], esp: ["esp", "50"] } as const;

/**
 * Whether the filter lets the packet by. The first quick rule that meets it decides, else the last (ipf(5)). A rule with a
 * condition that is not understood leaves it open.
 */
export function filterVerdict(rules: readonly FirewallRule[], packet: FilteredPacket): FilterVerdict {
  let last: FilterVerdict = { verdict: "passes", text: null };
  for (const rule of rules) {
    if (isLogRule(rule) || !isAbout(rule, packet)) continue;
    const meets = meetsAddresses(rule, packet);
    if (meets === false) continue;
    if (meets === null || rule.action === "other") return { verdict: "unknown", text: rule.text };
    last = { verdict: rule.action === "block" ? "blocked" : "passes", text: rule.text };
    if (rule.quick) return last;
  }
  return last;
}

function isAbout(rule: FirewallRule, { direction, interfaceName, protocol, port }: FilteredPacket): boolean {
  const isPort =
    port === null
      ? rule.portFirst === null
      : (rule.portFirst ?? 0) <= port && (rule.portLast ?? rule.portFirst ?? Infinity) >= port;
  return (
    rule.direction === direction &&
    [null, interfaceName].includes(rule.interfaceName) &&
    (rule.protocol === null || PROTOCOL_NAMES[protocol].some((name) => name === rule.protocol)) &&
    isPort
  );
}

/** What stands behind `from` and `to`, with nothing else that would narrow it down; the destination's port is read already. */
const PLAIN_RULE = /\bfrom (\S+) to (\S+)(?: port \S+ \S+)?(?: keep (?:state|frags)(?: \([^)]*\))?)*$/;

/** By the addresses that the rule names; null: it has another condition. */
function meetsAddresses(
  { isUnconditional, text }: FirewallRule,
  { direction, ownAddress, peerAddress }: FilteredPacket,
): boolean | null {
  if (isUnconditional) return true;
  const [, source, destination] = PLAIN_RULE.exec(text) ?? [];
  if (source === undefined || destination === undefined) return null;
  const [from, to] = direction === "in" ? [peerAddress, ownAddress] : [ownAddress, peerAddress];
  const [isFrom, isTo] = [isNamed(source, from), isNamed(destination, to)];
  if (isFrom === false || isTo === false) return false;
  return isFrom && isTo;
}

function isNamed(named: string, address: string): boolean | null {
  if (named === "any") return true;
  const cidr = parseCidr(named.includes("/") ? named : `${named}/32`);
  const numeric = parseIpv4(address);
  return cidr && numeric !== null ? cidrContains(cidr, numeric) : null;
}
