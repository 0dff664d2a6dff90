/** Rows a person marked. `isAll`: everything that is filtered, but `ids`; else `ids` alone. */
export type Selection = { isAll: boolean; ids: ReadonlySet<string> };

export const NOTHING_SELECTED: Selection = { isAll: false, ids: new Set() };
export const ALL_SELECTED: Selection = { isAll: true, ids: new Set() };

export function isSelected({ isAll, ids }: Selection, id: string): boolean {
  return ids.has(id) !== isAll;
}

/** The same with these rows marked, or not. */
export function marked(selection: Selection, rowIds: readonly string[], isOn: boolean): Selection {
  const ids = new Set(selection.ids);
  for (const id of rowIds) {
    if (isOn === selection.isAll) ids.delete(id);
    else ids.add(id);
  }
  return { ...selection, ids };
}

/** null: more than anybody counted. */
export function selectedCount({ isAll, ids }: Selection, totalCount: number | null): number | null {
  if (!isAll) return ids.size;
  return totalCount === null ? null : Math.max(0, totalCount - ids.size);
}
