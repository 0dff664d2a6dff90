"use client";

import { type IdRange, VLAN_BOUNDS } from "#server/domain/id-range.ts";
import { countedCells, EXACT_ID_COUNT_MAX, mapCells, type StateRange } from "#server/domain/range-map.ts";
import type { MapData } from "./map-data.ts";
import { RangeMap } from "./range-map.tsx";
import { useMapView } from "./use-map-view.ts";

export type VlanMapProps = {
  /** Of all VLANs. */
  ranges: readonly StateRange[];
  chosenId: number | null;
  onChoose: (id: number) => void;
};

/** VLANs 0 to 4094, all of which are known. */
export function VlanMap({ ranges, chosenId, onChoose }: VlanMapProps) {
  const allowed = ranges.filter(({ state }) => state !== "outside");
  const view = useMapView(VLAN_BOUNDS, allowed, chosenId);
  return (
    <RangeMap
      view={view}
      source={{
        bounds: VLAN_BOUNDS,
        label: "VLANs of this segment",
        data: windowOf(ranges, view.window),
        error: null,
        onRetry: () => undefined,
        findFree: async (count) => firstRun(ranges, count),
      }}
      chosenId={chosenId}
      onChoose={onChoose}
    />
  );
}

/** The part of all ranges that one window shows. */
function windowOf(ranges: readonly StateRange[], window: IdRange): MapData {
  const inside = ranges.flatMap((range) => {
    const first = Math.max(range.first, window.first);
    const last = Math.min(range.last, window.last);
    return first <= last ? [{ ...range, first, last }] : [];
  });
  const isExact = window.last - window.first < EXACT_ID_COUNT_MAX;
  return { cells: countedCells(mapCells(window), inside), ranges: isExact ? inside : null };
}

function firstRun(ranges: readonly StateRange[], count: number): number | null {
  const run = ranges.find(({ first, last, state }) => state === "free" && last - first + 1 >= count);
  return run?.first ?? null;
}
