import {
  type Delegation,
  delegatedTagVlanIds,
  holdsForRule,
  type NamedRule,
  type Segment,
} from "./delegation.ts";
import { countIds, formatIdRanges, type IdRange, isIdInRanges, unionIdRanges } from "./id-range.ts";

/** Nearly used up are nine tenths. */
const NEARLY = { taken: 9, of: 10 };

type PoolKind = "networks" | "vxlan" | "shared-vlan" | "tag-vlan";

/** Something of which a vDC has only so many. */
export type DelegatedPool = {
  kind: PoolKind;
  /** Overlay rules or NIC tags it is for; none: the limit of networks. */
  carrierNames: string[];
  /** The VXLAN ids whose VLANs are shared; else none. */
  vxlanIds: readonly IdRange[];
  capacity: number;
  /** Resting ids are among them: they are given to nobody yet. */
  taken: number;
  restingCount: number;
};

type Held = {
  /** Of the vDC's own networks, hidden ones too. */
  segments: readonly Segment[];
  /** Of all vDCs, sorted. */
  restingVxlanIds: readonly number[];
};

type Taken = Pick<DelegatedPool, "taken" | "capacity">;

export function isNearlyUsedUp({ taken, capacity }: Taken): boolean {
  return capacity > 0 && taken * NEARLY.of >= capacity * NEARLY.taken;
}

/** Rules that a vDC may use the same ids on have one pool. A vDC that is not restricted has but its limit of networks. */
export function delegatedPools(
  delegation: Delegation,
  rules: readonly NamedRule[],
  held: Held,
): DelegatedPool[] {
  const { isRestricted, networkCountMax } = delegation;
  const ofNetworks: DelegatedPool[] =
    networkCountMax === null
      ? []
      : [poolOf("networks", { capacity: networkCountMax, taken: held.segments.length })];
  if (!isRestricted) return ofNetworks;
  return [
    ...ofNetworks,
    ...vxlanPools(delegation, rules, held),
    ...sharedVlanPools(delegation, rules, held),
    ...tagVlanPools(delegation, held),
  ].filter(({ capacity }) => capacity > 0);
}

function poolOf(kind: PoolKind, pool: Partial<DelegatedPool> & Taken): DelegatedPool {
  return { kind, carrierNames: [], vxlanIds: [], restingCount: 0, ...pool };
}

function vxlanPools(
  { vxlanDelegations }: Delegation,
  rules: readonly NamedRule[],
  { segments, restingVxlanIds }: Held,
): DelegatedPool[] {
  const used = new Set(segments.flatMap(({ vxlanId }) => vxlanId ?? []));
  const usedIds = [...used].toSorted((a, b) => a - b);
  const restingIds = restingVxlanIds.filter((id) => !used.has(id));
  const own = vxlanDelegations.filter(({ sharedVlanIds }) => sharedVlanIds === null);
  const ofRules = rules.map(({ name, ...rule }) => ({
    name,
    ids: unionIdRanges(
      ...own.filter((row) => holdsForRule(row, { name, ...rule })).map(({ vxlanIds }) => vxlanIds),
    ),
  }));
  return [...Map.groupBy(ofRules, ({ ids }) => formatIdRanges(ids)).values()].map((group) => {
    const ids = group[0]?.ids ?? [];
    const restingCount = countWithin(restingIds, ids);
    return poolOf("vxlan", {
      carrierNames: group.map(({ name }) => name),
      capacity: countIds(ids),
      taken: countWithin(usedIds, ids) + restingCount,
      restingCount,
    });
  });
}

/** In VXLANs that several vDCs share each has VLANs of its own. */
function sharedVlanPools(
  { vxlanDelegations }: Delegation,
  rules: readonly NamedRule[],
  { segments }: Held,
): DelegatedPool[] {
  return vxlanDelegations.flatMap((row) => {
    const { vxlanIds, sharedVlanIds } = row;
    if (sharedVlanIds === null) return [];
    const taken = new Set(
      segments
        .filter(({ vxlanId, vlanId }) => {
          return vxlanId !== null && isIdInRanges(vxlanIds, vxlanId) && isIdInRanges(sharedVlanIds, vlanId);
        })
        .map(({ vxlanId, vlanId }) => `${vxlanId} ${vlanId}`),
    );
    return poolOf("shared-vlan", {
      carrierNames: rules.filter((rule) => holdsForRule(row, rule)).map(({ name }) => name),
      vxlanIds,
      capacity: countIds(vxlanIds) * countIds(sharedVlanIds),
      taken: taken.size,
    });
  });
}

function tagVlanPools(delegation: Delegation, { segments }: Held): DelegatedPool[] {
  return delegation.vlanDelegations.flatMap(({ nicTagName }) => {
    if (nicTagName === null) return [];
    const ids = delegatedTagVlanIds(delegation, nicTagName);
    const used = segments.filter(
      (segment) => segment.nicTagName === nicTagName && isIdInRanges(ids, segment.vlanId),
    );
    return poolOf("tag-vlan", {
      carrierNames: [nicTagName],
      capacity: countIds(ids),
      taken: new Set(used.map(({ vlanId }) => vlanId)).size,
    });
  });
}

/** `sorted`: each id once. */
function countWithin(sorted: readonly number[], ranges: readonly IdRange[]): number {
  return ranges.reduce(
    (sum, { first, last }) => sum + countBelow(sorted, last + 1) - countBelow(sorted, first),
    0,
  );
}

function countBelow(sorted: readonly number[], id: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Infinity) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
