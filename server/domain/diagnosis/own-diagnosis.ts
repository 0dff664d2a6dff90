import type { Node } from "../node.ts";
import { pdcOf } from "../pdc.ts";
import { compareVerdicts } from "./crossed-links.ts";
import type { Verdict } from "./verdict.ts";

/** What is wrong between the PDCs of a vDC's network, as its people may see it. */
export type OwnDiagnosis = {
  pairs: { pdcLabels: [string, string]; kind: Verdict["kind"]; title: string }[];
};

/** The worst of each pair of PDCs: how many nodes there are, and which, is not told. Titles name nobody. */
export function ownDiagnosisOf(
  found: readonly { nodes: readonly [Node, Node]; verdict: Verdict }[],
): OwnDiagnosis {
  const byPdcs = Map.groupBy(found, ({ nodes }) =>
    JSON.stringify(nodes.map((node) => pdcOf(node).label).toSorted()),
  );
  const pairs = [...byPdcs.values()].flatMap((group) => {
    const [worst] = group.toSorted((a, b) => compareVerdicts(a.verdict, b.verdict));
    if (!worst) return [];
    const [a = "", b = ""] = worst.nodes.map((node) => pdcOf(node).label).toSorted();
    const { kind, title } = worst.verdict;
    return [{ pdcLabels: [a, b] as [string, string], kind, title }];
  });
  return { pairs: pairs.toSorted(compareVerdicts) };
}
