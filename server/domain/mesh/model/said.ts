import type { IkeRule, IpsecPolicyRule } from "../../facts.ts";
import { isByCertificate } from "../../ike-proof.ts";
import { cidrContains, type Ipv4Cidr, parseCidr, parseIpv4 } from "../../ipv4.ts";
import { externalAddress, type Node } from "../../node.ts";
import { ikeProposal } from "../ipsec-check.ts";
import { isUsable } from "../ipsec-association.ts";
import { coversAddress, isVxlanCarrier } from "../ipsec-policy.ts";
import { NOTHING_SAID, type Said } from "./member.ts";

type Writable = { -readonly [K in keyof Said]: Said[K] };

/** What a node says of other addresses one by one: probes, and what its IPsec holds between its external address and theirs. */
export function saidByAddressOf(node: Node, areProbesFresh: boolean): Map<string, Said> {
  const said = new Map<string, Writable>();
  const of = (address: string): Writable => {
    const known = said.get(address);
    if (known) return known;
    const fresh = { ...NOTHING_SAID };
    said.set(address, fresh);
    return fresh;
  };
  const { facts } = node;
  if (areProbesFresh) {
    for (const { targetAddress, isAnswered } of facts?.probes?.value ?? []) {
      const about = of(targetAddress);
      about.probes = [...about.probes, isAnswered];
    }
  }
  const own = facts && externalAddress(facts);
  if (facts?.ipsec && own !== null) sayIpsec(facts.ipsec.value, own, of);
  return said;
}

function sayIpsec(
  ipsec: NonNullable<NonNullable<Node["facts"]>["ipsec"]>["value"],
  own: string,
  of: (address: string) => Writable,
): void {
  for (const association of ipsec.associations) {
    const { sourceAddress, destinationAddress, carriedBytes } = association;
    const isOwn = sourceAddress === own || destinationAddress === own;
    if (!isOwn || sourceAddress === destinationAddress || !isUsable(association)) continue;
    const about = of(sourceAddress === own ? destinationAddress : sourceAddress);
    about.isAssociationUsable = true;
    if (destinationAddress === own && (carriedBytes ?? 0) > 0) about.hasTakenIn = true;
  }
  const keys = Map.groupBy(
    ipsec.presharedKeys.filter(({ localAddress }) => localAddress === own),
    ({ remoteAddress }) => remoteAddress,
  );
  for (const [remoteAddress, held] of keys) {
    const fingerprints = new Set(held.map(({ fingerprint }) => fingerprint));
    if (fingerprints.size === 1) of(remoteAddress).keyFingerprint = held[0]?.fingerprint ?? null;
  }
  for (const rule of ipsec.ikeRules.toReversed()) {
    if (rule.localAddress !== own) continue;
    const about = of(rule.remoteAddress);
    about.ikeProposal = ikeProposal(rule satisfies IkeRule);
    about.isByCertificate = isByCertificate(rule);
  }
  const met = ipsec.policyRules.filter((rule) => isOfOwn(rule, own));
  for (const [address, text] of policyTexts(met)) of(address).policyText = text;
}

/** The rules that meet packets between the own and every other address; those of particular ones are left out. */
export function generalPolicyText(node: Node): string {
  const own = node.facts && externalAddress(node.facts);
  if (!own) return "";
  const rules = node.facts?.ipsec?.value.policyRules ?? [];
  return textOf(rules.filter((rule) => isOfOwn(rule, own) && rule.remoteAddress === null));
}

/** Subnets that a policy names as its far end. */
export function remoteCidrsOf(node: Node): Ipv4Cidr[] {
  const own = node.facts && externalAddress(node.facts);
  const rules = own ? (node.facts?.ipsec?.value.policyRules ?? []) : [];
  const subnets = rules
    .filter((rule) => own && isOfOwn(rule, own) && (rule.remoteAddress ?? "").includes("/"))
    .flatMap(({ remoteAddress }) => parseCidr(remoteAddress ?? "") ?? []);
  const byText = new Map(subnets.map((cidr) => [`${cidr.address}/${cidr.prefixLength}`, cidr]));
  return [...byText.values()];
}

/** Of a policy with subnets: the rules that meet one address. */
export function policyTextFor(node: Node, address: string): string {
  const own = node.facts && externalAddress(node.facts);
  if (!own) return "";
  const rules = node.facts?.ipsec?.value.policyRules ?? [];
  return textOf(rules.filter((rule) => isOfOwn(rule, own) && coversAddress(rule.remoteAddress, address)));
}

export function isWithin(cidrs: readonly Ipv4Cidr[], address: string | null): boolean {
  const numeric = address === null ? null : parseIpv4(address);
  return numeric !== null && cidrs.some((cidr) => cidrContains(cidr, numeric));
}

/** Rules of one address stand among the general ones in the order of the file: the first that meets a packet decides. */
function policyTexts(rules: readonly IpsecPolicyRule[]): Map<string, string> {
  const positions = new Map<string, number[]>();
  const general: number[] = [];
  for (const [position, { remoteAddress }] of rules.entries()) {
    if (remoteAddress === null) general.push(position);
    else if (!remoteAddress.includes("/")) {
      const known = positions.get(remoteAddress);
      if (known) known.push(position);
      else positions.set(remoteAddress, [position]);
    }
  }
  return new Map(
    [...positions].map(([address, own]) => [
      address,
      textOf([...general, ...own].toSorted((a, b) => a - b).flatMap((position) => rules[position] ?? [])),
    ]),
  );
}

function isOfOwn(rule: IpsecPolicyRule, own: string): boolean {
  return coversAddress(rule.localAddress, own) && isVxlanCarrier(rule);
}

/** Without the addresses; a rule that repeats an earlier one never decides. */
function textOf(rules: readonly IpsecPolicyRule[]): string {
  const lines = rules.map((rule) => {
    const { localPort, remotePort, action, encryptionAlgorithm, authenticationAlgorithm } = rule;
    return JSON.stringify([localPort, remotePort, action, encryptionAlgorithm, authenticationAlgorithm]);
  });
  return [...new Set(lines)].join();
}
