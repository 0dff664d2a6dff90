import {
  ADMINOVERLAY_VXLAN_ID,
  type Delegation,
  delegatedRuleVlanIds,
  delegatedTagVlanIds,
} from "./delegation.ts";
import type { Amount, Wish } from "./delegation-request.ts";
import {
  countIds,
  formatIdRanges,
  type IdRange,
  subtractIdRanges,
  unionIdRanges,
  VLAN_BOUNDS,
  VXLAN_BOUNDS,
} from "./id-range.ts";
import { pickNearby } from "./nearby-ids.ts";

/** What nobody can be given, and where it is better not to. Whole cloud: for operators alone. */
export type CloudIds = {
  /** Delegated to other vDCs or used by their networks, shared or not. */
  takenVxlanIds: readonly IdRange[];
  /** Not proposed by number, since they could not be used yet. */
  restingVxlanIds: readonly IdRange[];
  /** Ids the vDC's own networks use, delegated or not. */
  ownUsedVxlanIds: readonly IdRange[];
  /** Of other vDCs, by NIC tag. */
  takenVlanIdsByTagName: ReadonlyMap<string, readonly IdRange[]>;
};

export type Proposal = {
  delegation: Delegation;
  /** What of the wish it does not give, and why. */
  shortfalls: readonly string[];
  /** What is worth knowing before it is approved. */
  notes: readonly string[];
};

type Step = { delegation: Delegation; shortfalls: string[] };

/** Reserved for adminoverlay. */
export const SYSTEM_VXLAN_IDS = [{ first: ADMINOVERLAY_VXLAN_ID, last: ADMINOVERLAY_VXLAN_ID }];
/** VLAN 0 is given only to who asks for it by name. */
const TAGGED_VLAN_IDS = [{ first: 1, last: VLAN_BOUNDS.last }];

/** The delegation grown by as much of the wish as can be given without touching what others hold. Takes nothing away. */
export function proposeDelegation(delegation: Delegation, wish: Wish, cloud: CloudIds): Proposal {
  let step: Step = { delegation: withLimit(delegation, wish.networkCountMax), shortfalls: [] };
  for (const row of wish.vxlans) step = withVxlans(step, row, cloud);
  for (const row of wish.vlans) step = withVlans(step, row, cloud);
  return { ...step, notes: notesOn(step.delegation, wish) };
}

function withLimit(delegation: Delegation, wanted: number | null): Delegation {
  const { networkCountMax } = delegation;
  if (wanted === null || networkCountMax === null) return delegation;
  return { ...delegation, networkCountMax: Math.max(wanted, networkCountMax) };
}

function withVxlans(
  { delegation, shortfalls }: Step,
  row: Amount & { overlayRuleName: string | null },
  cloud: CloudIds,
): Step {
  const rows = delegation.vxlanDelegations;
  const unshared = rows.filter(({ sharedVlanIds }) => sharedVlanIds === null);
  const ruleNames =
    row.overlayRuleName === null ? (unshared[0]?.overlayRuleNames ?? null) : [row.overlayRuleName];
  const where = ruleNames === null ? "all user rules" : ruleNames.join(", ");
  const shared = unionIdRanges(...rows.filter((r) => r.sharedVlanIds !== null).map((r) => r.vxlanIds));
  const blocked = unionIdRanges(cloud.takenVxlanIds, SYSTEM_VXLAN_IDS, shared);
  const own = unionIdRanges(...unshared.map(({ vxlanIds }) => vxlanIds));
  const used = unionIdRanges(blocked, own, cloud.restingVxlanIds, cloud.ownUsedVxlanIds);
  const free = subtractIdRanges([VXLAN_BOUNDS], used);
  const { given, shortfall } = give(row, { blocked, free, own, noun: "VXLAN", where });
  return {
    delegation: { ...delegation, vxlanDelegations: rowsWith(rows, ruleNames, given) },
    shortfalls: [...shortfalls, ...shortfall],
  };
}

type Supply = {
  blocked: readonly IdRange[];
  free: readonly IdRange[];
  own: readonly IdRange[];
  noun: string;
  where: string;
};

function give(
  { count, ids }: Amount,
  { blocked, free, own, noun, where }: Supply,
): { given: readonly IdRange[]; shortfall: string[] } {
  if (ids !== null) {
    const given = subtractIdRanges(ids, blocked);
    const missing = subtractIdRanges(ids, given);
    if (missing.length === 0) return { given, shortfall: [] };
    return {
      given,
      shortfall: [
        `${noun} ${formatIdRanges(missing).replaceAll(",", ", ")} on ${where} cannot be given: held already.`,
      ],
    };
  }
  const given = pickNearby(count, free, own);
  const found = countIds(given);
  if (found === count) return { given, shortfall: [] };
  return { given, shortfall: [`Only ${found} of ${count} ${noun} ids on ${where} are free.`] };
}

function rowsWith(
  rows: Delegation["vxlanDelegations"],
  overlayRuleNames: readonly string[] | null,
  given: readonly IdRange[],
): Delegation["vxlanDelegations"] {
  if (given.length === 0) return rows;
  const key = JSON.stringify(overlayRuleNames);
  const index = rows.findIndex(
    (row) => row.sharedVlanIds === null && JSON.stringify(row.overlayRuleNames) === key,
  );
  if (index === -1) return [...rows, { overlayRuleNames, vxlanIds: given, sharedVlanIds: null }];
  return rows.map((row, at) =>
    at === index ? { ...row, vxlanIds: unionIdRanges(row.vxlanIds, given) } : row,
  );
}

function withVlans(
  { delegation, shortfalls }: Step,
  row: Amount & { overlayRuleName: string | null; nicTagName: string | null },
  cloud: CloudIds,
): Step {
  const { overlayRuleName, nicTagName } = row;
  const where = nicTagName ?? overlayRuleName ?? "";
  const own =
    nicTagName === null
      ? delegatedRuleVlanIds(delegation, where)
      : delegatedTagVlanIds(delegation, nicTagName);
  const blocked = (nicTagName !== null && cloud.takenVlanIdsByTagName.get(nicTagName)) || [];
  const free = subtractIdRanges(TAGGED_VLAN_IDS, unionIdRanges(blocked, own));
  const { given, shortfall } = give(row, { blocked, free, own, noun: "VLAN", where });
  const rest = delegation.vlanDelegations.filter(
    (other) => other.overlayRuleName !== overlayRuleName || other.nicTagName !== nicTagName,
  );
  const grown = { overlayRuleName, nicTagName, vlanIds: unionIdRanges(own, given) };
  return {
    delegation: given.length === 0 ? delegation : { ...delegation, vlanDelegations: [...rest, grown] },
    shortfalls: [...shortfalls, ...shortfall],
  };
}

function notesOn(delegation: Delegation, wish: Wish): string[] {
  const names = new Set(wish.vxlans.flatMap(({ overlayRuleName }) => overlayRuleName ?? []));
  return [...names]
    .filter((name) => delegatedRuleVlanIds(delegation, name).length === 0)
    .map(
      (name) =>
        `No VLAN is delegated on ${name}, so no network could be made in these VXLANs; add VLAN 0 for untagged ones.`,
    );
}
