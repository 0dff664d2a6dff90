import type { Judgement } from "../warning.ts";
import { joined } from "./finding.ts";
import { nicTagMissing, nicTagTypeConflict } from "./nic-tag.ts";
import { nodeFactsStale, nodePartUnreadable, nodeRefreshFailed } from "./node-health.ts";
import { ruleDiffers, ruleLiveDiffers } from "./overlay-rule-differs.ts";
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
  ruleVxlanShared,
  nicTagTypeConflict,
  nicTagMissing,
  vnicWithoutNetwork,
];

/** Everything that is wrong now, and everything that cannot be told. */
export function judgeWarnings(situation: Situation): Judgement {
  return joined(WARNING_RULES.map((rule) => rule.judge(situation)));
}
