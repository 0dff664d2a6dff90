import { adminoverlayMissing, adminoverlayNetwork } from "./adminoverlay.ts";
import { ipsecIkeNotRunning } from "./ipsec-ike.ts";
import { ipsecKeyOld } from "./ipsec-key-age.ts";
import { ipsecOneWay, ipsecSelectorNeverMatches, ipsecWeakHash } from "./ipsec-traffic.ts";
import { mtuGuestAtRisk } from "./mtu-guest.ts";
import {
  delegationNearlyExhausted,
  delegationNetworkOutside,
  delegationOverlapping,
  delegationOverlappingOnNic,
} from "./delegation.ts";
import { nodeClockOff } from "./node-clock.ts";
import { nodeHostnameShared } from "./node-hostname.ts";
import { arpClaimContested, arpClaimForeign } from "./arp-claim.ts";
import {
  arpCollisionByAddress,
  arpCollisionByMac,
  arpDrift,
  arpStaleEntry,
  arpTableUnreadable,
} from "./arp.ts";
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
import { ruleOverlayDegraded } from "./overlay-degraded.ts";
import { rulePortConflict } from "./overlay-rule-port.ts";
import { ruleVxlanShared } from "./overlay-rule-vxlan.ts";
import {
  pdcDifferentNameSameAdmin,
  pdcDifferentNameSameSubnet,
  pdcSameNameSeparateAdmin,
} from "./pdc-admin-network.ts";
import { pdcNameMissing, pdcNameSimilar } from "./pdc-name.ts";
import {
  requirementDefaultRoute,
  requirementExternalAddress,
  requirementExternalAddressShared,
  requirementExternalTag,
} from "./requirements.ts";
import type { WarningRule } from "./model/rule.ts";
import { vnicWithoutNetwork } from "./vnic-without-network.ts";

export const WARNING_RULES: readonly WarningRule[] = [
  nodeRefreshFailed,
  nodeFactsStale,
  nodePartUnreadable,
  pdcNameMissing,
  pdcNameSimilar,
  pdcSameNameSeparateAdmin,
  pdcDifferentNameSameAdmin,
  pdcDifferentNameSameSubnet,
  requirementExternalTag,
  requirementExternalAddress,
  requirementExternalAddressShared,
  requirementDefaultRoute,
  rulePortConflict,
  ruleDiffers,
  ruleLiveDiffers,
  ruleOverlayDegraded,
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
  arpCollisionByAddress,
  arpCollisionByMac,
  arpClaimContested,
  arpClaimForeign,
  arpStaleEntry,
  arpTableUnreadable,
  ipsecPolicyMissing,
  ipsecPolicyDiffers,
  ipsecKeyMissing,
  ipsecKeyDiffers,
  ipsecIkeDiffers,
  ipsecWeakGroup,
  ipsecClearTextGuardMissing,
  ipsecWeakHash,
  ipsecSelectorNeverMatches,
  ipsecOneWay,
  ipsecKeyOld,
  ipsecIkeNotRunning,
  mtuGuestAtRisk,
  nodeClockOff,
  nodeHostnameShared,
  adminoverlayNetwork,
  adminoverlayMissing,
  delegationNearlyExhausted,
  delegationOverlapping,
  delegationOverlappingOnNic,
  delegationNetworkOutside,
  vnicWithoutNetwork,
];
