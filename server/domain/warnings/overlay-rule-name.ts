import type { OverlayRule } from "../facts.ts";
import type { Node } from "../node.ts";
import { finding, listed, nodeKey, quoted, ruleKey } from "./finding.ts";
import { groupBy, undecidedNodes, type WarningRule, withPart } from "./situation.ts";

const RULE_NAME_CHARACTERS_MAX = 19;

export type HeldRule = { node: Node; rule: OverlayRule; observedAt: Date };

/** Every overlay rule on every node that has told its rules, by rule name. */
export function heldRules(nodes: readonly Node[]): { byName: Map<string, HeldRule[]>; unknown: Node[] } {
  const { known, unknown } = withPart(nodes, "overlayRules");
  const held = known.flatMap(({ node, part }) =>
    part.value.map((rule) => ({ node, rule, observedAt: part.observedAt })),
  );
  return { byName: groupBy(held, ({ rule }) => rule.name), unknown };
}

/** What the node's tools do not accept in a rule's name; null: nothing. */
export function ignoredNameReason(name: string): string | null {
  if (name.length > RULE_NAME_CHARACTERS_MAX)
    return `has ${name.length} characters, more than ${RULE_NAME_CHARACTERS_MAX}`;
  if (/[0-9]$/.test(name)) return "ends in a digit";
  return /^[A-Za-z0-9_]+$/.test(name) ? null : "has characters other than letters, digits and underscores";
}

export const ruleNameIgnored: WarningRule = {
  codes: ["rule-name-ignored"],
  judge({ nodes }) {
    const { byName, unknown } = heldRules(nodes);
    const findings = [...byName].flatMap(([name, holders]) => {
      const reason = ignoredNameReason(name);
      if (!reason) return [];
      return finding("rule-name-ignored", {
        subject: { kind: "rule", key: ruleKey(name), label: name },
        cause: `The name ${quoted(name)} ${reason}. The nodes' tools ignore such a rule, so VMs on it do not get their NICs.`,
        evidence: holders.map(({ node, observedAt }) => ({
          sentence: `${node.hostname} has the overlay rule ${quoted(name)}.`,
          observedAt,
        })),
        touches: holders.map(({ node }) => nodeKey(node.id)),
      });
    });
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};

export const ruleNotUnderstood: WarningRule = {
  codes: ["rule-not-understood"],
  judge({ nodes }) {
    const { byName, unknown } = heldRules(nodes);
    const findings = [...byName].flatMap(([name, holders]) => {
      const faulty = holders.filter(({ rule }) => rule.problems.length > 0);
      if (faulty.length === 0) return [];
      return finding("rule-not-understood", {
        subject: { kind: "rule", key: ruleKey(name), label: name },
        cause: `The overlay rule ${quoted(name)} is not valid on ${listed(faulty.map(({ node }) => node.hostname))}; overlays may not come up there.`,
        evidence: faulty.flatMap(({ node, rule, observedAt }) =>
          rule.problems.map((problem) => ({ sentence: `${node.hostname}: ${problem}`, observedAt })),
        ),
        touches: faulty.map(({ node }) => nodeKey(node.id)),
      });
    });
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};
