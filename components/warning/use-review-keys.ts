"use client";

import { useCallback, useEffect, useMemo, useRef } from "react";
import { type PageKey, usePageKeys } from "../shell/page-keys.ts";
import { type RowPlace, rowPlaceOf, stepRow } from "../ui/data-table/use-row-keys.ts";
import type { FormKind } from "./review-words.ts";

const frameOf = (noun: string) =>
  document.querySelector<HTMLElement>(`section[aria-label="Table of ${noun}"]`);

/** The row that had the focus last: a dialog that closes gives it back a moment later. */
function useLastRow(): () => RowPlace | null {
  const last = useRef<RowPlace | null>(null);
  useEffect(() => {
    const heard = ({ target }: FocusEvent) => {
      const place = target instanceof Element ? rowPlaceOf(target) : null;
      if (place) last.current = place;
    };
    document.addEventListener("focusin", heard);
    return () => document.removeEventListener("focusin", heard);
  }, []);
  return useCallback(() => last.current, []);
}

/** Review without a mouse: from row to row, marking, and the three things that are done with what is marked. */
export function useReviewKeys({
  noun,
  mayReview,
  review,
}: {
  noun: string;
  mayReview: boolean;
  /** `rowId`: of the row one is at; null: at none. */
  review: (kind: FormKind, rowId: string | null) => void;
}): void {
  const lastRow = useLastRow();
  const keys = useMemo<PageKey[]>(() => {
    const row = () => {
      const rowId = lastRow()?.rowId;
      return rowId === undefined
        ? null
        : (frameOf(noun)?.querySelector<HTMLElement>(`tr[data-row-id="${CSS.escape(rowId)}"]`) ?? null);
    };
    const press = (element: string) => () => row()?.querySelector<HTMLElement>(element)?.click();
    const step = (by: 1 | -1) => () => {
      const frame = frameOf(noun);
      if (frame) stepRow(frame, lastRow(), by);
    };
    const start = (kind: FormKind) => () => review(kind, row()?.dataset["rowId"] ?? null);
    const reading: PageKey[] = [
      { key: "j", deed: "Next warning", run: step(1) },
      { key: "k", deed: "Previous warning", run: step(-1) },
      { key: "e", deed: "Open its details", run: press("[data-row-link]") },
      { key: "u", deed: "Unfold its effects", run: press("button[aria-expanded]") },
    ];
    if (!mayReview) return reading;
    return [
      ...reading,
      { key: "x", deed: "Select it", run: press("[data-row-mark]") },
      { key: "a", deed: "Acknowledge it, or what is selected", run: start("acknowledge") },
      { key: "s", deed: "Snooze it, or what is selected", run: start("snooze") },
      { key: "t", deed: "Assign it, or what is selected", run: start("assign") },
    ];
  }, [noun, mayReview, review, lastRow]);
  usePageKeys(keys);
}
