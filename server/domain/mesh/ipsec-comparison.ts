import type { IkeRule, IpsecFacts, SecurityAssociation } from "../facts.ts";
import type { Node } from "../node.ts";
import { externalAddressesOf, usableAssociations } from "./ipsec-association.ts";
import { policiesOf } from "./ipsec-check.ts";
import type { PolicyOfEnd } from "./ipsec-policy.ts";
import type { LinkEnds } from "./link-context.ts";

/** One property of both ends, in the order of the link's nodes. null: not known or not there. */
export type ComparedProperty = {
  group: "policy" | "ike" | "key" | "associations";
  term: string;
  values: [string | null, string | null];
  isMismatch: boolean;
};

type IpsecEnd = {
  policy: PolicyOfEnd | null;
  ikeRule: IkeRule | null;
  fingerprint: string | null;
  associations: SecurityAssociation[];
};
type PropertyOf = (end: IpsecEnd) => string | null;

/** Properties that both ends must have alike, in the order in which they are negotiated. */
const MUST_AGREE: readonly [ComparedProperty["group"], string, PropertyOf][] = [
  ["policy", "Protects VXLAN", ({ policy }) => policy && (policy.isProtected ? "yes" : "no")],
  ["policy", "Encryption", ({ policy }) => policy?.rule?.encryptionAlgorithm ?? null],
  ["policy", "Authentication", ({ policy }) => policy?.rule?.authenticationAlgorithm ?? null],
  ["ike", "Peers prove themselves by", ({ ikeRule }) => ikeRule?.authenticationMethod ?? null],
  ["ike", "IKE encryption", ({ ikeRule }) => ikeRule?.encryptionAlgorithm ?? null],
  ["ike", "IKE hash", ({ ikeRule }) => ikeRule?.hashAlgorithm ?? null],
  ["ike", "Diffie-Hellman group", ({ ikeRule }) => textOf(ikeRule?.diffieHellmanGroup)],
  ["ike", "Perfect forward secrecy", ({ ikeRule }) => textOf(ikeRule?.perfectForwardSecrecyGroup)],
  ["key", "Key fingerprint", ({ fingerprint }) => fingerprint?.slice(0, FINGERPRINT_SHOWN_LENGTH) ?? null],
];
const FINGERPRINT_SHOWN_LENGTH = 12;

/** IKE settles on the shorter lifetime, and counters differ by nature: these are told, not compared. */
const MAY_DIFFER: readonly [ComparedProperty["group"], string, PropertyOf][] = [
  ["ike", "Lifetime, seconds", ({ ikeRule }) => textOf(ikeRule?.lifetimeSeconds)],
  ["associations", "Usable associations", ({ associations }) => String(associations.length)],
  ["associations", "Bytes taken in and sent", carriedText],
];

/** null: no ipsecLink, or the IPsec state of both ends is not known. */
export function compareIpsec(ends: LinkEnds): ComparedProperty[] | null {
  const [a, b] = ends.nodes;
  if (ends.kind !== "ipsecLink" || (!a.facts?.ipsec && !b.facts?.ipsec)) return null;
  const policies = policiesOf(ends);
  const usable = usableAssociations(ends.nodes);
  const first = endOf(a, b, { policy: policies?.[0] ?? null, usable });
  const second = endOf(b, a, { policy: policies?.[1] ?? null, usable });
  const row =
    (mustAgree: boolean) =>
    ([group, term, property]: (typeof MUST_AGREE)[number]): ComparedProperty => {
      const values: [string | null, string | null] = [property(first), property(second)];
      const isMismatch = mustAgree && values[0]?.toLowerCase() !== values[1]?.toLowerCase();
      return { group, term, values, isMismatch };
    };
  return [...MUST_AGREE.map(row(true)), ...MAY_DIFFER.map(row(false))];
}

function endOf(
  node: Node,
  peer: Node,
  { policy, usable }: { policy: PolicyOfEnd | null; usable: readonly SecurityAssociation[] },
): IpsecEnd {
  const ipsec = node.facts?.ipsec?.value ?? null;
  const [own, other] = externalAddressesOf([node, peer]) ?? ["", ""];
  const isOfPair = ({ localAddress, remoteAddress }: { localAddress: string; remoteAddress: string }) =>
    localAddress === own && remoteAddress === other;
  return {
    policy,
    ikeRule: ipsec?.ikeRules.find(isOfPair) ?? null,
    fingerprint: onlyFingerprint(ipsec, isOfPair),
    associations: usable.filter((association) => ipsec?.associations.includes(association)),
  };
}

function onlyFingerprint(
  ipsec: IpsecFacts | null,
  isOfPair: (key: IpsecFacts["presharedKeys"][number]) => boolean,
): string | null {
  const fingerprints = new Set(
    (ipsec?.presharedKeys ?? []).filter(isOfPair).map(({ fingerprint }) => fingerprint),
  );
  return fingerprints.size === 1 ? ([...fingerprints][0] ?? null) : null;
}

function carriedText({ associations }: IpsecEnd): string | null {
  const counts = associations.flatMap(({ carriedBytes }) => carriedBytes ?? []);
  return counts.length > 0 ? String(counts.reduce((sum, bytes) => sum + bytes, 0)) : null;
}

function textOf(value: number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
