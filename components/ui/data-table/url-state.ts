import type { SortingState, VisibilityState } from "@tanstack/react-table";

/** `-age` is the column `age`, largest first. */
export function parseSort(text: string): SortingState {
  if (text === "") return [];
  return text.startsWith("-") ? [{ id: text.slice(1), desc: true }] : [{ id: text, desc: false }];
}

/** The same where the server sorts, by one of `names`; anything else is `otherwise`, smallest first. */
export function sortOf<T extends string>(
  text: string,
  names: readonly T[],
  otherwise: T,
): { sort: T; isDescending: boolean } {
  const [asked] = parseSort(text);
  const sort = names.find((name) => name === asked?.id);
  return { sort: sort ?? otherwise, isDescending: sort !== undefined && asked?.desc === true };
}

export function formatSort([first]: SortingState): string {
  if (!first) return "";
  return `${first.desc ? "-" : ""}${first.id}`;
}

/** The columns that differ from what is shown at first, by name. */
export function parseColumns(text: string, hiddenAtFirst: readonly string[]): VisibilityState {
  const visibility: VisibilityState = Object.fromEntries(hiddenAtFirst.map((id) => [id, false]));
  for (const id of text.split(",")) if (id !== "") visibility[id] = hiddenAtFirst.includes(id);
  return visibility;
}

export function formatColumns(visibility: VisibilityState, hiddenAtFirst: readonly string[]): string {
  return Object.entries(visibility)
    .filter(([id, isVisible]) => isVisible === hiddenAtFirst.includes(id))
    .map(([id]) => id)
    .toSorted()
    .join(",");
}
