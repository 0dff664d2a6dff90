import type { IdBounds, IdRange } from "#server/domain/id-range.ts";
import type { MapCell, StateRange } from "#server/domain/range-map.ts";

/** What is known of one window; `ranges` null: it is too large to tell them one by one. */
export type MapData = { cells: readonly MapCell[]; ranges: readonly StateRange[] | null };

/** Where the ids come from. */
export type MapSource = {
  bounds: IdBounds;
  /** "VXLANs of customers". */
  label: string;
  /** Of the current window; null while it loads. */
  data: MapData | null;
  error: unknown;
  onRetry: () => void;
  /** First of the first `count` free ids in a row; null when there are none. */
  findFree: (count: number) => Promise<number | null>;
};

/** Where one looks: a window, and in it the cell that the keyboard is on. */
export type MapView = {
  window: IdRange;
  focusedId: number;
  /** Grows when the keyboard is sent to the cell. */ focusRequest: number;
};
