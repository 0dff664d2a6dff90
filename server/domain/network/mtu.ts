import type { Violation } from "../errors.ts";
import { OVERLAY_MTU_BYTES_MAX } from "../mtu.ts";
import type { Advice, NetworkContext, RuleOfNetwork, SafeMtu, TagOfNetwork } from "./context.ts";
import type { NetworkDraft } from "./draft.ts";

export const NETWORK_MTU_BYTES_MIN = 576;
export const NETWORK_MTU_BYTES_MAX = 9000;
const ETHERNET_MTU_BYTES = 1500;

export type Carrier = { rule: RuleOfNetwork; tag: null } | { rule: null; tag: TagOfNetwork };

function safeMtuBytes(safeMtu: SafeMtu | null, vlanId: number): number | null {
  if (!safeMtu) return null;
  return vlanId === 0 ? safeMtu.untaggedBytes : safeMtu.taggedBytes;
}

/** On an overlay the smaller of the rule's MTU and the largest safe one; on a NIC tag Ethernet's. */
export function defaultMtuBytes({ rule }: Carrier, vlanId: number, safeMtu: SafeMtu | null): number {
  if (!rule) return ETHERNET_MTU_BYTES;
  const safeBytes = safeMtuBytes(safeMtu, vlanId) ?? rule.mtuBytes;
  return Math.max(NETWORK_MTU_BYTES_MIN, Math.min(rule.mtuBytes, safeBytes));
}

/** Bounds that depend on the carrier; the node would refuse a vNIC above its rule's MTU. */
export function mtuViolations(
  draft: NetworkDraft,
  { rule, tag }: Carrier,
  { current }: Pick<NetworkContext, "current">,
): Violation[] {
  const { mtuBytes } = draft;
  const isUnchanged =
    mtuBytes === current?.mtuBytes &&
    current?.overlayRuleName === draft.overlayRuleName &&
    current?.nicTagName === draft.nicTagName;
  if (mtuBytes === null || isUnchanged) return [];
  const refuse = (message: string) => [{ field: "mtuBytes", message }];
  if (rule && mtuBytes > OVERLAY_MTU_BYTES_MAX && mtuBytes <= NETWORK_MTU_BYTES_MAX) {
    return refuse(`On an overlay an MTU is at most ${OVERLAY_MTU_BYTES_MAX}.`);
  }
  if (rule && mtuBytes > rule.mtuBytes && mtuBytes <= NETWORK_MTU_BYTES_MAX) {
    return refuse(`MTU ${mtuBytes} is above the ${rule.mtuBytes} of overlay rule ${rule.name}.`);
  }
  const needsEthernet = tag !== null && tag.type !== "etherstub";
  if (needsEthernet && mtuBytes >= NETWORK_MTU_BYTES_MIN && mtuBytes < ETHERNET_MTU_BYTES) {
    return refuse(`On NIC tag ${tag.name} an MTU is at least ${ETHERNET_MTU_BYTES}.`);
  }
  return [];
}

export function mtuAdvice(
  { rule }: Carrier,
  mtuBytes: number,
  vlanId: number,
  safeMtu: SafeMtu | null,
): Advice[] {
  const safeBytes = rule ? safeMtuBytes(safeMtu, vlanId) : null;
  if (safeBytes === null || mtuBytes <= safeBytes) return [];
  const tagged = vlanId === 0 ? "" : " with a VLAN tag";
  return [
    {
      field: "mtuBytes",
      message: `Packets of ${mtuBytes} bytes are sent in fragments: the mesh carries at most ${safeBytes}${tagged} whole.`,
    },
  ];
}
