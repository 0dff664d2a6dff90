import { sharedVxlanIds } from "../delegation.ts";
import type { Violation } from "../errors.ts";
import { isIdInRanges } from "../id-range.ts";
import { changeViolations } from "./change.ts";
import type { Advice, NetworkContext } from "./context.ts";
import type { NetworkDraft, NetworkValues } from "./draft.ts";
import { networkFieldViolations } from "./field-violations.ts";
import { type Carrier, defaultMtuBytes, mtuAdvice, mtuViolations } from "./mtu.ts";
import { chooseFreeIds } from "./next-free.ts";
import { carrierOf, segmentViolations } from "./segment.ts";
import { overlapAdvice, overlapViolations } from "./subnet.ts";

/** `values` is what would be stored; null as long as anything is refused. */
export type NetworkPlan = {
  violations: readonly Violation[];
  advice: readonly Advice[];
  values: NetworkValues | null;
};

/** Everything that speaks against the draft, all at once, and what would come of it. */
export function planNetwork(draft: NetworkDraft, context: NetworkContext): NetworkPlan {
  const carrier = carrierOf(draft, context);
  const ofDraft = [
    ...networkFieldViolations(draft),
    ...changeViolations(draft, context),
    ...countViolations(context),
    ...nameViolations(draft, context),
    ...ownerViolations(draft, context),
    ...misfitViolations(draft, context),
  ];
  if (carrier === null || "message" in carrier) {
    const ofCarrier = carrier === null ? [] : [carrier];
    return {
      violations: [...ofDraft, ...ofCarrier, ...overlapViolations(draft, context)],
      advice: [],
      values: null,
    };
  }
  const chosen = chooseFreeIds(draft, carrier, context);
  const violations = [
    ...ofDraft,
    ...chosen.violations,
    ...segmentViolations(chosen.draft, carrier, context),
    ...overlapViolations(chosen.draft, context),
    ...mtuViolations(chosen.draft, carrier, context),
  ];
  const values = valuesOf(chosen.draft, carrier, context);
  return {
    violations,
    advice: values ? adviceOn(values, carrier, context) : [],
    values: violations.length === 0 ? values : null,
  };
}

export function networkViolations(draft: NetworkDraft, context: NetworkContext): readonly Violation[] {
  return planNetwork(draft, context).violations;
}

function countViolations({ delegation, networkCount, current }: NetworkContext): Violation[] {
  const { networkCountMax } = delegation;
  if (current || networkCountMax === null || networkCount < networkCountMax) return [];
  const networks = networkCountMax === 1 ? "1 network" : `${networkCountMax} networks`;
  return [{ field: "", message: `This vDC may have at most ${networks}.` }];
}

function nameViolations({ name }: NetworkDraft, { ownNetworks }: NetworkContext): Violation[] {
  return ownNetworks.some((network) => network.name === name)
    ? [{ field: "name", message: `This vDC already has a network named ${name}.` }]
    : [];
}

/** The list of addresses is kept as it is: what it holds is named, and nothing of it is dropped. */
function misfitViolations(
  { subnet, gateway }: NetworkDraft,
  { misfits: { outside, outsideCount, isGatewayListed } }: NetworkContext,
): Violation[] {
  const moreCount = outsideCount - outside.length;
  const more = moreCount > 0 ? ` and ${moreCount.toLocaleString("en")} more` : "";
  const verb = outsideCount === 1 ? "is a listed address and has" : "are listed addresses and have";
  return [
    ...(outsideCount > 0
      ? [{ field: "subnet", message: `${outside.join(", ")}${more} ${verb} no place in ${subnet}.` }]
      : []),
    ...(isGatewayListed
      ? [{ field: "gateway", message: `${gateway} is listed as an address; delete it from the list first.` }]
      : []),
  ];
}

function ownerViolations(
  { ownerName }: NetworkDraft,
  { current, memberNames = [] }: NetworkContext,
): Violation[] {
  if (typeof ownerName !== "string" || ownerName === current?.ownerName) return [];
  if (memberNames.includes(ownerName)) return [];
  return [{ field: "ownerName", message: `No member of this vDC is named ${ownerName.slice(0, 40)}.` }];
}

function valuesOf(draft: NetworkDraft, carrier: Carrier, context: NetworkContext): NetworkValues | null {
  const { vxlanId, vlanId, allowOverlapInVdc: _, ownerName: _o, ...fields } = draft;
  if (vxlanId === "next-free" || vlanId === "next-free") return null;
  const { current } = context;
  const isVxlanUnchanged = current !== null && current.vxlanId === vxlanId;
  const isVxlanShared = vxlanId !== null && isIdInRanges(sharedVxlanIds(context.delegation), vxlanId);
  const isCarrierUnchanged =
    current?.overlayRuleName === draft.overlayRuleName && current?.nicTagName === draft.nicTagName;
  const mtuBytes =
    draft.mtuBytes ??
    (isCarrierUnchanged ? current?.mtuBytes : undefined) ??
    defaultMtuBytes(carrier, vlanId, context.safeMtu);
  return {
    ...fields,
    alias: draft.alias || draft.name,
    gateway: draft.gateway || null,
    vxlanId,
    vlanId,
    mtuBytes,
    isVxlanShared: isVxlanUnchanged ? current.isVxlanShared : isVxlanShared,
    addressScopeRuleName: carrier.rule?.addressScope === "rule" ? carrier.rule.name : null,
  };
}

function adviceOn(values: NetworkValues, carrier: Carrier, context: NetworkContext): Advice[] {
  return [
    ...mtuAdvice(carrier, values.mtuBytes, values.vlanId, context.safeMtu),
    ...missingCarrierAdvice(carrier, context),
    ...etherstubAdvice(carrier),
    ...overlapAdvice(values, context),
    ...dhcpAdvice(values, carrier),
  ];
}

function missingCarrierAdvice({ rule, tag }: Carrier, { nodes }: NetworkContext): Advice[] {
  if (nodes.carryingCount >= nodes.count) return [];
  const missing = nodes.count - nodes.carryingCount;
  const what = rule ? `Overlay rule ${rule.name}` : `NIC tag ${tag.name}`;
  return [
    {
      field: rule ? "overlayRuleName" : "nicTagName",
      message: `${what} is missing on ${missing} of ${nodes.count} nodes; VMs there cannot use this network.`,
    },
  ];
}

function etherstubAdvice({ tag }: Carrier): Advice[] {
  if (tag?.type !== "etherstub") return [];
  const message = `NIC tag ${tag.name} is an etherstub, local to each node: VMs on different nodes do not reach each other.`;
  return [{ field: "nicTagName", message }];
}

function dhcpAdvice({ isDhcpPassthrough }: NetworkValues, { rule }: Carrier): Advice[] {
  if (!isDhcpPassthrough || !rule) return [];
  return [
    {
      field: "isDhcpPassthrough",
      message:
        "Addresses from DHCP are not in the virtual ARP tables, so such VMs are not reached from other nodes.",
    },
  ];
}
