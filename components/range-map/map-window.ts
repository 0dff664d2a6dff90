import { countIds, type IdRange } from "#server/domain/id-range.ts";
import { mapCellSize } from "#server/domain/range-map.ts";

/** Windows that begin at round ids; the largest is everything there is. */
const SPANS = [100, 1000, 10_000, 100_000, 1_000_000] as const;
/** What Enter goes through, from everything to a hundred ids. */
const CRUMB_SPANS = [100_000, 1000, 100] as const;

export const COLUMN_COUNT = 10;

function inside(id: number, bounds: IdRange): number {
  return Math.min(bounds.last, Math.max(bounds.first, id));
}

/** The window of `span` ids that holds `id`; cut off where ids end. */
export function windowAround(id: number, span: number, bounds: IdRange): IdRange {
  const first = Math.floor(inside(id, bounds) / span) * span;
  return { first: Math.max(first, bounds.first), last: Math.min(first + span - 1, bounds.last) };
}

/** Only what is needed of the bounds: they carry words as well. */
export function wholeOf({ first, last }: IdRange): IdRange {
  return { first, last };
}

function isWithin(inner: IdRange, outer: IdRange): boolean {
  return inner.first >= outer.first && inner.last <= outer.last;
}

/** The smallest window around all of `ranges`, so that a picture begins where there is something to see. */
export function fittingWindow(ranges: readonly IdRange[], bounds: IdRange): IdRange {
  const [first, last] = [ranges[0]?.first, ranges.at(-1)?.last];
  if (first === undefined || last === undefined) return wholeOf(bounds);
  const fitting = SPANS.map((span) => windowAround(first, span, bounds)).find(
    (window) => last <= window.last,
  );
  return fitting ?? wholeOf(bounds);
}

/** One step nearer to `id`; null when single ids are shown already. */
export function zoomedIn(window: IdRange, id: number, bounds: IdRange): IdRange | null {
  if (mapCellSize(window) === 1 && countIds([window]) <= SPANS[0]) return null;
  const span = SPANS.findLast((candidate) => candidate < countIds([window])) ?? SPANS[0];
  return windowAround(id, span, bounds);
}

/** One step farther; null when everything is shown already. */
export function zoomedOut(window: IdRange, bounds: IdRange): IdRange | null {
  if (isWithin(bounds, window)) return null;
  const wider = SPANS.map((span) => windowAround(window.first, span, bounds)).find(
    (candidate) => isWithin(window, candidate) && countIds([candidate]) > countIds([window]),
  );
  return wider ?? wholeOf(bounds);
}

/** The window that shows the ids of one cell. */
export function windowOfCell(cell: IdRange, bounds: IdRange): IdRange {
  return countIds([cell]) < SPANS[0] ? windowAround(cell.first, SPANS[0], bounds) : wholeOf(cell);
}

/** The next window of the same size in a direction; the same one at the ends. */
export function neighbourWindow(window: IdRange, direction: 1 | -1, bounds: IdRange): IdRange {
  const id = direction === 1 ? window.last + 1 : window.first - 1;
  if (id < bounds.first || id > bounds.last) return window;
  const span = SPANS.find((candidate) => candidate >= countIds([window])) ?? SPANS[0];
  return windowAround(id, span, bounds);
}

/** From everything down to the window itself. */
export function windowsAbove(window: IdRange, bounds: IdRange): IdRange[] {
  const above = CRUMB_SPANS.map((span) => windowAround(window.first, span, bounds)).filter(
    (candidate) => isWithin(window, candidate) && countIds([candidate]) > countIds([window]),
  );
  const whole = wholeOf(bounds);
  const path = isWithin(whole, window) ? [] : [whole, ...above.filter((one) => !isWithin(whole, one))];
  return [...path, window];
}

/** Rows of ten cells, so that an id is its row's first plus its column's; null where there is no cell. */
export function gridRows<C extends IdRange>(
  window: IdRange,
  cells: readonly C[],
): { first: number; cells: (C | null)[] }[] {
  const size = mapCellSize(window);
  const rowSize = size * COLUMN_COUNT;
  const rows: { first: number; cells: (C | null)[] }[] = [];
  for (const cell of cells) {
    const first = Math.floor(cell.first / rowSize) * rowSize;
    if (rows.at(-1)?.first !== first) rows.push({ first, cells: Array<C | null>(COLUMN_COUNT).fill(null) });
    const row = rows.at(-1);
    if (row) row.cells[Math.floor((cell.first - first) / size)] = cell;
  }
  return rows;
}
