export type Rect = { x1: number; y1: number; x2: number; y2: number };

/** What an element covers; a bare line only what lies within `reach` of it. */
export type Coverage = Rect & { line: (Rect & { reach: number }) | null };

/** A slanting line is covered by so many rectangles, which leave out most of what lies beside it. */
const PIECES_OF_LINE = 12;

export function rectsOf(coverage: Coverage): Rect[] {
  const { line } = coverage;
  if (!line) return [coverage];
  const { reach } = line;
  const at = (from: number, to: number, piece: number) => from + ((to - from) * piece) / PIECES_OF_LINE;
  return Array.from({ length: PIECES_OF_LINE }, (_, piece) => {
    const [ax, bx] = [at(line.x1, line.x2, piece), at(line.x1, line.x2, piece + 1)];
    const [ay, by] = [at(line.y1, line.y2, piece), at(line.y1, line.y2, piece + 1)];
    return {
      x1: Math.min(ax, bx) - reach,
      y1: Math.min(ay, by) - reach,
      x2: Math.max(ax, bx) + reach,
      y2: Math.max(ay, by) + reach,
    };
  });
}

export function touches(coverage: Coverage, rect: Rect): boolean {
  if (coverage.x1 > rect.x2 || coverage.x2 < rect.x1 || coverage.y1 > rect.y2 || coverage.y2 < rect.y1) {
    return false;
  }
  return !coverage.line || crosses(coverage.line, rect);
}

/** Liang and Barsky: what is left of the line after each side of the rectangle, widened by the line's reach, has cut it. */
function crosses({ reach, ...line }: Rect & { reach: number }, rect: Rect): boolean {
  const [dx, dy] = [line.x2 - line.x1, line.y2 - line.y1];
  const sides = [
    [-dx, line.x1 - (rect.x1 - reach)],
    [dx, rect.x2 + reach - line.x1],
    [-dy, line.y1 - (rect.y1 - reach)],
    [dy, rect.y2 + reach - line.y1],
  ] as const;
  let [from, to] = [0, 1];
  for (const [slope, distance] of sides) {
    if (slope === 0 && distance < 0) return false;
    if (slope < 0) from = Math.max(from, distance / slope);
    if (slope > 0) to = Math.min(to, distance / slope);
  }
  return from <= to;
}

/** In whole pixels of the canvas, a little more than asked for: what is smoothed at its rim belongs to it. */
export function inPixels(rect: Rect, scale: number, pan: { x: number; y: number }): Rect {
  return {
    x1: Math.floor(rect.x1 * scale + pan.x) - 2,
    y1: Math.floor(rect.y1 * scale + pan.y) - 2,
    x2: Math.ceil(rect.x2 * scale + pan.x) + 2,
    y2: Math.ceil(rect.y2 * scale + pan.y) + 2,
  };
}

export function areaOf({ x1, y1, x2, y2 }: Rect): number {
  return Math.max(0, x2 - x1) * Math.max(0, y2 - y1);
}
