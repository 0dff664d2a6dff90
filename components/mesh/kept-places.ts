"use client";

import { type QueryKey, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import type { MeshPicture, MovedBox, MovedBoxes } from "#server/domain/mesh/moved-box.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { toast } from "../ui/toast-store.ts";
import type { Point } from "./mesh-layout.ts";

const SAVE_AFTER_MILLISECONDS = 600;

/** Of a vDC's picture, or, where `vdcId` is null, of that of the cloud. */
function useMovedBoxes(vdcId: string | null) {
  const { movedBox } = useTRPC();
  const ofCloud = useMemo(() => movedBox.list.queryOptions(), [movedBox]);
  const ofVdc = useMemo(() => movedBox.listForVdc.queryOptions({ vdcId: vdcId ?? "" }), [movedBox, vdcId]);
  const cloud = useQuery({ ...ofCloud, staleTime: Infinity, enabled: vdcId === null });
  const own = useQuery({ ...ofVdc, staleTime: Infinity, enabled: vdcId !== null });
  const onError = () => toast({ tone: "bad", title: "Where you moved PDCs to could not be saved." });
  const { mutate: keep } = useMutation(movedBox.keep.mutationOptions({ onError }));
  const { mutate: keepForVdc } = useMutation(movedBox.keepForVdc.mutationOptions({ onError }));
  const { mutate: putBack } = useMutation(movedBox.putBack.mutationOptions({ onError }));
  const { mutate: putBackForVdc } = useMutation(movedBox.putBackForVdc.mutationOptions({ onError }));
  const queryKey: QueryKey = vdcId === null ? ofCloud.queryKey : ofVdc.queryKey;
  return {
    queryKey,
    boxes: vdcId === null ? cloud.data : own.data,
    save: useCallback(
      (moved: MovedBoxes) => (vdcId === null ? keep(moved) : keepForVdc({ ...moved, vdcId })),
      [vdcId, keep, keepForVdc],
    ),
    putBack: useCallback(
      (picture: MeshPicture) => (vdcId === null ? putBack({ picture }) : putBackForVdc({ vdcId, picture })),
      [vdcId, putBack, putBackForVdc],
    ),
  };
}

/** Where this person moved PDCs to in a picture, in whatever browser. Saved behind the picture's back. */
export function useKeptPlaces(picture: MeshPicture, vdcId: string | null = null) {
  const queryClient = useQueryClient();
  const { queryKey, boxes: moved, save, putBack } = useMovedBoxes(vdcId);
  const unsaved = useRef(new Map<string, Point>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const setBoxes = useCallback(
    (next: (boxes: readonly MovedBox[]) => MovedBox[]) =>
      queryClient.setQueryData<MovedBox[]>(queryKey, (boxes) => next(boxes ?? [])),
    [queryClient, queryKey],
  );
  const saveNow = useCallback(() => {
    clearTimeout(timer.current);
    const boxes = [...unsaved.current].map(([pdcId, point]) => ({ pdcId, ...point }));
    unsaved.current.clear();
    if (boxes.length > 0) save({ picture, boxes });
  }, [save, picture]);
  useEffect(() => {
    window.addEventListener("pagehide", saveNow);
    return () => {
      window.removeEventListener("pagehide", saveNow);
      saveNow();
    };
  }, [saveNow]);

  return {
    kept: useMemo(
      () =>
        new Map(
          (moved ?? [])
            .filter((box) => box.picture === picture)
            .map(({ pdcId, x, y }): [string, Point] => [pdcId, { x, y }]),
        ),
      [moved, picture],
    ),
    keep: (pdcId: string, point: Point) => {
      const isOther = (box: MovedBox) => box.picture !== picture || box.pdcId !== pdcId;
      setBoxes((boxes) => [...boxes.filter(isOther), { picture, pdcId, ...point }]);
      unsaved.current.delete(pdcId);
      unsaved.current.set(pdcId, point);
      clearTimeout(timer.current);
      timer.current = setTimeout(saveNow, SAVE_AFTER_MILLISECONDS);
    },
    forgetAll: useCallback(() => {
      clearTimeout(timer.current);
      unsaved.current.clear();
      setBoxes((boxes) => boxes.filter((box) => box.picture !== picture));
      putBack(picture);
    }, [setBoxes, putBack, picture]),
  };
}
