"use client";

import { useMemo, useState } from "react";
import { ALL_SELECTED, marked, NOTHING_SELECTED, type Selection } from "./selection.ts";

export type SelectionState = {
  selection: Selection;
  /** Marks one row, or with `isRange` all from the one marked before. */
  mark: (rowId: string, isOn: boolean, isRange?: boolean) => void;
  /** Marks none of these any more. */
  leaveOut: (rowIds: readonly string[]) => void;
  selectAll: () => void;
  clear: () => void;
};

/** `filterKey` names what is filtered: "everything" means something else when it changes, and is then let go. */
export function useSelection(rowIds: readonly string[], filterKey: string): SelectionState {
  const [state, setState] = useState<{ selection: Selection; filterKey: string; lastId: string | null }>({
    selection: NOTHING_SELECTED,
    filterKey,
    lastId: null,
  });
  const isOutdated = state.selection.isAll && state.filterKey !== filterKey;
  const selection = isOutdated ? NOTHING_SELECTED : state.selection;
  return useMemo(() => {
    const write = (next: Selection, lastId: string | null) =>
      setState({ selection: next, filterKey, lastId });
    return {
      selection,
      mark: (rowId, isOn, isRange = false) => {
        const from = isRange && state.lastId !== null ? rowIds.indexOf(state.lastId) : -1;
        const to = rowIds.indexOf(rowId);
        const range =
          from === -1 || to === -1 ? [rowId] : rowIds.slice(Math.min(from, to), Math.max(from, to) + 1);
        write(marked(selection, range, isOn), rowId);
      },
      leaveOut: (ids) => write(marked(selection, ids, false), null),
      selectAll: () => write(ALL_SELECTED, null),
      clear: () => write(NOTHING_SELECTED, null),
    };
  }, [selection, rowIds, filterKey, state.lastId]);
}
