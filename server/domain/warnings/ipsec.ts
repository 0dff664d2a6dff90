import type { IpsecPolicyRule } from "../facts.ts";
import type { Finding, Judgement } from "../warning.ts";
import type { WarningCode } from "./catalogue.ts";
import { counted, finding, listed, nodeHref, nodeKey, pairKey, pdcKey } from "./finding.ts";
import { groupsByAddress, type IpsecEnd, ipsecEnds, peerGroups, peersWithout } from "./ipsec-ends.ts";
import { groupBy, type Situation, undecidedNodes, type WarningRule, withPart } from "./situation.ts";

/** RFC 8247, 2.4: 1, 2, 5 and 22 should not or must not be used. */
const WEAK_GROUPS: readonly number[] = [1, 2, 5, 22];

function judgeMissing(
  { nodes }: Situation,
  code: WarningCode,
  heldOf: (end: IpsecEnd) => ReadonlyMap<string, unknown> | "all",
  cause: (hostname: string, peers: string) => string,
): Judgement {
  const { ends, unknown } = ipsecEnds(nodes);
  const groups = peerGroups(ends);
  const byAddress = groupsByAddress(groups);
  const findings = ends.flatMap((end) => {
    const held = heldOf(end);
    const peers = held === "all" ? [] : peersWithout(end, groups, byAddress, held);
    if (peers.length === 0) return [];
    const pdcNames = [...new Set(peers.map(({ pdcName }) => pdcName))];
    return finding(code, {
      subject: { kind: "node", key: nodeKey(end.node.id), label: end.node.hostname },
      cause: cause(
        end.node.hostname,
        `${counted(peers.length, "node")} of other PDCs (${listed(peers.map(({ node }) => node.hostname))})`,
      ),
      evidence: peers.map((peer) => ({
        sentence: `${end.node.hostname} (${end.address}) has none for ${peer.node.hostname} (${peer.address}).`,
        observedAt: end.observedAt,
      })),
      touches: [...pdcNames.map(pdcKey), ...peers.map(({ node }) => nodeKey(node.id))],
      href: nodeHref(end.node.id),
    });
  });
  return { findings, undecided: undecidedNodes([code], unknown) };
}

export const ipsecKeyMissing: WarningRule = {
  codes: ["ipsec-key-missing"],
  judge(situation) {
    return judgeMissing(
      situation,
      "ipsec-key-missing",
      (end) => end.fingerprintByPeer,
      (hostname, peers) =>
        `${hostname} has no pre-shared key for ${peers}, so IPsec between them cannot be set up and their overlays are cut.`,
    );
  },
};

export const ipsecPolicyMissing: WarningRule = {
  codes: ["ipsec-policy-missing"],
  judge(situation) {
    return judgeMissing(
      situation,
      "ipsec-policy-missing",
      ({ policyForAll, policyByPeer }) => (policyForAll?.action === "ipsec" ? "all" : policyByPeer),
      (hostname, peers) =>
        `${hostname} has no IPsec policy towards ${peers}. What it sends them leaves in clear text unless something else stops it.`,
    );
  },
};

type Pair = { own: IpsecEnd; peer: IpsecEnd };

/** Each pair once, found by what the nodes hold and not by pairing them. */
function pairsWith(
  ends: readonly IpsecEnd[],
  heldOf: (end: IpsecEnd) => ReadonlyMap<string, unknown>,
): Pair[] {
  const byAddress = groupBy(ends, ({ address }) => address);
  return ends.flatMap((own) =>
    [...heldOf(own).keys()].flatMap((address): Pair[] => {
      const [peer, another] = byAddress.get(address) ?? [];
      // An address of two nodes tells nothing about either.
      if (!peer || another || peer.pdcName === own.pdcName || !heldOf(peer).has(own.address)) return [];
      return own.node.id < peer.node.id ? [{ own, peer }] : [];
    }),
  );
}

function aboutLink({ own, peer }: Pair) {
  const hostnames = [own.node.hostname, peer.node.hostname] as const;
  return {
    subject: {
      kind: "link" as const,
      key: pairKey("link", [own.node.id, peer.node.id]),
      label: hostnames.join(" and "),
    },
    touches: [nodeKey(own.node.id), nodeKey(peer.node.id), pdcKey(own.pdcName), pdcKey(peer.pdcName)],
    href: nodeHref(own.node.id),
  };
}

export const ipsecKeyDiffers: WarningRule = {
  codes: ["ipsec-key-differs"],
  judge({ nodes }) {
    const { ends, unknown } = ipsecEnds(nodes);
    const findings = pairsWith(ends, (end) => end.fingerprintByPeer)
      .filter(
        ({ own, peer }) =>
          own.fingerprintByPeer.get(peer.address) !== peer.fingerprintByPeer.get(own.address),
      )
      .map((pair) =>
        finding("ipsec-key-differs", {
          ...aboutLink(pair),
          cause: `${pair.own.node.hostname} and ${pair.peer.node.hostname} hold different pre-shared keys for each other, so IPsec between them cannot be set up and their overlays are cut.`,
          evidence: [pair.own, pair.peer].map((end) => ({
            sentence: `The key's fingerprint on ${end.node.hostname} is ${(end.fingerprintByPeer.get(end === pair.own ? pair.peer.address : pair.own.address) ?? "").slice(0, 16)}….`,
            observedAt: end.observedAt,
          })),
        }),
      );
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};

export const ipsecPolicyDiffers: WarningRule = {
  codes: ["ipsec-policy-differs"],
  judge({ nodes }) {
    const { ends, unknown } = ipsecEnds(nodes);
    const findings = pairsWith(ends, (end) => end.policyByPeer).flatMap((pair) => policyDifference(pair));
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};

function policyDifference(pair: Pair): Finding[] {
  const { own, peer } = pair;
  const ours = own.policyByPeer.get(peer.address);
  const theirs = peer.policyByPeer.get(own.address);
  if (!ours || !theirs || arePoliciesCompatible(ours, theirs)) return [];
  return [
    finding("ipsec-policy-differs", {
      ...aboutLink(pair),
      cause: `${own.node.hostname} and ${peer.node.hostname} do not agree how to protect the traffic between them (${policyWords(ours)} against ${policyWords(theirs)}), so it is dropped.`,
      evidence: [
        { sentence: `${own.node.hostname} wants ${policyWords(ours)}.`, observedAt: own.observedAt },
        { sentence: `${peer.node.hostname} wants ${policyWords(theirs)}.`, observedAt: peer.observedAt },
      ],
    }),
  ];
}

function policyWords({ action, encryptionAlgorithm, authenticationAlgorithm }: IpsecPolicyRule): string {
  if (action !== "ipsec") return action === "drop" ? "to drop it" : "clear text";
  return `${encryptionAlgorithm ?? "no encryption"} with ${authenticationAlgorithm ?? "no separate authentication"}`;
}

function arePoliciesCompatible(a: IpsecPolicyRule, b: IpsecPolicyRule): boolean {
  if (a.action !== b.action) return false;
  if (a.action !== "ipsec") return true;
  return (
    areAlgorithmsCompatible(a.encryptionAlgorithm, b.encryptionAlgorithm) &&
    areAlgorithmsCompatible(a.authenticationAlgorithm, b.authenticationAlgorithm)
  );
}

/** An algorithm without key length takes any; `any` takes all. */
function areAlgorithmsCompatible(a: string | null, b: string | null): boolean {
  if (a === b || a === "any" || b === "any") return true;
  if (a === null || b === null) return false;
  const [nameA, bitsA] = a.split("(");
  const [nameB, bitsB] = b.split("(");
  return (
    nameA === nameB &&
    (bitsA === undefined || bitsB === undefined || bitsA.includes("..") || bitsB.includes(".."))
  );
}

/** Told once a group: the field's product writes the same one on every node. */
export const ipsecWeakGroup: WarningRule = {
  codes: ["ipsec-weak-group"],
  judge({ nodes }) {
    const { known, unknown } = withPart(nodes, "ipsec");
    const uses = known.flatMap(({ node, part }) => {
      const groups = part.value.ikeRules.flatMap((rule) => [
        rule.diffieHellmanGroup,
        rule.perfectForwardSecrecyGroup,
      ]);
      const weak = new Set(groups.filter((group) => group !== null && WEAK_GROUPS.includes(group)));
      return [...weak].map((group) => ({ group, node, observedAt: part.observedAt }));
    });
    const findings = [...groupBy(uses, ({ group }) => group)].map(([group, users]) =>
      finding("ipsec-weak-group", {
        subject: { kind: "cloud", key: `ike-group:${group}`, label: `Diffie-Hellman group ${group}` },
        cause: `${counted(users.length, "node")} (${listed(users.map(({ node }) => node.hostname))}) ${users.length === 1 ? "negotiates" : "negotiate"} IPsec keys with Diffie-Hellman group ${group}, which is too weak: recorded traffic may be decrypted later.`,
        evidence: users.map(({ node, observedAt }) => ({
          sentence: `ike.config of ${node.hostname} names group ${group}.`,
          observedAt,
        })),
        touches: users.map(({ node }) => nodeKey(node.id)),
      }),
    );
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};
