import {
  defaultRouteStanding,
  EXTERNAL_NIC_TAG,
  externalAddressStanding,
  hasExternalTag,
  routeWords,
} from "../checklist/external-standing.ts";
import { pdcNamesAmong } from "../checklist/pdc-names.ts";
import type { NodeFacts } from "../facts.ts";
import { type Ipv4Cidr, parseCidr } from "../ipv4.ts";
import { externalAddress, type Node } from "../node.ts";
import type { Finding, Judgement } from "../warning.ts";
import type { WarningCode } from "./catalogue.ts";
import { finding, listed, nodeHref, nodeKey } from "./finding.ts";
import { groupBy, type Situation, undecidedNodes, type WarningRule, withPart } from "./situation.ts";

/** What one node says about one requirement; null: it has not told enough. */
type Verdict = Finding[] | null;

/** Requirements hold for all nodes, but only once two PDC names exist. */
function judgeEachNode(
  { nodes }: Situation,
  codes: readonly WarningCode[],
  verdictOn: (node: Node, facts: NodeFacts) => Verdict,
): Judgement {
  const { unknown } = withPart(nodes, "identity");
  if (pdcNamesAmong(nodes).size < 2)
    return { findings: [], undecided: undecidedNodes(codes, unknown.length > 0 ? nodes : []) };
  const verdicts = nodes.map((node) => ({ node, verdict: node.facts ? verdictOn(node, node.facts) : null }));
  return {
    findings: verdicts.flatMap(({ verdict }) => verdict ?? []),
    undecided: undecidedNodes(
      codes,
      verdicts.filter(({ verdict }) => !verdict).map(({ node }) => node),
    ),
  };
}

const aboutNode = (node: Node) => ({
  subject: { kind: "node" as const, key: nodeKey(node.id), label: node.hostname },
  href: nodeHref(node.id),
});

export const requirementExternalTag: WarningRule = {
  codes: ["requirement-external-tag"],
  judge(situation) {
    return judgeEachNode(situation, this.codes, (node, facts) => {
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
  },
};

export const requirementExternalAddress: WarningRule = {
  codes: ["requirement-external-address"],
  judge(situation) {
    const exceptions = exceptionsOf(situation);
    return judgeEachNode(situation, this.codes, (node, facts) => {
      const standing = externalAddressStanding(facts, exceptions);
      if (!standing || !facts.hostVnics) return null;
      if (standing.kind === "public") return [];
      const { observedAt } = facts.hostVnics;
      const { address } = standing;
      const [what, sentence] =
        address === null
          ? [
              "has no external address",
              "No vNIC external0 or external_0 and no NIC tagged external has an IPv4 address.",
            ]
          : [
              `has the external address ${address}, which is not public`,
              `The external address of ${node.hostname} is ${address}.`,
            ];
      return [
        finding("requirement-external-address", {
          ...aboutNode(node),
          cause: `${node.hostname} ${what}. Nodes of other PDCs cannot reach it, so its overlays end at its own PDC.`,
          evidence: [{ sentence, observedAt }],
        }),
      ];
    });
  },
};

function exceptionsOf({ settings }: Situation): Ipv4Cidr[] {
  return settings.publicAddressExceptions.map(parseCidr).filter((cidr) => cidr !== null);
}

/** Told once an address, whatever the number of nodes that have it. */
export const requirementExternalAddressShared: WarningRule = {
  codes: ["requirement-external-address-shared"],
  judge({ nodes }) {
    const told = nodes.map((node) => ({ node, address: node.facts ? externalAddress(node.facts) : null }));
    const unknown = nodes.filter(({ facts }) => !facts?.nics || !facts.hostVnics);
    const findings = [...groupBy(told, ({ address }) => address)].flatMap(([address, holders]) => {
      if (address === null || holders.length < 2) return [];
      const hostnames = listed(holders.map(({ node }) => node.hostname));
      return finding("requirement-external-address-shared", {
        subject: { kind: "subnet", key: `address:${address}`, label: address },
        cause: `${hostnames} have the same external address ${address}. Nodes of other PDCs reach one of them at best.`,
        evidence: holders.map(({ node }) => ({
          sentence: `The external address of ${node.hostname} is ${address}.`,
          observedAt: node.facts?.hostVnics?.observedAt ?? new Date(0),
        })),
        touches: holders.map(({ node }) => nodeKey(node.id)),
      });
    });
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};

export const requirementDefaultRoute: WarningRule = {
  codes: ["requirement-default-route"],
  judge(situation) {
    return judgeEachNode(situation, this.codes, (node, facts) => {
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
  },
};
