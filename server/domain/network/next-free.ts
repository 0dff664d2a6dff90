import { holdsForRule } from "../delegation.ts";
import type { Violation } from "../errors.ts";
import {
  firstFreeId,
  type IdRange,
  intersectIdRanges,
  isIdInRanges,
  mergeIdRanges,
  subtractIdRanges,
  unionIdRanges,
} from "../id-range.ts";
import type { NetworkContext, RuleOfNetwork } from "./context.ts";
import type { NetworkDraft } from "./draft.ts";
import type { Carrier } from "./mtu.ts";
import { allowedVlanIds, allowedVxlanIds, unavailableVxlanIds } from "./segment.ts";

/** A draft with numbers where it said "next free", as far as there are any. Atomic only under the database's locks. */
type ChosenIds = { draft: NetworkDraft; violations: readonly Violation[] };

export function chooseFreeIds(draft: NetworkDraft, carrier: Carrier, context: NetworkContext): ChosenIds {
  const withVxlan = carrier.rule ? chooseVxlan(draft, carrier.rule, context) : { draft, violations: [] };
  if (withVxlan.violations.length > 0 || draft.vlanId !== "next-free") return withVxlan;
  return chooseVlan(withVxlan.draft, carrier, context);
}

type IdContext = Pick<NetworkContext, "delegation" | "held">;

/** VXLAN ids among those looked at that nobody uses and in which the wanted VLAN is allowed. */
export function freeVxlanIds(
  rule: RuleOfNetwork,
  vlanId: NetworkDraft["vlanId"],
  context: IdContext,
): readonly IdRange[] {
  const taken = unionIdRanges(unavailableVxlanIds(context), context.held.usedVxlanIds);
  const free = subtractIdRanges(allowedVxlanIds(context, rule), taken);
  const withVlan = intersectIdRanges(free, vxlanIdsWithVlan(rule, vlanId, context));
  return intersectIdRanges(withVlan, context.held.lookedAtVxlanIds);
}

function vxlanIdsWithVlan(
  rule: RuleOfNetwork,
  vlanId: NetworkDraft["vlanId"],
  context: IdContext,
): readonly IdRange[] {
  const hasVlan = (vlanIds: readonly IdRange[]) =>
    vlanId === "next-free" ? vlanIds.length > 0 : isIdInRanges(vlanIds, vlanId);
  const sharedRows = context.delegation.vxlanDelegations.filter(
    (row) => holdsForRule(row, rule) && row.sharedVlanIds,
  );
  const shared = unionIdRanges(...sharedRows.map(({ vxlanIds }) => vxlanIds));
  const openShared = sharedRows.filter(({ sharedVlanIds }) => hasVlan(sharedVlanIds ?? []));
  const isOwnOpen = hasVlan(allowedVlanIds(context, { rule, tag: null }, null));
  const own = isOwnOpen ? subtractIdRanges(allowedVxlanIds(context, rule), shared) : [];
  return mergeIdRanges([...own, ...openShared.flatMap(({ vxlanIds }) => vxlanIds)]);
}

function chooseVxlan(draft: NetworkDraft, rule: RuleOfNetwork, context: NetworkContext): ChosenIds {
  if (draft.vxlanId !== "next-free") return { draft, violations: [] };
  const vxlanId = firstFreeId(freeVxlanIds(rule, draft.vlanId, context), []);
  if (vxlanId !== null) return { draft: { ...draft, vxlanId }, violations: [] };
  return {
    draft,
    violations: [{ field: "vxlanId", message: "No VXLAN id is free in what this vDC was delegated." }],
  };
}

function chooseVlan(draft: NetworkDraft, carrier: Carrier, context: NetworkContext): ChosenIds {
  const vxlanId = typeof draft.vxlanId === "number" ? draft.vxlanId : null;
  const used = context.ownNetworks
    .filter(
      (network) =>
        network.overlayRuleName === draft.overlayRuleName &&
        network.nicTagName === draft.nicTagName &&
        network.vxlanId === vxlanId,
    )
    .map((network) => ({ first: network.vlanId, last: network.vlanId }));
  const taken = unionIdRanges(used, context.held.vlanIds);
  const vlanId = firstFreeId(allowedVlanIds(context, carrier, vxlanId), taken);
  if (vlanId !== null) return { draft: { ...draft, vlanId }, violations: [] };
  return {
    draft,
    violations: [{ field: "vlanId", message: "No VLAN id is free in what this vDC was delegated." }],
  };
}
