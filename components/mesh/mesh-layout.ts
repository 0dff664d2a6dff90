/** Pure and deterministic: the same PDCs and kept places always give the same picture, whatever their states. */
export type Point = { x: number; y: number };
export type Box = Point & { width: number; height: number };
export type PdcToPlace = {
  id: string;
  nodeIds: readonly string[];
  /** Gatherings that are no PDC stand below the others. */
  isNamed: boolean;
  isOpen: boolean;
};
export type MeshLayout = {
  boxByPdcId: ReadonlyMap<string, Box>;
  pointByNodeId: ReadonlyMap<string, Point>;
};

export const CARD = { width: 112, height: 34 };
const SLOT = { width: 146, height: 70 };
const BOX_PADDING = 24;
export const BOX_HEADER = 40;
const CLOSED_BOX = { width: 196, height: 64 };
/** Room between two boxes for a line and what is written on it, which is wider than high. */
const GAP = 90;
const GAP_ASPECT = 1.7;
/** Pictures are wider than high. */
const ASPECT = 1.7;
const STEP = 20;

/** `kept` places are taken as they are; a box without one takes its place on the ring, or the nearest free one. */
export function layOutMesh(pdcs: readonly PdcToPlace[], kept: ReadonlyMap<string, Point>): MeshLayout {
  const sizeById = new Map(pdcs.map((pdc) => [pdc.id, sizeOf(pdc)]));
  const boxByPdcId = new Map<string, Box>();
  for (const { id } of pdcs) {
    const size = sizeById.get(id);
    const point = kept.get(id);
    if (size && point) boxByPdcId.set(id, { ...point, ...size });
  }
  const ring = ringOf(
    pdcs.filter(({ isNamed }) => isNamed),
    sizeById,
  );
  const below = rowBelow(
    pdcs.filter(({ isNamed }) => !isNamed),
    sizeById,
    [...ring.values()],
  );
  for (const [id, box] of [...ring, ...below]) {
    if (!boxByPdcId.has(id)) boxByPdcId.set(id, freeNear(box, [...boxByPdcId.values()]));
  }
  const pointByNodeId = new Map(
    pdcs.flatMap((pdc) => {
      const box = boxByPdcId.get(pdc.id);
      return box && pdc.isOpen ? slotsOf(pdc, box) : [];
    }),
  );
  return { boxByPdcId, pointByNodeId };
}

function columnsOf(count: number): number {
  if (count <= 1) return 1;
  if (count <= 4) return 2;
  return Math.max(3, Math.ceil(Math.sqrt(count)));
}

function sizeOf({ nodeIds, isOpen }: PdcToPlace): { width: number; height: number } {
  if (!isOpen || nodeIds.length === 0) return CLOSED_BOX;
  const columns = columnsOf(nodeIds.length);
  const rows = Math.ceil(nodeIds.length / columns);
  const width = columns * SLOT.width - (SLOT.width - CARD.width) + 2 * BOX_PADDING;
  const height = rows * SLOT.height - (SLOT.height - CARD.height) + BOX_PADDING + BOX_HEADER;
  return { width: Math.max(width, CLOSED_BOX.width), height };
}

/** Rows from the top; a last row that is not full stands in the middle. */
function slotsOf({ nodeIds }: PdcToPlace, box: Box): [string, Point][] {
  const columns = columnsOf(nodeIds.length);
  const top = box.y - box.height / 2 + BOX_HEADER + CARD.height / 2;
  return nodeIds.map((id, position) => {
    const row = Math.floor(position / columns);
    const inRow = Math.min(columns, nodeIds.length - row * columns);
    const column = position % columns;
    return [id, { x: box.x + (column - (inRow - 1) / 2) * SLOT.width, y: top + row * SLOT.height }];
  });
}

/** On an ellipse just large enough that no two boxes come nearer than the gap. */
function ringOf(
  pdcs: readonly PdcToPlace[],
  sizeById: ReadonlyMap<string, { width: number; height: number }>,
): Map<string, Box> {
  const count = pdcs.length;
  const start = -Math.PI / 2 + (count % 2 === 0 ? -Math.PI / count : 0);
  for (let radius = count > 1 ? GAP : 0; ; radius += STEP) {
    const boxes = pdcs.map(({ id }, position): [string, Box] => {
      const angle = start + (position * 2 * Math.PI) / count;
      const size = sizeById.get(id) ?? CLOSED_BOX;
      const point = {
        x: Math.round(Math.cos(angle) * radius * ASPECT),
        y: Math.round(Math.sin(angle) * radius),
      };
      return [id, { ...point, ...size }];
    });
    if (!anyOverlap(boxes.map(([, box]) => box))) return new Map(boxes);
  }
}

function rowBelow(
  pdcs: readonly PdcToPlace[],
  sizeById: ReadonlyMap<string, { width: number; height: number }>,
  above: readonly Box[],
): Map<string, Box> {
  const bottom = Math.max(0, ...above.map(({ y, height }) => y + height / 2));
  const sizes = pdcs.map(({ id }) => sizeById.get(id) ?? CLOSED_BOX);
  const width = sizes.reduce((sum, size) => sum + size.width, 0) + GAP * Math.max(0, sizes.length - 1);
  let left = -width / 2;
  return new Map(
    pdcs.map(({ id }, position) => {
      const size = sizes[position] ?? CLOSED_BOX;
      const box = { x: left + size.width / 2, y: bottom + GAP * 0.6 + size.height / 2, ...size };
      left += size.width + GAP;
      return [id, box];
    }),
  );
}

/** Steps outwards from the wished place until nothing is in the way. */
function freeNear(wished: Box, taken: readonly Box[]): Box {
  for (let distance = 0; ; distance += STEP * 2) {
    const angles = distance === 0 ? [0] : Array.from({ length: 12 }, (_, step) => (step * Math.PI) / 6);
    for (const angle of angles) {
      const box = {
        ...wished,
        x: Math.round(wished.x + Math.cos(angle) * distance * ASPECT),
        y: Math.round(wished.y + Math.sin(angle) * distance),
      };
      if (!taken.some((other) => isOverlap(box, other, STEP))) return box;
    }
  }
}

function anyOverlap(boxes: readonly Box[]): boolean {
  return boxes.some((box, position) => boxes.slice(position + 1).some((other) => isOverlap(box, other, GAP)));
}

export function isOverlap(a: Box, b: Box, gap: number): boolean {
  return (
    Math.abs(a.x - b.x) < (a.width + b.width) / 2 + gap * GAP_ASPECT &&
    Math.abs(a.y - b.y) < (a.height + b.height) / 2 + gap
  );
}

const CHIP_GAP = 14;
const CHIP_PLACES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74];

/** A place for a line's label on the visible part of the line, clear of boxes and of labels placed before. */
export function chipPoint(
  from: Box,
  to: Box,
  size: { width: number; height: number },
  taken: readonly Box[],
): Point {
  const start = edgePoint(from, to);
  const end = edgePoint(to, from);
  const places = CHIP_PLACES.map((share) => ({
    x: Math.round(start.x + (end.x - start.x) * share),
    y: Math.round(start.y + (end.y - start.y) * share),
  }));
  const [middle = { x: 0, y: 0 }] = places;
  return (
    places.find((point) => !taken.some((box) => isOverlap({ ...point, ...size }, box, CHIP_GAP))) ?? middle
  );
}

/** Where the straight line towards `to` leaves the box. */
function edgePoint(from: Box, to: Point): Point {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const scale = Math.min(
    dx === 0 ? Infinity : from.width / 2 / Math.abs(dx),
    dy === 0 ? Infinity : from.height / 2 / Math.abs(dy),
  );
  return Number.isFinite(scale) ? { x: from.x + dx * scale, y: from.y + dy * scale } : from;
}
