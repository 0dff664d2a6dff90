import { ikeProposal } from "../mesh/ipsec-check.ts";
import type { Finding, Judgement } from "../warning.ts";
import type { WarningCode } from "./catalogue.ts";
import {
  counted,
  EVIDENCE_MAX,
  finding,
  judged,
  linkHref,
  listed,
  nodeHref,
  nodeKey,
  pairKey,
  pdcKey,
  TOUCHED_LIMIT,
  undecidedNode,
} from "./finding.ts";
import {
  algorithmsTowards,
  areEndsUnknown,
  ends,
  hasOtherKey,
  hasOtherPolicy,
  type IpsecEnd,
  ipsecEndOf,
  type Lacking,
  peersWithoutKey,
  peersWithoutPolicy,
} from "./ipsec-ends.ts";
import { type Cloud, groupRule, lacks, type NodeRule } from "./model/rule.ts";
import type { Table } from "./model/table.ts";

/** RFC 8247, 2.4: 1, 2, 5 and 22 should not or must not be used. */
const WEAK_GROUPS: readonly number[] = [1, 2, 5, 22];

type Missing = {
  code: WarningCode;
  lackingOf: typeof peersWithoutKey;
  cause: (hostname: string, peers: string) => string;
};

function missingRule({ code, lackingOf, cause }: Missing): NodeRule {
  return {
    ...endRule(code, (end, cloud) => {
      const lacking = lackingOf(end, cloud.ipsecPeers(), TOUCHED_LIMIT);
      return lacking.count > 0 ? [missingFor(code, end, lacking, cause)] : [];
    }),
    looksAtEnds: "all",
  };
}

/** Judges each end by itself and its peers by what it holds for them. */
function endRule(code: WarningCode, find: (end: IpsecEnd, cloud: Cloud) => Finding[]): NodeRule {
  return {
    codes: [code],
    per: "node",
    looksAtEnds: "peers",
    judge({ node }, cloud): Judgement {
      const end = ipsecEndOf(node);
      return {
        findings: end ? find(end, cloud) : [],
        undecided: areEndsUnknown(node) ? undecidedNode([code], node.id) : [],
      };
    },
  };
}

/** The only end that has the address; one of two nodes tells nothing about either. */
function peerAt(address: string, own: IpsecEnd, cloud: Cloud): IpsecEnd | null {
  const member = cloud.group(ends, address)?.onlyMember;
  const peer = member && ipsecEndOf(member.node);
  return peer && peer.pdcName !== own.pdcName ? peer : null;
}

/** Only where nobody else has the end's own address. */
function isAlone({ address }: IpsecEnd, cloud: Cloud): boolean {
  return cloud.group(ends, address)?.size === 1;
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
    evidence: peers.slice(0, EVIDENCE_MAX).map((peer) => ({
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

export const ipsecKeyMissing = missingRule({
  code: "ipsec-key-missing",
  lackingOf: peersWithoutKey,
  cause: (hostname, peers) =>
    `${hostname} has no pre-shared key for ${peers}, so IPsec between them cannot be set up and their overlays are cut.`,
});

export const ipsecPolicyMissing = missingRule({
  code: "ipsec-policy-missing",
  lackingOf: peersWithoutPolicy,
  cause: (hostname, peers) =>
    `The IPsec policy of ${hostname} does not protect all VXLAN traffic with ${peers}. What it sends them leaves in clear text unless something else stops it.`,
});

type Pair = { own: IpsecEnd; peer: IpsecEnd };

/** Each pair once, at the end with the smaller id, found by what the ends hold and not by pairing them. */
function pairsOf(
  own: IpsecEnd,
  cloud: Cloud,
  heldOf: (end: IpsecEnd) => ReadonlyMap<string, unknown>,
): Pair[] {
  if (!isAlone(own, cloud)) return [];
  return [...heldOf(own).keys()].flatMap((address): Pair[] => {
    const peer = peerAt(address, own, cloud);
    return peer && own.node.id < peer.node.id && heldOf(peer).has(own.address) ? [{ own, peer }] : [];
  });
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
    href: linkHref([own.node.id, peer.node.id]),
  };
}

export const ipsecKeyDiffers = endRule("ipsec-key-differs", (end, cloud) =>
  pairsOf(end, cloud, ({ fingerprintByPeer }) => fingerprintByPeer)
    .filter(({ own, peer }) => hasOtherKey(own, peer))
    .map((pair) =>
      finding("ipsec-key-differs", {
        ...aboutLink(pair),
        cause: `${pair.own.node.hostname} and ${pair.peer.node.hostname} hold different pre-shared keys for each other, so IPsec between them cannot be set up and their overlays are cut.`,
        evidence: [pair.own, pair.peer].map((each) => ({
          sentence: `The key's fingerprint on ${each.node.hostname} is ${(each.fingerprintByPeer.get(each === pair.own ? pair.peer.address : pair.own.address) ?? "").slice(0, 16)}….`,
          observedAt: each.observedAt,
        })),
      }),
    ),
);

export const ipsecPolicyDiffers = endRule("ipsec-policy-differs", (end, cloud) =>
  pairsOf(end, cloud, ({ policyByPeer }) => policyByPeer).flatMap((pair) => {
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
  }),
);

/** Where neither end has an IKE rule for the other, nothing is told: keys may be set by hand. */
export const ipsecIkeDiffers = endRule("ipsec-ike-differs", (own, cloud) => {
  if (!isAlone(own, cloud)) return [];
  return [...own.ikeRuleByPeer].flatMap(([address, rule]) => {
    const peer = peerAt(address, own, cloud);
    if (!peer) return [];
    const theirs = peer.ikeRuleByPeer.get(own.address);
    if (theirs && own.node.id > peer.node.id) return [];
    return ikeDifference({ own, peer }, ikeProposal(rule), theirs ? ikeProposal(theirs) : null);
  });
});

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

/** Nodes by the weak Diffie-Hellman groups they name. */
const weakGroups: Table<number> = {
  name: "weak-groups",
  scan({ facts }) {
    const groups = (facts?.ipsec?.value.ikeRules ?? []).flatMap(
      ({ diffieHellmanGroup, perfectForwardSecrecyGroup }) => [
        diffieHellmanGroup,
        perfectForwardSecrecyGroup,
      ],
    );
    const weak = new Set(groups.filter((group) => group !== null && WEAK_GROUPS.includes(group)));
    return [...weak].flatMap((value) => (value === null ? [] : [{ key: String(value), text: "", value }]));
  },
};

/** Told once a group: the field's product writes the same one on every node. */
export const ipsecWeakGroup = groupRule({
  codes: ["ipsec-weak-group"],
  table: weakGroups,
  isUnknown: lacks("ipsec"),
  judge(group) {
    if (group.size === 0) return judged([]);
    const users = group.first(EVIDENCE_MAX).map(({ node }) => node);
    const hostnames = users.map(({ hostname }) => hostname);
    return judged([
      finding("ipsec-weak-group", {
        subject: {
          kind: "cloud",
          key: `ike-group:${group.key}`,
          label: `Diffie-Hellman group ${group.key}`,
        },
        cause: `${counted(group.size, "node")} (${listed(hostnames, group.size)}) ${group.size === 1 ? "negotiates" : "negotiate"} IPsec keys with Diffie-Hellman group ${group.key}, which is too weak: recorded traffic may be decrypted later.`,
        evidence: users.map((node) => ({
          sentence: `ike.config of ${node.hostname} names group ${group.key}.`,
          observedAt: node.facts?.ipsec?.observedAt ?? new Date(0),
        })),
        evidenceCount: group.size,
        touches: group.first(TOUCHED_LIMIT).map(({ id }) => nodeKey(id)),
      }),
    ]);
  },
});
