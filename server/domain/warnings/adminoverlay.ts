import { ADMINOVERLAY_VXLAN_ID } from "../delegation.ts";
import { carriers } from "./carriers.ts";
import { finding, judged, networkKey, quoted, ruleKey } from "./finding.ts";
import { groupRule } from "./model/rule.ts";

const ADMINOVERLAY = "adminoverlay";

/** The system's own network on the rule has the reserved id; all others are users'. */
export const adminoverlayNetwork = groupRule({
  codes: ["adminoverlay-network"],
  table: carriers,
  looksAtNetworks: "rule",
  isUnknown: () => false,
  judge({ key }, cloud) {
    if (key !== ADMINOVERLAY) return judged([]);
    return judged(
      cloud
        .networksOf("rule", key)
        .filter(({ vxlanId }) => vxlanId !== ADMINOVERLAY_VXLAN_ID)
        .map((network) =>
          finding("adminoverlay-network", {
            subject: { kind: "network", key: networkKey(network.id), label: network.name },
            cause: `The network ${quoted(network.name)} is on the overlay rule ${ADMINOVERLAY}, which carries the cloud's own traffic: what its VMs send competes with it, and a mistake in the rule cuts both.`,
            evidence: [
              {
                sentence: `The network is defined on ${ADMINOVERLAY}/${network.vxlanId}.`,
                observedAt: network.updatedAt,
              },
            ],
            touches: [ruleKey(key)],
            href: `/vdcs/${network.vdcId}/networks/${network.id}`,
          }),
        ),
    );
  },
});
