import { type Carrier, carrierKeys, carriers, rulesObservedAt } from "./carriers.ts";
import { EVIDENCE_MAX, finding, judged, listed, quoted, ruleKey } from "./finding.ts";
import { groupRule, lacks } from "./model/rule.ts";

const RULE_NAME_CHARACTERS_MAX = 19;

/** What the node's tools do not accept in a rule's name; null: nothing. */
export function ignoredNameReason(name: string): string | null {
  if (name.length > RULE_NAME_CHARACTERS_MAX)
    return `has ${name.length} characters, more than ${RULE_NAME_CHARACTERS_MAX}`;
  if (/[0-9]$/.test(name)) return "ends in a digit";
  return /^[A-Za-z0-9_]+$/.test(name) ? null : "has characters other than letters, digits and underscores";
}

export const ruleNameIgnored = groupRule({
  codes: ["rule-name-ignored"],
  table: carriers,
  isUnknown: lacks("overlayRules"),
  judge(group) {
    const name = group.key;
    const reason = ignoredNameReason(name);
    if (!reason || group.size === 0) return judged([]);
    return judged([
      finding("rule-name-ignored", {
        subject: { kind: "rule", key: ruleKey(name), label: name },
        cause: `The name ${quoted(name)} ${reason}. The nodes' tools ignore such a rule, so VMs on it do not get their NICs.`,
        evidence: group.first(EVIDENCE_MAX).map(({ node }) => ({
          sentence: `${node.hostname} has the overlay rule ${quoted(name)}.`,
          observedAt: rulesObservedAt(node),
        })),
        evidenceCount: group.size,
        touches: carrierKeys(group),
      }),
    ]);
  },
});

const isFaulty = ({ rule }: Carrier): boolean => rule.problems.length > 0;

export const ruleNotUnderstood = groupRule({
  codes: ["rule-not-understood"],
  table: carriers,
  isUnknown: lacks("overlayRules"),
  judge(group) {
    const name = group.key;
    const count = group.count(isFaulty);
    if (count === 0) return judged([]);
    const faulty = group.items(EVIDENCE_MAX, isFaulty);
    const hostnames = faulty.map(({ member }) => member.node.hostname);
    const evidence = faulty.flatMap(({ member: { node }, value }) =>
      value.rule.problems.map((problem) => ({
        sentence: `${node.hostname}: ${problem}`,
        observedAt: rulesObservedAt(node),
      })),
    );
    return judged([
      finding("rule-not-understood", {
        subject: { kind: "rule", key: ruleKey(name), label: name },
        cause: `The overlay rule ${quoted(name)} is not valid on ${listed(hostnames, count)}; overlays may not come up there.`,
        evidence,
        evidenceCount: evidence.length + count - faulty.length,
        touches: carrierKeys(group, isFaulty),
      }),
    ]);
  },
});
