import type { IkeRule } from "../facts.ts";
import type { Finding, Judgement } from "../warning.ts";
import type { WarningCode } from "./catalogue.ts";
import { counted, finding, listed, nodeHref, nodeKey, pairKey, pdcKey } from "./finding.ts";
import {
  algorithmsTowards,
  hasOtherKey,
  hasOtherPolicy,
  type IpsecEnd,
  ipsecEnds,
  ipsecPeers,
  type Lacking,
  peersWithoutKey,
  peersWithoutPolicy,
} from "./ipsec-ends.ts";
import { groupBy, type Situation, undecidedNodes, type WarningRule, withPart } from "./situation.ts";

/** RFC 8247, 2.4: 1, 2, 5 and 22 should not or must not be used. */
const WEAK_GROUPS: readonly number[] = [1, 2, 5, 22];

/** The cause tells how many there are. */
const PEERS_TOLD_MAX = 25;
/** One more than a finding touches by name. */
const PEERS_MAX = 501;

type Missing = {
  code: WarningCode;
  lackingOf: typeof peersWithoutKey;
  cause: (hostname: string, peers: string) => string;
};

function judgeMissing({ nodes }: Situation, { code, lackingOf, cause }: Missing): Judgement {
  const { ends, unknown } = ipsecEnds(nodes);
  const all = ipsecPeers(ends);
  const findings = ends.flatMap((end) => {
    const { peers, count } = lackingOf(end, all, PEERS_MAX);
    return count > 0 ? missingFor(code, end, { peers, count }, cause) : [];
  });
  return { findings, undecided: undecidedNodes([code], unknown) };
}

function missingFor(
  code: WarningCode,
  end: IpsecEnd,
  { peers, count }: Lacking,
  cause: Missing["cause"],
): Finding {
  const { hostname, id } = end.node;
  const hostnames = listed(peers.slice(0, 3).map(({ node }) => node.hostname));
  const among = count > 3 ? `among them ${hostnames}` : hostnames;
  return finding(code, {
    subject: { kind: "node", key: nodeKey(id), label: hostname },
    cause: cause(hostname, `${counted(count, "node")} of other PDCs (${among})`),
    evidence: peers.slice(0, PEERS_TOLD_MAX).map((peer) => ({
      sentence: `${hostname} (${end.address}) has none for ${peer.node.hostname} (${peer.address}).`,
      observedAt: end.observedAt,
    })),
    touches: [
      ...new Set(peers.map(({ pdcName }) => pdcKey(pdcName))),
      ...peers.map(({ node }) => nodeKey(node.id)),
    ],
    href: nodeHref(id),
  });
}

export const ipsecKeyMissing: WarningRule = {
  codes: ["ipsec-key-missing"],
  judge(situation) {
    return judgeMissing(situation, {
      code: "ipsec-key-missing",
      lackingOf: peersWithoutKey,
      cause: (hostname, peers) =>
        `${hostname} has no pre-shared key for ${peers}, so IPsec between them cannot be set up and their overlays are cut.`,
    });
  },
};

export const ipsecPolicyMissing: WarningRule = {
  codes: ["ipsec-policy-missing"],
  judge(situation) {
    return judgeMissing(situation, {
      code: "ipsec-policy-missing",
      lackingOf: peersWithoutPolicy,
      cause: (hostname, peers) =>
        `The IPsec policy of ${hostname} does not protect all VXLAN traffic with ${peers}. What it sends them leaves in clear text unless something else stops it.`,
    });
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
      .filter(({ own, peer }) => hasOtherKey(own, peer))
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
    const findings = pairsWith(ends, (end) => end.policyByPeer).flatMap((pair) => {
      const { own, peer } = pair;
      if (!hasOtherPolicy(own, peer)) return [];
      const [ours, theirs] = [algorithmsTowards(own, peer), algorithmsTowards(peer, own)];
      return finding("ipsec-policy-differs", {
        ...aboutLink(pair),
        cause: `${own.node.hostname} and ${peer.node.hostname} do not agree how to protect the traffic between them (${ours} against ${theirs}), so it is dropped.`,
        evidence: [
          { sentence: `${own.node.hostname} wants ${ours}.`, observedAt: own.observedAt },
          { sentence: `${peer.node.hostname} wants ${theirs}.`, observedAt: peer.observedAt },
        ],
      });
    });
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};

/** Where neither end has an IKE rule for the other, nothing is told: keys may be set by hand. */
export const ipsecIkeDiffers: WarningRule = {
  codes: ["ipsec-ike-differs"],
  judge({ nodes }) {
    const { ends, unknown } = ipsecEnds(nodes);
    const byAddress = groupBy(ends, ({ address }) => address);
    const findings = ends.flatMap((own) =>
      [...own.ikeRuleByPeer].flatMap(([address, rule]) => {
        const [peer, another] = byAddress.get(address) ?? [];
        if (!peer || another || peer.pdcName === own.pdcName) return [];
        const theirs = peer.ikeRuleByPeer.get(own.address);
        if (theirs && own.node.id > peer.node.id) return [];
        return ikeDifference({ own, peer }, ikeProposal(rule), theirs ? ikeProposal(theirs) : null);
      }),
    );
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};

function ikeDifference(pair: Pair, ours: string, theirs: string | null): Finding[] {
  if (ours === theirs) return [];
  const { own, peer } = pair;
  const [nameA, nameB] = [own.node.hostname, peer.node.hostname];
  return [
    finding("ipsec-ike-differs", {
      ...aboutLink(pair),
      cause:
        theirs === null
          ? `${nameA} has an IKE rule for ${nameB}, but ${nameB} has none for ${nameA}, so they cannot agree on keys.`
          : `The IKE rules of ${nameA} and ${nameB} for each other differ, so they cannot agree on keys.`,
      evidence: [
        { sentence: `${nameA}: ${ours}.`, observedAt: own.observedAt },
        { sentence: `${nameB}: ${theirs ?? "no rule"}.`, observedAt: peer.observedAt },
      ],
    }),
  ];
}

/** Lifetimes are left out: IKE settles on the shorter one. */
function ikeProposal(rule: IkeRule): string {
  const { authenticationMethod, encryptionAlgorithm, hashAlgorithm } = rule;
  const words = [authenticationMethod, encryptionAlgorithm, hashAlgorithm]
    .map((word) => word ?? "?")
    .join(" ");
  return `${words}, group ${rule.diffieHellmanGroup ?? "?"}, PFS ${rule.perfectForwardSecrecyGroup ?? 0}`;
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
