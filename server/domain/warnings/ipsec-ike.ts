import type { Judgement } from "../warning.ts";
import { finding, judged, nodeHref, nodeKey, pdcKey, undecidedNode } from "./finding.ts";
import { areEndsUnknown, ipsecEndOf, sharesRuleAcrossPdcs } from "./ipsec-ends.ts";
import type { NodeRule } from "./model/rule.ts";

/** Only where some node of another PDC has one of its overlay rules. */
export const ipsecIkeNotRunning: NodeRule = {
  codes: ["ipsec-ike-not-running"],
  per: "node",
  looksAtEnds: "all",
  judge({ node }, cloud): Judgement {
    const ike = node.facts?.ike;
    if (!ike || areEndsUnknown(node)) {
      return { findings: [], undecided: undecidedNode(this.codes, node.id) };
    }
    const end = ipsecEndOf(node);
    if (ike.value.isRunning || !end || !sharesRuleAcrossPdcs(end, cloud.ipsecPeers())) return judged([]);
    return judged([
      finding("ipsec-ike-not-running", {
        subject: { kind: "node", key: nodeKey(node.id), label: node.hostname },
        cause: `in.iked does not run on ${node.hostname}, so it agrees with nobody on keys: what it has with nodes of other PDCs ends with the associations that are left.`,
        evidence: [
          {
            sentence: `${node.hostname} could not be asked for its IKE state: nothing listens there.`,
            observedAt: ike.observedAt,
          },
        ],
        touches: [pdcKey(end.pdcName)],
        href: nodeHref(node.id),
      }),
    ]);
  },
};
