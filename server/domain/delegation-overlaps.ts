import type { Delegation } from "./delegation.ts";
import { formatIdRanges, type IdRange, intersectIdRanges } from "./id-range.ts";

type NamedDelegation = { vdcId: string; delegation: Delegation };

/** Two vDCs, by id, and what both were delegated though it is not theirs to share. */
export type DelegationOverlap<V> = {
  vdcs: readonly [V, V];
  what: string;
  /** One, or two where each has the VLANs on another; none for VXLAN ids. */
  nicTagNames: readonly string[];
};

type Row = { vdc: NamedDelegation; ids: readonly IdRange[] };

/** VXLAN ids of two vDCs, unless both share them and have VLANs of their own inside. */
export function vxlanOverlaps<V extends NamedDelegation>(vdcs: readonly V[]): DelegationOverlap<V>[] {
  const rows = vdcs.flatMap((vdc) =>
    vdc.delegation.vxlanDelegations.map(({ vxlanIds, sharedVlanIds }) => ({
      vdc,
      ids: vxlanIds,
      sharedVlanIds,
    })),
  );
  return crossingRows(rows).flatMap(({ a, b, ids }): DelegationOverlap<V>[] => {
    const vxlans = `VXLAN ${formatIdRanges(ids)}`;
    if (!a.sharedVlanIds || !b.sharedVlanIds)
      return [{ vdcs: [a.vdc, b.vdc], what: vxlans, nicTagNames: [] }];
    const vlanIds = intersectIdRanges(a.sharedVlanIds, b.sharedVlanIds);
    if (vlanIds.length === 0) return [];
    const what = `VLAN ${formatIdRanges(vlanIds)} inside ${vxlans}`;
    return [{ vdcs: [a.vdc, b.vdc], what, nicTagNames: [] }];
  });
}

/** VLANs of two vDCs on one of these NIC tags, or on two of them. */
export function tagVlanOverlaps<V extends NamedDelegation>(
  vdcs: readonly V[],
  tagNames: ReadonlySet<string>,
): DelegationOverlap<V>[] {
  const rows = vdcs.flatMap((vdc) =>
    vdc.delegation.vlanDelegations.flatMap(({ nicTagName, vlanIds }) =>
      nicTagName !== null && tagNames.has(nicTagName) ? [{ vdc, ids: vlanIds, nicTagName }] : [],
    ),
  );
  return crossingRows(rows).map(({ a, b, ids }) => {
    const nicTagNames = [...new Set([a.nicTagName, b.nicTagName])].toSorted();
    const what = `VLAN ${formatIdRanges(ids)} on ${nicTagNames.join(" and ")}`;
    return { vdcs: [a.vdc, b.vdc], what, nicTagNames };
  });
}

/** Pairs of rows of different vDCs with ids in common, found by walking all ranges from the lowest id on. */
function crossingRows<R extends Row>(rows: readonly R[]): { a: R; b: R; ids: readonly IdRange[] }[] {
  const ranges = rows
    .flatMap((row) => row.ids.map((range) => ({ row, range })))
    .toSorted((a, b) => a.range.first - b.range.first);
  const metByRow = new Map<R, Set<R>>();
  let open: typeof ranges = [];
  for (const next of ranges) {
    open = open.filter(({ range }) => range.last >= next.range.first);
    for (const { row } of open) {
      if (row.vdc.vdcId === next.row.vdc.vdcId) continue;
      const [a, b] = row.vdc.vdcId < next.row.vdc.vdcId ? [row, next.row] : [next.row, row];
      metByRow.set(a, (metByRow.get(a) ?? new Set()).add(b));
    }
    open.push(next);
  }
  return [...metByRow].flatMap(([a, others]) =>
    Array.from(others, (b) => ({ a, b, ids: intersectIdRanges(a.ids, b.ids) })),
  );
}
