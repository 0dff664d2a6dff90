import {
  defaultRouteStanding,
  EXTERNAL_NIC_TAG,
  externalAddressStanding,
  hasExternalTag,
  routeWords,
} from "../checklist/external-standing.ts";
import type { NodeFacts } from "../facts.ts";
import { addressKind, type AddressKind } from "../ipv4.ts";
import type { Node } from "../node.ts";
import type { Finding, Judgement } from "../warning.ts";
import type { WarningCode } from "./catalogue.ts";
import {
  EVIDENCE_MAX,
  finding,
  judged,
  listed,
  nodeHref,
  nodeKey,
  TOUCHED_LIMIT,
  undecidedNode,
} from "./finding.ts";
import { externals } from "./externals.ts";
import { type Cloud, groupRule, lacks, type NodeRule } from "./model/rule.ts";

const KIND_WORDS: Record<AddressKind, string> = {
  public: "public",
  private: "private (RFC 1918): it means something else in every place",
  shared: "the provider's (RFC 6598): behind its address translation nobody reaches the node from outside",
  other: "not public",
};
const CGNAT_REMEDY =
  "Ask the provider for a public IPv4 address of the node's own and give it to external0, then refresh the node.";

/** What one node says about one requirement; null: it has not told enough. */
type Verdict = Finding[] | null;

/** Requirements hold for all nodes, but only once two PDC names exist. */
function requirement(
  code: WarningCode,
  verdictOn: (node: Node, facts: NodeFacts, cloud: Cloud) => Verdict,
): NodeRule {
  return {
    codes: [code],
    per: "node",
    looksAtPlaces: true,
    judge({ node }, cloud): Judgement {
      const undecided = { findings: [], undecided: undecidedNode([code], node.id) };
      if (cloud.places.named < 2) return cloud.places.unread > 0 ? undecided : judged([]);
      const verdict = node.facts && verdictOn(node, node.facts, cloud);
      return verdict ? judged(verdict) : undecided;
    },
  };
}

const aboutNode = (node: Node) => ({
  subject: { kind: "node" as const, key: nodeKey(node.id), label: node.hostname },
  href: nodeHref(node.id),
});

export const requirementExternalTag = requirement("requirement-external-tag", (node, facts) => {
  const { nicTags } = facts;
  if (!nicTags) return null;
  if (hasExternalTag(facts)) return [];
  const names = nicTags.value.map(({ name }) => name);
  return [
    finding("requirement-external-tag", {
      ...aboutNode(node),
      cause: `${node.hostname} has no NIC tag ${EXTERNAL_NIC_TAG}. There is more than one PDC, so IPsec to the others needs it on every node.`,
      evidence: [
        {
          sentence:
            names.length > 0
              ? `NIC tags of ${node.hostname}: ${listed(names)}.`
              : `${node.hostname} has no NIC tags.`,
          observedAt: nicTags.observedAt,
        },
      ],
    }),
  ];
});

export const requirementExternalAddress = requirement(
  "requirement-external-address",
  (node, facts, { publicAddressExceptions }) => {
    const standing = externalAddressStanding(facts, publicAddressExceptions);
    if (!standing || !facts.hostVnics) return null;
    if (standing.kind === "public") return [];
    const { observedAt } = facts.hostVnics;
    const { address } = standing;
    const kind = address === null ? "other" : addressKind(address, publicAddressExceptions);
    const [what, sentence] =
      address === null
        ? [
            "has no external address",
            "No vNIC external0 or external_0 and no NIC tagged external has an IPv4 address.",
          ]
        : [
            `has the external address ${address}, which is ${KIND_WORDS[kind]}`,
            `The external address of ${node.hostname} is ${address}.`,
          ];
    return [
      finding("requirement-external-address", {
        ...aboutNode(node),
        cause: `${node.hostname} ${what}. Nodes of other PDCs cannot reach it, so its overlays end at its own PDC.`,
        evidence: [{ sentence, observedAt }],
        remedy: kind === "shared" ? CGNAT_REMEDY : undefined,
      }),
    ];
  },
);

/** Told once an address, whatever the number of nodes that have it. */
export const requirementExternalAddressShared = groupRule({
  codes: ["requirement-external-address-shared"],
  table: externals,
  isUnknown: lacks("nics", "hostVnics"),
  judge(group) {
    if (group.size < 2) return judged([]);
    const address = group.key;
    const holders = group.first(EVIDENCE_MAX).map(({ node }) => node);
    const hostnames = listed(
      holders.map(({ hostname }) => hostname),
      group.size,
    );
    return judged([
      finding("requirement-external-address-shared", {
        subject: { kind: "subnet", key: `address:${address}`, label: address },
        cause: `${hostnames} have the same external address ${address}. Nodes of other PDCs reach one of them at best.`,
        evidence: holders.map((node) => ({
          sentence: `The external address of ${node.hostname} is ${address}.`,
          observedAt: node.facts?.hostVnics?.observedAt ?? new Date(0),
        })),
        evidenceCount: group.size,
        touches: group.first(TOUCHED_LIMIT).map(({ id }) => nodeKey(id)),
      }),
    ]);
  },
});

export const requirementDefaultRoute = requirement("requirement-default-route", (node, facts) => {
  const { defaultRoutes } = facts;
  const standing = defaultRouteStanding(facts);
  if (!standing || !defaultRoutes) return null;
  if (standing === "external") return [];
  const routes = defaultRoutes.value.map(routeWords);
  return [
    finding("requirement-default-route", {
      ...aboutNode(node),
      cause:
        routes.length === 0
          ? `${node.hostname} has no default route, so it cannot reach the external addresses of other PDCs.`
          : `The default route of ${node.hostname} does not leave through its external NIC, so packets to other PDCs take another way than IPsec expects.`,
      evidence: [
        {
          sentence:
            routes.length === 0
              ? "The routing table has no default route."
              : `Default route: ${listed(routes)}.`,
          observedAt: defaultRoutes.observedAt,
        },
      ],
    }),
  ];
});
