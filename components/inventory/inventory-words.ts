import type { Segment } from "#server/domain/delegation.ts";
import { ADMINOVERLAY_VXLAN_ID } from "#server/domain/delegation.ts";

type Carried = { carrierName: string; vxlanId: number | null; vlanId: number };
type Matched = Carried & { networks: readonly { name: string; vdcName: string }[] };

export function carrierOf({ carrierName, vxlanId, vlanId }: Carried): Segment {
  return vxlanId === null
    ? { overlayRuleName: null, nicTagName: carrierName, vxlanId, vlanId }
    : { overlayRuleName: carrierName, nicTagName: null, vxlanId, vlanId };
}

/** "web of vDC red"; what has none is said, and what needs none. */
export function networkWords({ networks, vxlanId }: Matched): string {
  if (networks.length > 0) return networks.map(({ name, vdcName }) => `${name} of vDC ${vdcName}`).join(", ");
  return vxlanId === ADMINOVERLAY_VXLAN_ID ? "the system’s own overlay" : "matches no network";
}
