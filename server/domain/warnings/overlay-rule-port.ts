import type { OverlayRule } from "../facts.ts";
import {
  EVIDENCE_MAX,
  finding,
  judged,
  listed,
  nodeKey,
  pairKey,
  quoted,
  ruleKey,
  TOUCHED_LIMIT,
} from "./finding.ts";
import { groupRule, lacks } from "./model/rule.ts";
import type { Table } from "./model/table.ts";
import { groupBy } from "./situation.ts";

type Conflict = { names: [string, string]; port: number };

/** Rules with different fixed addresses do not meet; a rule without an address is counted as listening everywhere. */
function canMeet(a: OverlayRule, b: OverlayRule): boolean {
  const isAny = ({ listenAddress }: OverlayRule) => listenAddress === null || listenAddress === "0.0.0.0";
  return isAny(a) || isAny(b) || a.listenAddress === b.listenAddress;
}

function conflictingPairs(rules: readonly OverlayRule[]): Conflict[] {
  return [...groupBy(rules, ({ listenPort }) => listenPort).values()].flatMap((onPort) =>
    onPort.flatMap((a, index) =>
      onPort
        .slice(index + 1)
        .filter((b) => a.name !== b.name && canMeet(a, b))
        .map((b): Conflict => ({
          names: a.name < b.name ? [a.name, b.name] : [b.name, a.name],
          port: a.listenPort,
        })),
    ),
  );
}

const conflicts: Table<Conflict> = {
  name: "port-conflicts",
  scan({ facts }) {
    const pairs = conflictingPairs(facts?.overlayRules?.value ?? []);
    const byKey = new Map(pairs.map((conflict) => [pairKey("rules", conflict.names), conflict]));
    return [...byKey].map(([key, value]) => ({ key, text: String(value.port), value }));
  },
};

/** Conflicts arise inside a node; the same pair of rules on many nodes is one finding. */
export const rulePortConflict = groupRule({
  codes: ["rule-port-conflict"],
  table: conflicts,
  isUnknown: lacks("overlayRules"),
  judge(group) {
    const [first] = group.shares;
    if (!first) return judged([]);
    const { names } = first.value;
    const hosts = group.items(EVIDENCE_MAX);
    const hostnames = listed(
      hosts.map(({ member }) => member.node.hostname),
      group.size,
    );
    const ports = listed(group.shares.map(({ text }) => text));
    return judged([
      finding("rule-port-conflict", {
        subject: { kind: "rule", key: group.key, label: `${quoted(names[0])} and ${quoted(names[1])}` },
        cause: `The overlay rules ${quoted(names[0])} and ${quoted(names[1])} both listen on UDP port ${ports} on ${hostnames}. The node cannot tell their packets apart, so overlays of one of them fail.`,
        evidence: hosts.map(({ member: { node }, value }) => ({
          sentence: `${node.hostname}: both rules have listen port ${value.port}.`,
          observedAt: node.facts?.overlayRules?.observedAt ?? new Date(0),
        })),
        evidenceCount: group.size,
        touches: [...names.map(ruleKey), ...group.first(TOUCHED_LIMIT).map(({ id }) => nodeKey(id))],
      }),
    ]);
  },
});
