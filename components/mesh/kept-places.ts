"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import type { MeshPicture, MovedBox } from "#server/domain/mesh/moved-box.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { toast } from "../ui/toast-store.ts";
import type { Point } from "./mesh-layout.ts";

const SAVE_AFTER_MILLISECONDS = 600;

/** Where this person moved PDCs to in a picture of the cloud, in whatever browser. Saved behind the picture's back. */
export function useKeptPlaces(picture: MeshPicture) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { queryKey, ...options } = trpc.movedBox.list.queryOptions();
  const moved = useQuery({ queryKey, ...options, staleTime: Infinity });
  const failed = () => toast({ tone: "bad", title: "Where you moved PDCs to could not be saved." });
  const { mutate: save } = useMutation(trpc.movedBox.keep.mutationOptions({ onError: failed }));
  const { mutate: putBack } = useMutation(trpc.movedBox.putBack.mutationOptions({ onError: failed }));
  const unsaved = useRef(new Map<string, Point>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const setBoxes = useCallback(
    (next: (boxes: readonly MovedBox[]) => MovedBox[]) =>
      queryClient.setQueryData(queryKey, (boxes) => next(boxes ?? [])),
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
          (moved.data ?? [])
            .filter((box) => box.picture === picture)
            .map(({ pdcId, x, y }): [string, Point] => [pdcId, { x, y }]),
        ),
      [moved.data, picture],
    ),
    keep: (pdcId: string, point: Point) => {
      const isOther = (box: MovedBox) => box.picture !== picture || box.pdcId !== pdcId;
      setBoxes((boxes) => [...boxes.filter(isOther), { picture, pdcId, ...point }]);
      unsaved.current.delete(pdcId);
      unsaved.current.set(pdcId, point);
      clearTimeout(timer.current);
      timer.current = setTimeout(saveNow, SAVE_AFTER_MILLISECONDS);
    },
    forgetAll: () => {
      clearTimeout(timer.current);
      unsaved.current.clear();
      setBoxes((boxes) => boxes.filter((box) => box.picture !== picture));
      putBack({ picture });
    },
  };
}
