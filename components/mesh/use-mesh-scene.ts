"use client";

import { keepPreviousData, type QueryKey, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { isRefusal } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import {
  makeScene,
  type MeshScene,
  type Overview,
  pdcIdsOf,
  type PdcView,
  type Selected,
} from "./mesh-data.ts";
import { meshAsked, selectionInputs } from "./mesh-inputs.ts";
import { isSmallCloud } from "./small-cloud.ts";
import { useMeshInstant } from "./time/use-mesh-instant.ts";
import { ROOMY, useMedia } from "./use-media.ts";
import type { MeshViewState } from "./use-mesh-view.ts";

/** Time passes without events too: what was fresh becomes stale. */
const REREAD_MILLISECONDS = 60_000;
/** That something is being asked for again changes nothing on the screen. */
const ANSWERS = ["data", "dataUpdatedAt", "error", "failureCount"] as const;

export type SceneState = {
  scene: MeshScene | null;
  error: unknown;
  retry: () => void;
  /** The address names something that the mesh does not hold (any more). */
  isSelectionGone: boolean;
};

/** Reads what the picture, its twins and the panel show: no more than that. */
export function useMeshScene(view: MeshViewState): SceneState {
  const trpc = useTRPC();
  const { at } = useMeshInstant();
  const rule = useMemo(() => meshAsked(view.overlayRuleName, at), [view.overlayRuleName, at]);
  const refetchInterval = at ? (false as const) : REREAD_MILLISECONDS;
  const alive = { refetchInterval, placeholderData: keepPreviousData };
  const overviewOptions = trpc.mesh.overview.queryOptions(rule);
  const overview = useQuery({ ...overviewOptions, ...alive, notifyOnChangeProps: [...ANSWERS] });
  const { selected, isGone } = useSelected(view, overview.data ?? null);
  const isRoomy = useMedia(ROOMY);
  const isSmall = isRoomy && overview.data !== undefined && isSmallCloud(overview.data);
  // As text, which stays the same while they do; ids of PDCs hold no comma.
  const openText = (overview.data?.pdcs ?? [])
    .map(({ id }) => id)
    .filter((id) => isSmall || view.openPdcIds.has(id) || pdcIdsOf(selected).includes(id))
    .join(",");
  const openIds = useMemo(() => (openText === "" ? [] : openText.split(",")), [openText]);
  const nearOptions = openIds.map((pdcId) => trpc.mesh.pdc.queryOptions({ ...rule, pdcId }));
  const { views } = useQueries({
    queries: nearOptions.map((options) => ({ ...options, refetchInterval })),
    combine: arrived,
  });
  const areOnTheWay = useAreOnTheWay([overviewOptions, ...nearOptions]);
  const levels = useLevels({ overview: overview.data ?? null, views, openIds }, areOnTheWay);
  const scene = useMemo(
    () =>
      levels.overview
        ? makeScene({
            overview: levels.overview,
            selected,
            isSmall: isRoomy && isSmallCloud(levels.overview),
            openPdcIds: new Set(levels.openIds),
            views: levels.views,
          })
        : null,
    [levels, selected, isRoomy],
  );
  return {
    scene,
    error: overview.data ? null : overview.error,
    retry: () => void overview.refetch(),
    isSelectionGone: isGone,
  };
}

type Reading<T> = { data: T | undefined; dataUpdatedAt: number; failureCount: number };

/** One function, so that the same answers give the same list. Heard of is every answer, also one like the last. */
function arrived(results: readonly Reading<PdcView>[]) {
  return {
    views: results.flatMap(({ data }) => data ?? []),
    answers: results.map(({ dataUpdatedAt, failureCount }) => `${dataUpdatedAt} ${failureCount}`),
  };
}

/** Whether something that is shown is being read again right now. What failed once is waited for no longer. */
function useAreOnTheWay(asked: readonly { queryKey: QueryKey }[]): boolean {
  const queryClient = useQueryClient();
  return asked.some(({ queryKey }) => {
    const state = queryClient.getQueryState(queryKey);
    return state?.data !== undefined && state.fetchStatus === "fetching" && state.fetchFailureCount === 0;
  });
}

type Levels = { overview: Overview | null; views: readonly PdcView[]; openIds: readonly string[] };

/** While the levels are being read again the earlier ones stay, so that they change together and once. */
function useLevels({ overview, views, openIds }: Levels, areOnTheWay: boolean): Levels {
  const fresh = useMemo(() => ({ overview, views, openIds }), [overview, views, openIds]);
  const [shown, setShown] = useState<Levels>(fresh);
  const isWaiting = areOnTheWay && shown.overview !== null && shown.openIds === openIds;
  if (shown === fresh || isWaiting) return shown;
  setShown(fresh);
  return fresh;
}

function useSelected(
  view: MeshViewState,
  overview: Overview | null,
): { selected: Selected | null; isGone: boolean } {
  const trpc = useTRPC();
  const { selection, overlayRuleName } = view;
  const kind = selection?.kind;
  const id = selection?.id ?? "";
  const { at } = useMeshInstant();
  const inputs = selectionInputs(meshAsked(overlayRuleName, at), { id });
  const alive = { refetchInterval: at ? (false as const) : REREAD_MILLISECONDS, retry: false };
  const pdc = useQuery({
    ...trpc.mesh.pdc.queryOptions(inputs.pdc),
    ...alive,
    enabled: kind === "pdc",
  });
  const node = useQuery({
    ...trpc.mesh.node.queryOptions(inputs.node),
    ...alive,
    enabled: kind === "node",
  });
  const link = useQuery({
    ...trpc.mesh.link.queryOptions(inputs.link),
    ...alive,
    enabled: kind === "link",
  });
  const pdcLink = useQuery({
    ...trpc.mesh.pdcLink.queryOptions(inputs["pdc-link"]),
    ...alive,
    enabled: kind === "pdc-link",
  });
  const selected = useMemo((): Selected | null => {
    if (kind === "pdc") {
      const known = overview?.pdcs.find((each) => each.id === id) ?? pdc.data?.pdc;
      return known ? { kind, id, pdc: known, view: pdc.data ?? null } : null;
    }
    if (kind === "node") return { kind, id, view: node.data ?? null };
    if (kind === "link") return { kind, id, detail: link.data ?? null };
    if (kind !== "pdc-link") return null;
    const known = overview?.pdcLinks.listed.find((each) => each.id === id) ?? pdcLink.data?.pdcLink ?? null;
    return { kind, id, pdcLink: known, view: pdcLink.data ?? null };
  }, [kind, id, overview, pdc.data, node.data, link.data, pdcLink.data]);
  const asked = { pdc, node, link, "pdc-link": pdcLink };
  const isGone = kind !== undefined && isRefusal(asked[kind].error);
  return { selected: isGone ? null : selected, isGone };
}
