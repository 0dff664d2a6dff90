import type { OverlayRule } from "../facts.ts";
import type { Node } from "../node.ts";
import { finding, listed, nodeKey, pairKey, quoted, ruleKey } from "./finding.ts";
import { groupBy, undecidedNodes, type WarningRule, withPart } from "./situation.ts";

type Conflict = { names: [string, string]; port: number; node: Node; observedAt: Date };

/** Rules with different fixed addresses do not meet; a rule without an address is counted as listening everywhere. */
function canMeet(a: OverlayRule, b: OverlayRule): boolean {
  const isAny = ({ listenAddress }: OverlayRule) => listenAddress === null || listenAddress === "0.0.0.0";
  return isAny(a) || isAny(b) || a.listenAddress === b.listenAddress;
}

/** Conflicts arise inside a node; the same pair of rules on many nodes is one finding. */
export const rulePortConflict: WarningRule = {
  codes: ["rule-port-conflict"],
  judge({ nodes }) {
    const { known, unknown } = withPart(nodes, "overlayRules");
    const conflicts = known.flatMap(({ node, part }) =>
      conflictingPairs(part.value).map(([a, b]): Conflict => {
        const names: [string, string] = a.name < b.name ? [a.name, b.name] : [b.name, a.name];
        return { names, port: a.listenPort, node, observedAt: part.observedAt };
      }),
    );
    const findings = [...groupBy(conflicts, ({ names }) => pairKey("rules", names)).values()].map(
      portConflict,
    );
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};

function conflictingPairs(rules: readonly OverlayRule[]): [OverlayRule, OverlayRule][] {
  return [...groupBy(rules, ({ listenPort }) => listenPort).values()].flatMap((onPort) =>
    onPort.flatMap((a, index) =>
      onPort
        .slice(index + 1)
        .filter((b) => a.name !== b.name && canMeet(a, b))
        .map((b): [OverlayRule, OverlayRule] => [a, b]),
    ),
  );
}

function portConflict(conflicts: Conflict[]) {
  const names = conflicts[0]?.names ?? ["", ""];
  const hostnames = listed(conflicts.map(({ node }) => node.hostname));
  const ports = listed([...new Set(conflicts.map(({ port }) => String(port)))]);
  return finding("rule-port-conflict", {
    subject: {
      kind: "rule",
      key: pairKey("rules", names),
      label: `${quoted(names[0])} and ${quoted(names[1])}`,
    },
    cause: `The overlay rules ${quoted(names[0])} and ${quoted(names[1])} both listen on UDP port ${ports} on ${hostnames}. The node cannot tell their packets apart, so overlays of one of them fail.`,
    evidence: conflicts.map(({ node, port, observedAt }) => ({
      sentence: `${node.hostname}: both rules have listen port ${port}.`,
      observedAt,
    })),
    touches: [...names.map(ruleKey), ...conflicts.map(({ node }) => nodeKey(node.id))],
  });
}
