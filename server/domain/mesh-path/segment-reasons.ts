import type { VmVnic } from "../facts.ts";
import { parseCidr, parseIpv4, cidrContains } from "../ipv4.ts";
import type { PathReason } from "./path-reason.ts";
import { type PathPlace, vnicLabel } from "./path-place.ts";

/** Why frames of one vNIC can never reach the other, whatever the nodes do; empty when both are on one segment. */
export function segmentReasons(a: PathPlace, b: PathPlace): PathReason[] {
  if (!a.vnic || !b.vnic) return placeReasons(a, b);
  const difference = segmentDifference(a.vnic, b.vnic);
  const areOfOneVdc = !a.network || !b.network || a.network.vdcId === b.network.vdcId;
  const ofVdcs = areOfOneVdc
    ? []
    : [noPath(`They belong to different vDCs: ${a.network?.vdcName} and ${b.network?.vdcName}.`)];
  return difference === null ? [] : [noPath(difference), ...ofVdcs];
}

/** Said besides the path: one segment may hold several subnets. */
export function subnetReasons(a: PathPlace, b: PathPlace): PathReason[] {
  const [one, other] = [a.vnic?.addresses[0], b.vnic?.addresses[0]];
  if (!one || !other || !a.vnic || !b.vnic) return [];
  const subnet = parseCidr(`${one.ipv4Address}/${one.prefixLength}`);
  const address = parseIpv4(other.ipv4Address);
  if (!subnet || address === null || cidrContains(subnet, address)) return [];
  const sentence =
    `${one.ipv4Address}/${one.prefixLength} does not hold ${other.ipv4Address}: on this segment they are in ` +
    "different subnets, so a router between them has to pass their packets on.";
  return [{ outcome: "impaired", sentence, plainSentence: sentence }];
}

function segmentDifference(a: VmVnic, b: VmVnic): string | null {
  const plain = [a, b].find(({ overlayRuleName }) => overlayRuleName === null);
  if (plain) {
    const tag = `NIC tag ${plain.nicTag || "(none)"}`;
    const isSame = a.nicTag === b.nicTag && a.vlanId === b.vlanId;
    return isSame
      ? `Both are on ${tag}, VLAN ${plain.vlanId}, and on no overlay: what carries it lies outside the mesh.`
      : `${capitalized(vnicLabel(plain))} is on ${tag} and on no overlay, so the mesh carries nothing for it.`;
  }
  if (a.overlayRuleName !== b.overlayRuleName) {
    return (
      `They are on different segments: overlay rule ${a.overlayRuleName} and ${b.overlayRuleName}. ` +
      "Nothing joins two rules."
    );
  }
  if (a.vxlanId !== b.vxlanId) {
    return (
      `They are on different segments: both on overlay rule ${a.overlayRuleName}, but VXLAN ${a.vxlanId} and ` +
      `${b.vxlanId} differ.`
    );
  }
  if (a.vlanId !== b.vlanId) {
    return (
      `They are on different segments: both in VXLAN ${a.vxlanId} of ${a.overlayRuleName}, but VLAN ${a.vlanId} ` +
      `and ${b.vlanId} differ.`
    );
  }
  return null;
}

/** A node has no segment of its own; a vNIC that is on no overlay has none in the mesh either. */
function placeReasons(a: PathPlace, b: PathPlace): PathReason[] {
  const vnic = a.vnic ?? b.vnic;
  if (!vnic || vnic.overlayRuleName !== null) return [];
  return [noPath(`${capitalized(vnicLabel(vnic))} is on no overlay, so the mesh carries nothing for it.`)];
}

function noPath(sentence: string): PathReason {
  return { outcome: "no-path", sentence, plainSentence: sentence };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
