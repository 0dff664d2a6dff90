import { countIds, type IdBounds, type IdRange, intersectIdRanges, isIdInRanges } from "./id-range.ts";

/**
 * What an id is to one vDC. `used`: by its networks on the carrier in question; `resting`: was its own until a moment ago;
 * `unavailable`: anything of others or on another rule, never told apart; `outside`: not allowed to it.
 */
export const ID_STATES = ["used", "resting", "unavailable", "free", "outside"] as const;
export type IdState = (typeof ID_STATES)[number];
export type StateCounts = Record<IdState, number>;
/** A run of ids, and how many of them are in which state. */
export type MapCell = IdRange & { counts: StateCounts };

/** `networkCount` networks use the id; a few of them are named. */
export type UsedId = { id: number; networkNames: readonly string[]; networkCount: number };
/** Ids of one state. Used ones stand alone; resting ones with the same end stand together. */
export type StateRange = IdRange & {
  state: IdState;
  networkNames: readonly string[];
  networkCount: number;
  restsUntil: Date | null;
};

const CELL_COUNT_MAX = 256;
/** Windows up to this many ids are told id by id. */
export const EXACT_ID_COUNT_MAX = 1000;

/** A power of ten, so that cells begin at round ids and a window has at most 256. */
export function mapCellSize({ first, last }: IdRange): number {
  let size = 1;
  while (Math.floor(last / size) - Math.floor(first / size) + 1 > CELL_COUNT_MAX) size *= 10;
  return size;
}

/** The cells of a window; the first and the last are cut off at its ends. */
export function mapCells(window: IdRange): IdRange[] {
  const size = mapCellSize(window);
  const numberFirst = Math.floor(window.first / size);
  const cellCount = Math.floor(window.last / size) - numberFirst + 1;
  return Array.from({ length: cellCount }, (_, index) => ({
    first: Math.max(window.first, (numberFirst + index) * size),
    last: Math.min(window.last, (numberFirst + index + 1) * size - 1),
  }));
}

/** The part of a window that has ids at all. */
export function windowWithin({ first, last }: IdRange, bounds: IdBounds): IdRange {
  const inside = (id: number) => Math.min(bounds.last, Math.max(bounds.first, id));
  return { first: inside(Math.min(first, last)), last: inside(Math.max(first, last)) };
}

export const NO_COUNTS: StateCounts = { used: 0, resting: 0, unavailable: 0, free: 0, outside: 0 };

export function addCounts(a: StateCounts, b: StateCounts): StateCounts {
  return {
    used: a.used + b.used,
    resting: a.resting + b.resting,
    unavailable: a.unavailable + b.unavailable,
    free: a.free + b.free,
    outside: a.outside + b.outside,
  };
}

/** What was counted of one run of ids. `open` ids are allowed and delegated to nobody else. */
export type Counted = {
  idCount: number;
  allowedCount: number;
  openCount: number;
  /** Rows of open ids in the table of taken ones, whatever they are. */
  takenCount: number;
  /** Of those: rest no longer. */
  restedCount: number;
  /** Of those: others', in a VXLAN that this vDC shares, so that it may still use it. */
  sharedCount: number;
  restingCount: number;
  usedOpenCount: number;
  /** Used by the vDC though meanwhile another one's, or no longer delegated to it. */
  usedHeldCount: number;
  usedOutsideCount: number;
};

/** The five states' counts; they sum to `idCount`. */
export function stateCounts(counted: Counted): StateCounts {
  const { idCount, allowedCount, openCount, takenCount, usedOpenCount, usedHeldCount, usedOutsideCount } =
    counted;
  const freeCount = openCount - takenCount + counted.restedCount + counted.sharedCount;
  const notAvailable = allowedCount - freeCount - usedOpenCount - usedHeldCount - counted.restingCount;
  return {
    used: usedOpenCount + usedHeldCount + usedOutsideCount,
    resting: counted.restingCount,
    unavailable: notAvailable,
    free: freeCount,
    outside: idCount - allowedCount - usedOutsideCount,
  };
}

/** What is known of every id of a small window. Lists may reach beyond it. */
export type KnownIds = {
  allowed: readonly IdRange[];
  /** Allowed and delegated to nobody else. */
  open: readonly IdRange[];
  used: readonly UsedId[];
  /** The vDC's own, and until when. */
  resting: readonly { id: number; restsUntil: Date }[];
  /** In nobody's way but this vDC's: used by others, resting for others, on another rule. */
  unavailable: readonly IdRange[];
};

/** Every id of the window once, in order. */
export function stateRanges(window: IdRange, ids: KnownIds): StateRange[] {
  const within = (ranges: readonly IdRange[]) => intersectIdRanges([window], ranges);
  const known = {
    allowed: within(ids.allowed),
    open: within(ids.open),
    unavailable: within(ids.unavailable),
  };
  const usedById = new Map(ids.used.map((used) => [used.id, used]));
  const untilById = new Map(ids.resting.map(({ id, restsUntil }) => [id, restsUntil]));
  const ranges: StateRange[] = [];
  for (let id = window.first; id <= window.last; id += 1) {
    const used = usedById.get(id);
    const state = stateOf(id, known, used !== undefined, untilById.has(id));
    const restsUntil = state === "resting" ? (untilById.get(id) ?? null) : null;
    const previous = ranges.at(-1);
    const isSame = previous?.state === state && previous.restsUntil?.getTime() === restsUntil?.getTime();
    if (previous && isSame && state !== "used") previous.last = id;
    else {
      const { networkNames = [], networkCount = 0 } = used ?? {};
      ranges.push({ first: id, last: id, state, networkNames, networkCount, restsUntil });
    }
  }
  return ranges;
}

function stateOf(
  id: number,
  known: Pick<KnownIds, "allowed" | "open" | "unavailable">,
  isUsed: boolean,
  isResting: boolean,
): IdState {
  if (isUsed) return "used";
  if (!isIdInRanges(known.allowed, id)) return "outside";
  if (!isIdInRanges(known.open, id)) return "unavailable";
  if (isResting) return "resting";
  return isIdInRanges(known.unavailable, id) ? "unavailable" : "free";
}

/** The same counts that counting would give. */
export function countedCells(cells: readonly IdRange[], ranges: readonly StateRange[]): MapCell[] {
  return cells.map((cell) => {
    const counts = { ...NO_COUNTS };
    for (const range of ranges) {
      if (range.last < cell.first || range.first > cell.last) continue;
      counts[range.state] += countIds(intersectIdRanges([cell], [range]));
    }
    return { ...cell, counts };
  });
}
