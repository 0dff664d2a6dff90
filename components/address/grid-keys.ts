export const COLUMNS = 16;

/** Where a key leads among `count` cells, sixteen in a row; null: nowhere. */
export function cellAfterKey(
  { key, ctrlKey, metaKey }: { key: string; ctrlKey: boolean; metaKey: boolean },
  index: number,
  count: number,
): number | null {
  const rowStart = index - (index % COLUMNS);
  const rowEnd = Math.min(rowStart + COLUMNS, count) - 1;
  const isWhole = ctrlKey || metaKey;
  const next: Partial<Record<string, number>> = {
    ArrowRight: index + 1,
    ArrowLeft: index - 1,
    ArrowDown: index + COLUMNS,
    ArrowUp: index - COLUMNS,
    Home: isWhole ? 0 : rowStart,
    End: isWhole ? count - 1 : rowEnd,
  };
  const place = next[key];
  return place === undefined || place < 0 || place >= count ? null : place;
}
