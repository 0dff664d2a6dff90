import type { Judgement } from "../warning.ts";
import { arpCollision, arpDrift, arpStaleEntry, arpTableUnreadable } from "./arp.ts";
import { arpClaimContested } from "./arp-claim.ts";
import { joined, nodeKey, pdcKey } from "./finding.ts";
import {
  ipsecIkeDiffers,
  ipsecKeyDiffers,
  ipsecKeyMissing,
  ipsecPolicyDiffers,
  ipsecPolicyMissing,
  ipsecWeakGroup,
} from "./ipsec.ts";
import {
  mtuHeadroomUnused,
  mtuJumbo,
  mtuNetworkExceedsPath,
  mtuNetworkExceedsRule,
  mtuOverlayExceedsPath,
  mtuVnicExceedsRule,
} from "./mtu.ts";
import { nicTagMissing, nicTagTypeConflict } from "./nic-tag.ts";
import { nodeFactsStale, nodePartUnreadable, nodeRefreshFailed } from "./node-health.ts";
import { ruleDiffers, ruleLiveDiffers } from "./overlay-rule-differs.ts";
import {
  ipsecClearTextGuardMissing,
  ruleListenAddressPrivate,
  ruleUnprotected,
} from "./overlay-rule-listen.ts";
import { ruleNameIgnored, ruleNotUnderstood } from "./overlay-rule-name.ts";
import { rulePortConflict } from "./overlay-rule-port.ts";
import { ruleVxlanShared } from "./overlay-rule-vxlan.ts";
import { pdcDifferentNameSameAdmin, pdcSameNameSeparateAdmin } from "./pdc-admin-network.ts";
import { pdcNameMissing, pdcNameSimilar } from "./pdc-name.ts";
import {
  requirementDefaultRoute,
  requirementExternalAddress,
  requirementExternalAddressShared,
  requirementExternalTag,
} from "./requirements.ts";
import type { Situation, WarningRule } from "./situation.ts";
import { vnicWithoutNetwork } from "./vnic-without-network.ts";

export const WARNING_RULES: readonly WarningRule[] = [
  nodeRefreshFailed,
  nodeFactsStale,
  nodePartUnreadable,
  pdcNameMissing,
  pdcNameSimilar,
  pdcSameNameSeparateAdmin,
  pdcDifferentNameSameAdmin,
  requirementExternalTag,
  requirementExternalAddress,
  requirementExternalAddressShared,
  requirementDefaultRoute,
  rulePortConflict,
  ruleDiffers,
  ruleLiveDiffers,
  ruleNameIgnored,
  ruleNotUnderstood,
  ruleListenAddressPrivate,
  ruleUnprotected,
  ruleVxlanShared,
  mtuOverlayExceedsPath,
  mtuNetworkExceedsRule,
  mtuNetworkExceedsPath,
  mtuVnicExceedsRule,
  mtuJumbo,
  mtuHeadroomUnused,
  nicTagTypeConflict,
  nicTagMissing,
  arpDrift,
  arpCollision,
  arpClaimContested,
  arpStaleEntry,
  arpTableUnreadable,
  ipsecPolicyMissing,
  ipsecPolicyDiffers,
  ipsecKeyMissing,
  ipsecKeyDiffers,
  ipsecIkeDiffers,
  ipsecWeakGroup,
  ipsecClearTextGuardMissing,
  vnicWithoutNetwork,
];

/** Everything that is wrong now, and everything that cannot be told. A finding about a node is about its PDC too. */
export function judgeWarnings(situation: Situation): Judgement {
  const { findings, undecided } = joined(WARNING_RULES.map((rule) => rule.judge(situation)));
  const pdcKeyByNodeKey = new Map(
    situation.nodes.flatMap(({ id, facts }) => {
      const pdcName = facts?.identity?.value.pdcName;
      return pdcName ? [[nodeKey(id), pdcKey(pdcName)] as const] : [];
    }),
  );
  const withPdcs = findings.map((finding) => ({
    ...finding,
    touches: [...new Set(finding.touches.flatMap((key) => [key, pdcKeyByNodeKey.get(key) ?? key]))],
  }));
  return { findings: withPdcs, undecided };
}
