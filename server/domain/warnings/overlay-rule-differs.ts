import type { OverlayRule } from "../facts.ts";
import type { Evidence, Finding } from "../warning.ts";
import { counted, finding, listed, nodeKey, quoted, ruleKey } from "./finding.ts";
import { liveDifferences } from "../checklist/live-differences.ts";
import { type HeldRule, heldRules } from "./overlay-rule-name.ts";
import { groupBy, undecidedNodes, type WarningRule, withPart } from "./situation.ts";

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

export const ruleDiffers: WarningRule = {
  codes: ["rule-differs"],
  judge({ nodes }) {
    const { byName, unknown } = heldRules(nodes);
    const findings = [...byName].flatMap(([name, holders]) => differences(name, holders));
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};

function differences(name: string, holders: HeldRule[]): Finding[] {
  const differing = COMPARED.map(({ name: property, of }) => ({
    property,
    groups: [...groupBy(holders, ({ rule }) => of(rule))].toSorted((a, b) => b[1].length - a[1].length),
  })).filter(({ groups }) => groups.length > 1);
  if (differing.length === 0) return [];
  const told = differing.map(({ property, groups }) => {
    const values = groups.map(([value, group]) => `${value} on ${counted(group.length, "node")}`);
    return `${property} (${listed(values)})`;
  });
  return [
    finding("rule-differs", {
      subject: { kind: "rule", key: ruleKey(name), label: name },
      cause: `The overlay rule ${quoted(name)} is not the same on all nodes. It differs in ${told.join("; ")}. Packets between such nodes may not be received or may not fit.`,
      evidence: differing.flatMap(({ property, groups }) =>
        groups.map(([value, group]) => valueEvidence(property, value, group)),
      ),
      touches: holders.map(({ node }) => nodeKey(node.id)),
    }),
  ];
}

function valueEvidence(property: string, value: string, group: readonly HeldRule[]): Evidence {
  const hostnames = listed(group.map(({ node }) => node.hostname));
  return { sentence: `${hostnames}: ${property} ${value}.`, observedAt: group[0]?.observedAt ?? new Date(0) };
}

/** Looks at each overlay next to its own node's rule. */
export const ruleLiveDiffers: WarningRule = {
  codes: ["rule-live-differs"],
  judge({ nodes }) {
    const overlays = withPart(nodes, "overlays");
    const rules = withPart(nodes, "overlayRules");
    const drifted = overlays.known.flatMap(({ node, part }) => {
      return liveDifferences(part.value, node.facts?.overlayRules?.value ?? []).map(
        ({ ruleName, overlayName, told }) => {
          const sentence = `${node.hostname}: overlay ${overlayName} runs with ${told}.`;
          return { ruleName, node, evidence: { sentence, observedAt: part.observedAt } };
        },
      );
    });
    const findings = [...groupBy(drifted, ({ ruleName }) => ruleName)].map(([name, group]) =>
      finding("rule-live-differs", {
        subject: { kind: "rule", key: ruleKey(name), label: name },
        cause: `${counted(group.length, "live overlay")} of the rule ${quoted(name)} ${group.length === 1 ? "runs" : "run"} with other properties than the rule has now. They keep them until made anew.`,
        evidence: group.map(({ evidence }) => evidence),
        touches: group.map(({ node }) => nodeKey(node.id)),
      }),
    );
    return { findings, undecided: undecidedNodes(this.codes, [...overlays.unknown, ...rules.unknown]) };
  },
};
