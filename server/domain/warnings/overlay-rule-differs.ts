import { liveDifferences } from "../checklist/live-differences.ts";
import type { OverlayRule } from "../facts.ts";
import type { Evidence } from "../warning.ts";
import { carrierKeys, carriers, rulesObservedAt, sharesBy } from "./carriers.ts";
import {
  counted,
  EVIDENCE_MAX,
  finding,
  judged,
  listed,
  nodeKey,
  quoted,
  ruleKey,
  TOUCHED_LIMIT,
} from "./finding.ts";
import type { Share } from "./model/group.ts";
import { compareMembers } from "./model/member.ts";
import { groupRule, lacks } from "./model/rule.ts";
import type { Table } from "./model/table.ts";

const LISTED_MAX = 5;

/** What has to be the same on all nodes. Fixed listen addresses are each node's own, so only their kind is compared. */
const COMPARED: { name: string; of: (rule: OverlayRule) => string }[] = [
  { name: "port", of: ({ listenPort }) => String(listenPort) },
  { name: "MTU", of: ({ mtuBytes }) => String(mtuBytes) },
  { name: "ARP file", of: ({ arpFilePath }) => arpFilePath ?? "none" },
  { name: "encapsulation", of: ({ encapsulation }) => encapsulation },
  { name: "search plugin", of: ({ search }) => search },
  { name: "listen address", of: ({ listenAddress }) => addressKind(listenAddress) },
];

function addressKind(listenAddress: string | null): string {
  if (listenAddress === null) return "none";
  return listenAddress === "0.0.0.0" ? "0.0.0.0" : "a fixed one";
}

export const ruleDiffers = groupRule({
  codes: ["rule-differs"],
  table: carriers,
  isUnknown: lacks("overlayRules"),
  judge(group) {
    const name = group.key;
    if (group.shares.length < 2) return judged([]);
    const differing = COMPARED.map(({ name: property, of }) => ({
      property,
      groups: sharesBy(group, ({ rule }) => of(rule)),
    })).filter(({ groups }) => groups.length > 1);
    if (differing.length === 0) return judged([]);
    const told = differing.map(({ property, groups }) => {
      const values = groups.map(({ value, count }) => `${value} on ${counted(count, "node")}`);
      return `${property} (${listed(values)})`;
    });
    return judged([
      finding("rule-differs", {
        subject: { kind: "rule", key: ruleKey(name), label: name },
        cause: `The overlay rule ${quoted(name)} is not the same on all nodes. It differs in ${told.join("; ")}. Packets between such nodes may not be received or may not fit.`,
        evidence: differing.flatMap(({ property, groups }) =>
          groups.map(({ value, count, shares }) => valueEvidence(property, value, count, shares)),
        ),
        touches: carrierKeys(group),
      }),
    ]);
  },
});

function valueEvidence(
  property: string,
  value: string,
  count: number,
  shares: readonly Share<unknown>[],
): Evidence {
  const nodes = shares
    .flatMap(({ members }) => members.first(LISTED_MAX))
    .toSorted(compareMembers)
    .map(({ node }) => node);
  const hostnames = listed(nodes.map(({ hostname }) => hostname).slice(0, LISTED_MAX), count);
  const observedAt = nodes[0] ? rulesObservedAt(nodes[0]) : new Date(0);
  return { sentence: `${hostnames}: ${property} ${value}.`, observedAt };
}

/** Overlays that run with other properties than their own node's rule has, by rule. */
const drifted: Table<readonly string[]> = {
  name: "drifted-overlays",
  scan({ hostname, facts }) {
    const told = new Map<string, string[]>();
    const differences = liveDifferences(facts?.overlays?.value ?? [], facts?.overlayRules?.value ?? []);
    for (const { ruleName, overlayName, told: difference } of differences) {
      const sentences = told.get(ruleName) ?? [];
      told.set(ruleName, sentences);
      sentences.push(`${hostname}: overlay ${overlayName} runs with ${difference}.`);
    }
    return [...told].map(([key, value]) => ({ key, text: value.join("\n"), value }));
  },
};

/** Looks at each overlay next to its own node's rule. */
export const ruleLiveDiffers = groupRule({
  codes: ["rule-live-differs"],
  table: drifted,
  isUnknown: lacks("overlays", "overlayRules"),
  judge(group) {
    const name = group.key;
    const count = group.shares.reduce((sum, { value, members }) => sum + value.length * members.size, 0);
    if (count === 0) return judged([]);
    const evidence = group.items(EVIDENCE_MAX).flatMap(({ member, value }) => {
      const observedAt = member.node.facts?.overlays?.observedAt ?? new Date(0);
      return value.map((sentence) => ({ sentence, observedAt }));
    });
    return judged([
      finding("rule-live-differs", {
        subject: { kind: "rule", key: ruleKey(name), label: name },
        cause: `${counted(count, "live overlay")} of the rule ${quoted(name)} ${count === 1 ? "runs" : "run"} with other properties than the rule has now. They keep them until made anew.`,
        evidence,
        evidenceCount: count,
        touches: group.first(TOUCHED_LIMIT).map(({ id }) => nodeKey(id)),
      }),
    ]);
  },
});
