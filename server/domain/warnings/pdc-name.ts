import type { Finding } from "../warning.ts";
import { counted, finding, listed, nodeHref, nodeKey, pairKey, pdcKey, quoted } from "./finding.ts";
import { nameSimilarity } from "./similar-names.ts";
import {
  groupBy,
  type NodePart,
  type Situation,
  undecidedNodes,
  type WarningRule,
  withPart,
} from "./situation.ts";

type Named = NodePart<"identity">;

const nameOf = ({ part }: Named): string => part.value.pdcName;

/** An empty PDC name is never "the same": links of such a node are unknown. */
export const pdcNameMissing: WarningRule = {
  codes: ["pdc-name-missing"],
  judge({ nodes }) {
    const { known, unknown } = withPart(nodes, "identity");
    const findings = known
      .filter((named) => nameOf(named).trim() === "")
      .map(({ node, part }) =>
        finding("pdc-name-missing", {
          subject: { kind: "node", key: nodeKey(node.id), label: node.hostname },
          cause: `${node.hostname} reports no PDC name, so nobody can tell which nodes it shares an admin network with. Its links are unknown, and it counts as a place of its own.`,
          evidence: [
            { sentence: `Datacenter Name of ${node.hostname} is empty.`, observedAt: part.observedAt },
          ],
          href: nodeHref(node.id),
        }),
      );
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};

/** Compares names, not nodes. */
export const pdcNameSimilar: WarningRule = {
  codes: ["pdc-name-similar"],
  judge({ nodes }: Situation) {
    const { known, unknown } = withPart(nodes, "identity");
    const groups = [...groupBy(known, nameOf)].filter(([name]) => name.trim() !== "");
    const findings: Finding[] = [];
    for (const [index, group] of groups.entries()) {
      for (const other of groups.slice(index + 1)) {
        const similarity = nameSimilarity(group[0], other[0]);
        if (similarity) findings.push(similarNames(group, other, similarity));
      }
    }
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};

function similarNames(a: [string, Named[]], b: [string, Named[]], similarity: string): Finding {
  const pair = [a, b].toSorted((x, y) => x[1].length - y[1].length || (x[0] < y[0] ? -1 : 1));
  const [few, many] = pair[0] === a ? [a, b] : [b, a];
  const verb = few[1].length === 1 ? "encrypts" : "encrypt";
  return finding("pdc-name-similar", {
    subject: {
      kind: "pdc-pair",
      key: pairKey("pdcs", [a[0], b[0]]),
      label: `${quoted(few[0])} and ${quoted(many[0])}`,
    },
    cause: `${quoted(few[0])} and ${quoted(many[0])} ${similarity}, yet count as two PDCs: ${counted(few[1].length, "node")} of ${quoted(few[0])} ${verb} to ${counted(many[1].length, "node")} of ${quoted(many[0])} over the external network. If it is one place, they should talk over its admin network.`,
    evidence: [few, many].map(([name, named]) => ({
      sentence: `${listed(named.map(({ node }) => node.hostname))} ${named.length === 1 ? "reports" : "report"} the PDC name ${quoted(name)}.`,
      observedAt: oldest(named),
    })),
    touches: [pdcKey(a[0]), pdcKey(b[0]), ...[...a[1], ...b[1]].map(({ node }) => nodeKey(node.id))],
    href: few[1][0] ? nodeHref(few[1][0].node.id) : null,
  });
}

function oldest(named: readonly Named[]): Date {
  return named.map(({ part }) => part.observedAt).reduce((a, b) => (a < b ? a : b));
}
