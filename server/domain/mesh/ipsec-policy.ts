import { peerPortOf } from "../arp-table/peer-address.ts";
import { liveOverlaysOf } from "../arp-table/vnic-claims.ts";
import type { IpsecFacts, IpsecPolicyRule } from "../facts.ts";
import { cidrContains, parseCidr, parseIpv4 } from "../ipv4.ts";
import type { Node } from "../node.ts";

export type PolicyOfEnd = { algorithms: string | null; rule: IpsecPolicyRule | null; isProtected: boolean };

/** UDP ports on which the node takes frames of these rules. */
export function vxlanPortsOf(node: Node, overlayRuleNames: readonly string[]): number[] {
  const ports = overlayRuleNames.flatMap((name) => {
    const overlays = liveOverlaysOf(node, name);
    return overlays.length > 0
      ? overlays.map((overlay) => peerPortOf(node, name, overlay))
      : [peerPortOf(node, name, null)];
  });
  return [...new Set(ports)].toSorted((a, b) => a - b);
}

type PolicyQuestion = {
  ownAddress: string;
  peerAddress: string;
  ownPorts: readonly number[];
  peerPorts: readonly number[];
};

/**
 * What one end's policy does with VXLAN to and from the other: for each port the first rule that meets the packets decides.
 * The sender's port is any, so a rule that names both ports never meets them all.
 */
export function policyOfEnd({ policyRules }: IpsecFacts, question: PolicyQuestion): PolicyOfEnd {
  const { ownAddress, peerAddress, ownPorts, peerPorts } = question;
  const candidates = policyRules.filter(
    (rule) =>
      coversAddress(rule.localAddress, ownAddress) &&
      coversAddress(rule.remoteAddress, peerAddress) &&
      isVxlanCarrier(rule),
  );
  const outbound = peerPorts.map((port) =>
    candidates.find((rule) => rule.localPort === null && [null, port].includes(rule.remotePort)),
  );
  const inbound = ownPorts.map((port) =>
    candidates.find((rule) => rule.remotePort === null && [null, port].includes(rule.localPort)),
  );
  const decisive = [...outbound, ...inbound];
  const algorithms = new Set(decisive.flatMap((rule) => (rule ? [algorithmsOf(rule)] : [])));
  return {
    algorithms: algorithms.size > 0 ? [...algorithms].toSorted().join(", ") : null,
    rule: decisive[0] ?? null,
    isProtected: decisive.length > 0 && decisive.every((rule) => rule?.action === "ipsec"),
  };
}

/** The first rule that meets a probe (ICMP) to the peer asks for IPsec. Danube's own policy is about UDP alone. */
export function protectsProbes(
  { policyRules }: IpsecFacts,
  { ownAddress, peerAddress }: Pick<PolicyQuestion, "ownAddress" | "peerAddress">,
): boolean {
  const rule = policyRules.find(
    ({ localAddress, remoteAddress, localPort, remotePort, protocol }) =>
      coversAddress(localAddress, ownAddress) &&
      coversAddress(remoteAddress, peerAddress) &&
      localPort === null &&
      remotePort === null &&
      [null, "icmp", "1"].includes(protocol?.toLowerCase() ?? null),
  );
  return rule?.action === "ipsec";
}

/** Ciphers that authenticate by themselves (ipsecalgs(8)). */
const COMBINED = /-(gcm|ccm|gmac)/i;

/** "aes with sha512"; the same for rules that ask for the same. */
export function algorithmsOf(
  rule: Pick<IpsecPolicyRule, "encryptionAlgorithm" | "authenticationAlgorithm"> | null,
): string {
  const encryption = rule?.encryptionAlgorithm ?? "no encryption";
  const authentication =
    rule?.authenticationAlgorithm ?? (COMBINED.test(encryption) ? null : "no authentication");
  const words = authentication === null ? encryption : `${encryption} with ${authentication}`;
  return words.toLowerCase();
}

/** The rule is about UDP, or about any protocol. */
export function isVxlanCarrier({ protocol }: IpsecPolicyRule): boolean {
  return [null, "udp", "17"].includes(protocol?.toLowerCase() ?? null);
}

/** null covers every address. */
export function coversAddress(ruleAddress: string | null, address: string): boolean {
  if (ruleAddress === null || ruleAddress === address) return true;
  const cidr = ruleAddress.includes("/") ? parseCidr(ruleAddress) : null;
  const numeric = cidr && parseIpv4(address);
  return cidr !== null && numeric !== null && cidrContains(cidr, numeric);
}
