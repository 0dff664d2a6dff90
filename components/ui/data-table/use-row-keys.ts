"use client";

import type { KeyboardEvent, RefObject } from "react";
import type { SelectionState } from "./use-selection.ts";

const STEP_BY_KEY = new Map([
  ["ArrowDown", 1],
  ["ArrowUp", -1],
]);

/** The row's box or its link; whichever it has where it has one alone. */
function focusRow(frame: HTMLElement, position: number, kind: "mark" | "link"): void {
  const row = frame.querySelector(`tr[aria-rowindex="${position}"]`);
  const wanted = row?.querySelector<HTMLElement>(`[data-row-${kind}]`);
  (wanted ?? row?.querySelector<HTMLElement>("[data-row-link], [data-row-mark]"))?.focus();
}

/** A row, remembered by its id and by where it stood. */
export type RowPlace = { rowId: string; position: number };

/** The row that an element is in; null: in none. */
export function rowPlaceOf(element: Element | null): RowPlace | null {
  const row = element?.closest<HTMLElement>("tr[data-row-id]");
  const rowId = row?.dataset["rowId"];
  return row && rowId !== undefined ? { rowId, position: Number(row.getAttribute("aria-rowindex")) } : null;
}

/** Goes `step` rows on from a row, to what stands in its place where it is gone, to the first from none. */
export function stepRow(frame: HTMLElement, from: RowPlace | null, step: 1 | -1): void {
  const isThere = from && frame.querySelector(`tr[data-row-id="${CSS.escape(from.rowId)}"]`);
  focusRow(frame, !from ? 2 : from.position + (isThere ? step : 0), "link");
}

/**
 * Arrows go from row to row; with Shift they mark what they pass. Ctrl+A or ⌘A marks everything that is filtered, Escape
 * lets go.
 */
export function useRowKeys(
  frame: RefObject<HTMLElement | null>,
  rowIds: readonly string[],
  selection: SelectionState | null,
) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    if (!frame.current || !target || target.closest("input, textarea, [role=menu]")) return;
    if (selection && event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      selection.selectAll();
      return;
    }
    if (selection && event.key === "Escape") {
      selection.clear();
      return;
    }
    const step = STEP_BY_KEY.get(event.key);
    const row = target.closest("tr[aria-rowindex]");
    if (!step || !row) return;
    event.preventDefault();
    const kind = target.matches("[data-row-link]") ? "link" : "mark";
    const position = Number(row.getAttribute("aria-rowindex"));
    // Rows count from 1 and the header is the first.
    const [here, next] = [rowIds[position - 2], rowIds[position - 2 + step]];
    if (next === undefined) return;
    if (selection && event.shiftKey && here !== undefined) {
      selection.mark(here, true);
      selection.mark(next, true);
    }
    focusRow(frame.current, position + step, kind);
  };
}
