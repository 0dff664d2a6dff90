"use client";

import { useMemo } from "react";
import { type PageKey, usePageKeys } from "../shell/page-keys.ts";
import { focusedRowId, stepRow } from "../ui/data-table/use-row-keys.ts";
import type { FormKind } from "./review-words.ts";

const frameOf = (noun: string) =>
  document.querySelector<HTMLElement>(`section[aria-label="Table of ${noun}"]`);

/** The row that has the focus, as `element` of it. */
function inFocusedRow(element: string): HTMLElement | null {
  return document.activeElement?.closest("tr[data-row-id]")?.querySelector<HTMLElement>(element) ?? null;
}

/** Review without a mouse: from row to row, marking, and the three things that are done with what is marked. */
export function useReviewKeys({
  noun,
  mayReview,
  review,
}: {
  noun: string;
  mayReview: boolean;
  /** `rowId`: of the row that has the focus; null where none has. */
  review: (kind: FormKind, rowId: string | null) => void;
}): void {
  const keys = useMemo<PageKey[]>(() => {
    const step = (by: 1 | -1) => () => {
      const frame = frameOf(noun);
      if (frame) stepRow(frame, by);
    };
    const start = (kind: FormKind) => () => {
      const frame = frameOf(noun);
      review(kind, frame && focusedRowId(frame));
    };
    const reading: PageKey[] = [
      { key: "j", deed: "Next warning", run: step(1) },
      { key: "k", deed: "Previous warning", run: step(-1) },
      { key: "e", deed: "Open its details", run: () => inFocusedRow("[data-row-link]")?.click() },
      { key: "u", deed: "Unfold its effects", run: () => inFocusedRow("button[aria-expanded]")?.click() },
    ];
    if (!mayReview) return reading;
    return [
      ...reading,
      { key: "x", deed: "Select it", run: () => inFocusedRow("[data-row-mark]")?.click() },
      { key: "a", deed: "Acknowledge it, or what is selected", run: start("acknowledge") },
      { key: "s", deed: "Snooze it, or what is selected", run: start("snooze") },
      { key: "t", deed: "Assign it, or what is selected", run: start("assign") },
    ];
  }, [noun, mayReview, review]);
  usePageKeys(keys);
}
