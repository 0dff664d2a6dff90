import {
  EVIDENCE_MAX,
  finding,
  judged,
  listed,
  nodeHref,
  nodeKey,
  ruleKey,
  undecidedNode,
} from "./finding.ts";
import type { NodeRule } from "./model/rule.ts";

/** The node's own word: an overlay it calls degraded carries nothing to other nodes. */
export const ruleOverlayDegraded: NodeRule = {
  codes: ["rule-overlay-degraded"],
  per: "node",
  judge({ node }) {
    const overlays = node.facts?.overlays;
    if (!overlays) return { findings: [], undecided: undecidedNode(this.codes, node.id) };
    const degraded = overlays.value.filter(({ status }) => status === "degraded");
    if (degraded.length === 0) return judged([]);
    return judged([
      finding("rule-overlay-degraded", {
        subject: { kind: "node", key: nodeKey(node.id), label: node.hostname },
        cause: `${node.hostname} says that ${listed(degraded.map(({ name }) => name))} ${degraded.length === 1 ? "is" : "are"} degraded: VMs there do not reach those on other nodes.`,
        evidence: degraded.slice(0, EVIDENCE_MAX).map(({ name, statusDetail }) => ({
          sentence: `${name}: ${statusDetail ?? "no reason given"}.`,
          observedAt: overlays.observedAt,
        })),
        evidenceCount: degraded.length,
        touches: degraded.flatMap(({ overlayRuleName }) =>
          overlayRuleName === null ? [] : [ruleKey(overlayRuleName)],
        ),
        href: nodeHref(node.id),
      }),
    ]);
  },
};
