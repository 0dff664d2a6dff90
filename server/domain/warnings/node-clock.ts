import { finding, judged, nodeHref, nodeKey, undecidedNode } from "./finding.ts";
import type { NodeRule } from "./model/rule.ts";

const SECONDS_OFF_MAX = 60;

/** Ages never come from a node's clock, but its logs and the lifetimes of its keys go by it. */
export const nodeClockOff: NodeRule = {
  codes: ["node-clock-off"],
  per: "node",
  judge({ node }) {
    const clock = node.facts?.clock;
    if (!clock) return { findings: [], undecided: undecidedNode(this.codes, node.id) };
    const { secondsAhead } = clock.value;
    const seconds = Math.abs(secondsAhead);
    if (seconds <= SECONDS_OFF_MAX) return judged([]);
    const way = secondsAhead > 0 ? "ahead" : "behind";
    return judged([
      finding("node-clock-off", {
        subject: { kind: "node", key: nodeKey(node.id), label: node.hostname },
        cause: `The clock of ${node.hostname} is ${Math.round(seconds)} seconds ${way}. Its logs cannot be compared with others', and its IPsec keys expire at another time than its peers'.`,
        evidence: [
          {
            sentence: `When it was asked, its clock was ${Math.round(seconds)} seconds ${way}.`,
            observedAt: clock.observedAt,
          },
        ],
        href: nodeHref(node.id),
      }),
    ]);
  },
};
