import type { Finding } from "../warning.ts";
import {
  counted,
  finding,
  judged,
  listed,
  nodeHref,
  nodeKey,
  pairKey,
  pdcKey,
  quoted,
  TOUCHED_LIMIT,
  undecidedNode,
} from "./finding.ts";
import type { Group } from "./model/group.ts";
import { groupRule, lacks, type NodeRule } from "./model/rule.ts";
import { pdcs } from "./pdcs.ts";
import { nameSimilarity } from "./similar-names.ts";

const LISTED_MAX = 5;

/** An empty PDC name is never "the same": links of such a node are unknown. */
export const pdcNameMissing: NodeRule = {
  codes: ["pdc-name-missing"],
  per: "node",
  judge({ node }) {
    const identity = node.facts?.identity;
    if (!identity) return { findings: [], undecided: undecidedNode(this.codes, node.id) };
    if (identity.value.pdcName.trim() !== "") return judged([]);
    return judged([
      finding("pdc-name-missing", {
        subject: { kind: "node", key: nodeKey(node.id), label: node.hostname },
        cause: `${node.hostname} reports no PDC name, so nobody can tell which nodes it shares an admin network with. Its links are unknown, and it counts as a place of its own.`,
        evidence: [
          { sentence: `Datacenter Name of ${node.hostname} is empty.`, observedAt: identity.observedAt },
        ],
        href: nodeHref(node.id),
      }),
    ]);
  },
};

/** Compares names, not nodes. A pair is told where the first of the two is judged. */
export const pdcNameSimilar = groupRule({
  codes: ["pdc-name-similar"],
  table: pdcs,
  isUnknown: lacks("identity"),
  judge(group, cloud) {
    if (group.size === 0) return judged([]);
    return judged(
      [...cloud.similarNames(group.key)]
        .filter((name) => group.key < name)
        .flatMap((name) => {
          const other = cloud.group(pdcs, name);
          const similarity = nameSimilarity(group.key, name);
          return other && similarity ? similarNames(group, other, similarity) : [];
        }),
    );
  },
});

function similarNames(a: Group<true>, b: Group<true>, similarity: string): Finding {
  const [few, many] = a.size < b.size || (a.size === b.size && a.key < b.key) ? [a, b] : [b, a];
  const verb = few.size === 1 ? "encrypts" : "encrypt";
  const [first] = few.first(1);
  return finding("pdc-name-similar", {
    subject: {
      kind: "pdc-pair",
      key: pairKey("pdcs", [a.key, b.key]),
      label: `${quoted(few.key)} and ${quoted(many.key)}`,
    },
    cause: `${quoted(few.key)} and ${quoted(many.key)} ${similarity}, yet count as two PDCs: ${counted(few.size, "node")} of ${quoted(few.key)} ${verb} to ${counted(many.size, "node")} of ${quoted(many.key)} over the external network. If it is one place, they should talk over its admin network.`,
    evidence: [few, many].map((group) => evidenceOf(group)),
    touches: [
      pdcKey(a.key),
      pdcKey(b.key),
      ...[few, many].flatMap((group) => group.first(TOUCHED_LIMIT)).map(({ id }) => nodeKey(id)),
    ],
    href: first ? nodeHref(first.id) : null,
  });
}

function evidenceOf(group: Group<true>) {
  const members = group.first(LISTED_MAX);
  const hostnames = members.map(({ node }) => node.hostname);
  return {
    sentence: `${listed(hostnames, group.size)} ${group.size === 1 ? "reports" : "report"} the PDC name ${quoted(group.key)}.`,
    observedAt: members[0]?.node.facts?.identity?.observedAt ?? new Date(0),
  };
}
