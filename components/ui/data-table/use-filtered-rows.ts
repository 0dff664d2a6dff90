"use client";

import { useEffect, useMemo, useState } from "react";
import type { DataColumn } from "./columns.ts";
import { makeRowFilter } from "./ordered-rows.ts";

/** So many rows are filtered while a key is pressed without anybody noticing. */
const ROWS_AT_ONCE_MAX = 2000;
const SLICE_MILLISECONDS = 8;

/** After what the browser has to do first, such as the next key. */
const pause = () => new Promise((resolve) => setTimeout(resolve));

/**
 * Rows in which every word of the filter occurs. Many are filtered in slices between which the page lives on; until
 * they are through, the rows of the filter before stay.
 */
export function useFilteredRows<T extends object>(
  rows: readonly T[],
  columns: readonly DataColumn<T>[],
  filter: string,
): readonly T[] {
  const isMatch = useMemo(() => makeRowFilter(columns), [columns]);
  const words = useMemo(() => filter.toLowerCase().split(/\s+/).filter(Boolean), [filter]);
  const isSliced = words.length > 0 && rows.length > ROWS_AT_ONCE_MAX;
  const [sliced, setSliced] = useState<readonly T[] | null>(null);
  const atOnce = useMemo(() => {
    if (words.length === 0) return rows;
    return isSliced ? null : rows.filter((row) => isMatch(row, words));
  }, [rows, words, isMatch, isSliced]);

  // The outside system is the browser's own queue of work.
  useEffect(() => {
    if (!isSliced) return;
    let isWanted = true;
    const run = async () => {
      const found: T[] = [];
      let sliceEndsAt = performance.now() + SLICE_MILLISECONDS;
      for (const row of rows) {
        if (isMatch(row, words)) found.push(row);
        if (performance.now() < sliceEndsAt) continue;
        await pause();
        if (!isWanted) return;
        sliceEndsAt = performance.now() + SLICE_MILLISECONDS;
      }
      setSliced(found);
    };
    void run();
    return () => {
      isWanted = false;
    };
  }, [rows, words, isMatch, isSliced]);

  return atOnce ?? sliced ?? rows;
}
