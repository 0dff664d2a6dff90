import type { IkeRule, IpsecFacts } from "../facts.ts";
import { isByCertificate } from "../ike-proof.ts";
import type { Node } from "../node.ts";
import { type Check, checkOf, type Finding, oldest } from "./check.ts";
import { externalAddressesOf, usableAssociations } from "./ipsec-association.ts";
import { type PolicyOfEnd, policyOfEnd, vxlanPortsOf } from "./ipsec-policy.ts";
import type { LinkEnds } from "./link-context.ts";

type IpsecEnds = {
  facts: readonly [IpsecFacts, IpsecFacts];
  addresses: readonly [string, string];
};

/** What an end's policy does with frames of the link; null while its facts or an address are missing. */
export function policiesOf({ nodes, overlayRuleNames }: LinkEnds): [PolicyOfEnd, PolicyOfEnd] | null {
  const ipsec = ipsecOf(nodes);
  if (!ipsec) return null;
  const [addressA, addressB] = ipsec.addresses;
  const [portsA, portsB] = [
    vxlanPortsOf(nodes[0], overlayRuleNames),
    vxlanPortsOf(nodes[1], overlayRuleNames),
  ];
  return [
    policyOfEnd(ipsec.facts[0], {
      ownAddress: addressA,
      peerAddress: addressB,
      ownPorts: portsA,
      peerPorts: portsB,
    }),
    policyOfEnd(ipsec.facts[1], {
      ownAddress: addressB,
      peerAddress: addressA,
      ownPorts: portsB,
      peerPorts: portsA,
    }),
  ];
}

export function ipsecPolicyCheck(ends: LinkEnds): Check {
  const title = "IPsec policy equal on both ends";
  const policies = policiesOf(ends);
  const ipsec = ipsecOf(ends.nodes);
  if (!policies || !ipsec) return unknownCheck(ends, "ipsec-policy", title);
  const findings = [...policyFindings(ends.nodes, policies), ...ikeFindings(ipsec)];
  return checkOf("ipsec-policy", title, observedAtOf(ends.nodes), weighed(findings, ends.nodes));
}

export function ipsecKeyCheck(ends: LinkEnds): Check {
  const title = "Pre-shared key equal on both ends";
  const ipsec = ipsecOf(ends.nodes);
  if (!ipsec) return unknownCheck(ends, "ipsec-key", title);
  return checkOf(
    "ipsec-key",
    title,
    observedAtOf(ends.nodes),
    weighed([keyFinding(ends.nodes, ipsec)], ends.nodes),
  );
}

function policyFindings(
  nodes: readonly [Node, Node],
  policies: readonly [PolicyOfEnd, PolicyOfEnd],
): Finding[] {
  const open = nodes.filter((_, end) => !policies[end]?.isProtected);
  const [a, b] = policies;
  if (open.length > 0) {
    return open.map(({ id, hostname }) => ({
      outcome: "fail",
      sentence: `The policy of ${hostname} does not protect all VXLAN traffic of this link.`,
      nodeId: id,
      // Where neither end asks for IPsec packets do pass, in clear text.
      ...(open.length === 2 && { failMeans: "degraded" as const }),
    }));
  }
  if (a.algorithms === b.algorithms) return [{ outcome: "pass", sentence: `Both ends use ${a.algorithms}.` }];
  const sentence = `The policies differ: ${nodes[0].hostname} uses ${a.algorithms}, ${nodes[1].hostname} ${b.algorithms}.`;
  return [{ outcome: "fail", sentence }];
}

/** Each end's IKE rule for the other. */
function ikeRulesOf({ facts, addresses }: IpsecEnds): (IkeRule | undefined)[] {
  return facts.map(({ ikeRules }, end) =>
    ikeRules.find(
      ({ localAddress, remoteAddress }) =>
        localAddress === addresses[end === 0 ? 0 : 1] && remoteAddress === addresses[end === 0 ? 1 : 0],
    ),
  );
}

function ikeFindings(ipsec: IpsecEnds): Finding[] {
  const [a, b] = ikeRulesOf(ipsec);
  if (!a && !b) return [{ outcome: "unknown", sentence: "Neither end has an IKE rule for the other." }];
  if (!a || !b) return [{ outcome: "fail", sentence: "Only one end has an IKE rule for the other." }];
  const isEqual = ikeProposal(a) === ikeProposal(b);
  if (isEqual) return [{ outcome: "pass", sentence: "The IKE rules of both ends agree." }];
  return [
    { outcome: "fail", sentence: `The IKE rules differ: ${ikeProposal(a)} against ${ikeProposal(b)}.` },
  ];
}

/** Lifetimes are left out: IKE settles on the shorter one. */
export function ikeProposal(rule: IkeRule): string {
  const { authenticationMethod, encryptionAlgorithm, hashAlgorithm } = rule;
  const words = [authenticationMethod, encryptionAlgorithm, hashAlgorithm]
    .map((word) => word ?? "?")
    .join(" ");
  return `${words}, group ${rule.diffieHellmanGroup ?? "?"}, PFS ${rule.perfectForwardSecrecyGroup ?? 0}`;
}

/** Both ends' IKE rules for each other ask for certificates, so that no pre-shared key is needed. */
export function areEndsCertified({ nodes }: LinkEnds): boolean {
  const ipsec = ipsecOf(nodes);
  return ipsec !== null && ikeRulesOf(ipsec).every((rule) => rule && isByCertificate(rule));
}

function keyFinding(nodes: readonly [Node, Node], ipsec: IpsecEnds): Finding {
  const rules = ikeRulesOf(ipsec);
  const certified = nodes.filter((_, end) => {
    const rule = rules[end];
    return rule && isByCertificate(rule);
  });
  if (certified.length > 0) return certificateFinding(nodes, certified);
  const { facts, addresses } = ipsec;
  const [first, second] = addresses;
  const [a, b] = [fingerprintOf(facts[0], first, second), fingerprintOf(facts[1], second, first)];
  if (a === null || b === null) {
    const lacking = nodes.filter((_, end) => (end === 0 ? a : b) === null).map(({ hostname }) => hostname);
    return { outcome: "fail", sentence: `${lacking.join(" and ")} has no pre-shared key for this link.` };
  }
  return a === b
    ? { outcome: "pass", sentence: "Both ends hold the same key." }
    : { outcome: "fail", sentence: "The ends hold different keys, so they cannot agree on an association." };
}

function certificateFinding(nodes: readonly [Node, Node], certified: readonly Node[]): Finding {
  const [only] = certified;
  if (only && certified.length === 1) {
    const sentence = `Only ${only.hostname} wants to prove itself by certificate, so the ends cannot agree on an association.`;
    return { outcome: "fail", sentence };
  }
  const lead = "Both ends prove themselves by certificate and need no pre-shared key";
  return usableAssociations(nodes).length > 0
    ? { outcome: "pass", sentence: `${lead}; they hold an association, so each accepted the other's.` }
    : { outcome: "unknown", sentence: `${lead}; whether each accepts the other's is not known.` };
}

/** The last of several keys for one pair counts for nothing certain; two different ones are no key. */
function fingerprintOf(
  { presharedKeys }: IpsecFacts,
  ownAddress: string,
  peerAddress: string,
): string | null {
  const fingerprints = presharedKeys
    .filter(({ localAddress, remoteAddress }) => localAddress === ownAddress && remoteAddress === peerAddress)
    .map(({ fingerprint }) => fingerprint);
  return new Set(fingerprints).size === 1 ? (fingerprints[0] ?? null) : null;
}

/** Ends that disagree cannot make a new association: without a usable one, packets do not pass. */
function weighed(findings: readonly Finding[], nodes: readonly [Node, Node]): Finding[] {
  const failMeans = usableAssociations(nodes).length > 0 ? "degraded" : "down";
  return findings.map((finding) => ({ failMeans, ...finding }));
}

function ipsecOf(nodes: readonly [Node, Node]): IpsecEnds | null {
  const addresses = externalAddressesOf(nodes);
  const [a, b] = nodes.map(({ facts }) => facts?.ipsec?.value);
  return addresses && a && b ? { facts: [a, b], addresses } : null;
}

function unknownCheck({ nodes }: LinkEnds, code: "ipsec-policy" | "ipsec-key", title: string): Check {
  const sentence = externalAddressesOf(nodes)
    ? "The IPsec state of both ends is not known."
    : "Without an external address on both ends there is nothing to compare.";
  return checkOf(code, title, observedAtOf(nodes), [{ outcome: "unknown", sentence }]);
}

function observedAtOf(nodes: readonly [Node, Node]): Date | null {
  return oldest(nodes.map(({ facts }) => facts?.ipsec?.observedAt));
}
