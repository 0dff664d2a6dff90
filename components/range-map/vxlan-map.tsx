"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type IdRange, VXLAN_BOUNDS } from "#server/domain/id-range.ts";
import type { NetworkDraft } from "#server/domain/network/draft.ts";
import { useTRPC } from "../trpc/trpc.ts";
import type { MapData } from "./map-data.ts";
import { DELEGATE_WORDS } from "./map-words.ts";
import { RangeMap } from "./range-map.tsx";
import { useMapView } from "./use-map-view.ts";

export type VxlanMapProps = {
  vdcId: string;
  overlayRuleName: string;
  /** Where the picture begins. */
  allowedVxlanIds: readonly IdRange[];
  chosenId?: number | null;
  onChoose?: (id: number) => void;
  /** What the next free id must allow. */
  vlanId?: NetworkDraft["vlanId"];
};

/** The VXLAN ids of one rule as the vDC may use them. */
export function VxlanMap(props: VxlanMapProps) {
  const { vdcId, overlayRuleName, allowedVxlanIds, chosenId = null, onChoose, vlanId } = props;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const view = useMapView(VXLAN_BOUNDS, allowedVxlanIds, chosenId);
  const map = useQuery(trpc.delegation.getVxlanMap.queryOptions({ vdcId, overlayRuleName, ...view.window }));
  const findFree = async (count: number) => {
    const asked = { vdcId, overlayRuleName, count, ...(vlanId === undefined ? {} : { vlanId }) };
    const { first } = await queryClient.fetchQuery(
      trpc.delegation.findFreeVxlans.queryOptions(asked, { staleTime: 0, retry: false }),
    );
    return first;
  };
  return (
    <RangeMap
      view={view}
      source={{
        bounds: VXLAN_BOUNDS,
        label: `VXLANs of ${overlayRuleName}`,
        data: dataOf(map.data, view.window),
        error: map.error,
        onRetry: () => void map.refetch(),
        findFree,
      }}
      chosenId={chosenId}
      {...(onChoose ? { onChoose } : {})}
    />
  );
}

export type VxlanSelectMapProps = {
  vdcId: string;
  /** What is drawn already. */
  vxlanIds: readonly IdRange[];
  selection: IdRange | null;
  onSelect: (range: IdRange) => void;
};

/** All VXLAN ids as whoever delegates sees them, to draw a range of them. */
export function VxlanSelectMap({ vdcId, vxlanIds, selection, onSelect }: VxlanSelectMapProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const view = useMapView(VXLAN_BOUNDS, vxlanIds, null);
  const map = useQuery(trpc.delegation.getVxlanMapToDelegate.queryOptions({ vdcId, ...view.window }));
  const findFree = async (count: number) => {
    const { first } = await queryClient.fetchQuery(
      trpc.delegation.findFreeVxlansToDelegate.queryOptions({ vdcId, count }, { staleTime: 0, retry: false }),
    );
    return first;
  };
  return (
    <RangeMap
      view={view}
      words={DELEGATE_WORDS}
      source={{
        bounds: VXLAN_BOUNDS,
        label: "VXLANs to delegate",
        data: dataOf(map.data, view.window),
        error: map.error,
        onRetry: () => void map.refetch(),
        findFree,
      }}
      marked={vxlanIds}
      selection={selection}
      onSelect={onSelect}
    />
  );
}

/** Nothing while what arrived last is of another window. */
function dataOf(data: (MapData & { window: IdRange }) | undefined, window: IdRange): MapData | null {
  return data?.window.first === window.first && data.window.last === window.last ? data : null;
}
