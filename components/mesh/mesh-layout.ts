/** Pure and deterministic: the same PDCs and kept places always give the same picture, whatever their states. */
export type Point = { x: number; y: number };
export type Box = Point & { width: number; height: number };
type Size = Pick<Box, "width" | "height">;
export type PdcToPlace = {
  id: string;
  /** In the order of their slots; of a PDC whose nodes are not shown none. */
  nodeIds: readonly string[];
  /** For how many nodes there is to be room, shown or not. */
  nodeCount: number;
  /** Gatherings that are no PDC stand below the others. */
  isNamed: boolean;
  /** Degrees, where the operator gave a place. */
  place?: { latitude: number; longitude: number } | null;
};
export type MeshLayout = {
  /** How much larger titles are than in a small picture, so that they can be read with everything in view. */
  titleScale: number;
  boxByPdcId: ReadonlyMap<string, Box>;
  pointByNodeId: ReadonlyMap<string, Point>;
};

export const CARD = { width: 132, height: 34 };
const SLOT = { width: 164, height: 70 };
const BOX_PADDING = 24;
export const BOX_HEADER = 40;
const CLOSED_BOX = { width: 196, height: 64 };
/** Room between two boxes for a line and what is written on it, which is wider than high. */
const GAP = 90;
const GAP_ASPECT = 1.7;
/** Pictures are wider than high. */
const ASPECT = 1.7;
const STEP = 20;
/** Between boxes that a person moved. */
const TOUCH_GAP = 4;

/** A box stands where it was moved to, else at its place on the map or the ring; or at the nearest free place there. */
export function layOutSmall(pdcs: readonly PdcToPlace[], kept: ReadonlyMap<string, Point>): MeshLayout {
  const sizeById = new Map(pdcs.map((pdc) => [pdc.id, sizeOf(pdc)]));
  const boxByPdcId = keptBoxes(sizeById, kept);
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
      return box ? slotsOf(pdc, box) : [];
    }),
  );
  return { boxByPdcId, pointByNodeId, titleScale: 1 };
}

const COLUMN = { width: 310, boxWidth: 136, step: 108, shift: 14 };

/** To the left and to the right in turn, where no two boxes have room beside each other with what is between them. */
export function layOutColumn(ids: readonly string[]): Map<string, Box> {
  const side = (COLUMN.width - COLUMN.boxWidth) / 2;
  return new Map(
    ids.map((id, position) => {
      // Not quite below each other, so that a line past a box is seen.
      const shift = (Math.floor(position / 2) % 2) * COLUMN.shift;
      const x = position % 2 === 0 ? shift - side : side - shift;
      return [
        id,
        { x, y: position * COLUMN.step, width: COLUMN.boxWidth, height: CLOSED_BOX.height },
      ] as const;
    }),
  );
}

/** The last one moved gives way: boxes may have grown since they were moved, and nobody drops one exactly. */
function keptBoxes(sizeById: ReadonlyMap<string, Size>, kept: ReadonlyMap<string, Point>): Map<string, Box> {
  const boxes = new Map<string, Box>();
  for (const [id, point] of kept) {
    const size = sizeById.get(id);
    if (size) boxes.set(id, freeNear({ ...point, ...size }, [...boxes.values()], TOUCH_GAP));
  }
  return boxes;
}

function columnsOf(count: number): number {
  if (count <= 1) return 1;
  if (count <= 4) return 2;
  return Math.max(3, Math.ceil(Math.sqrt(count)));
}

function sizeOf({ nodeCount }: PdcToPlace): Size {
  if (nodeCount === 0) return CLOSED_BOX;
  const columns = columnsOf(nodeCount);
  const rows = Math.ceil(nodeCount / columns);
  const width = columns * SLOT.width - (SLOT.width - CARD.width) + 2 * BOX_PADDING;
  const height = rows * SLOT.height - (SLOT.height - CARD.height) + BOX_PADDING + BOX_HEADER;
  return { width: Math.max(width, CLOSED_BOX.width), height };
}

/** Rows from the top; a last row that is not full stands in the middle. */
function slotsOf({ nodeIds, nodeCount }: PdcToPlace, box: Box): [string, Point][] {
  const columns = columnsOf(nodeCount);
  const top = box.y - box.height / 2 + BOX_HEADER + CARD.height / 2;
  return nodeIds.map((id, position) => {
    const row = Math.floor(position / columns);
    const inRow = Math.min(columns, nodeIds.length - row * columns);
    const column = position % columns;
    return [id, { x: box.x + (column - (inRow - 1) / 2) * SLOT.width, y: top + row * SLOT.height }];
  });
}

/** On an ellipse just large enough that no two boxes come nearer than the gap. */
function ringOf(pdcs: readonly PdcToPlace[], sizeById: ReadonlyMap<string, Size>): Map<string, Box> {
  const geographic = byPlaces(pdcs, sizeById);
  if (geographic) return geographic;
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
  sizeById: ReadonlyMap<string, Size>,
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

const WORLD_WIDTH_MIN = 1200;
/** Places that are nearer to each other than this are not told apart on the map. */
const LEAST_DEGREES = 0.01;

/** Where the operator gave at least two places: those as on a map, the others beside them. null: there are none. */
function byPlaces(pdcs: readonly PdcToPlace[], sizeById: ReadonlyMap<string, Size>): Map<string, Box> | null {
  const placed = pdcs.flatMap(({ id, place }) => (place ? [{ id, ...place }] : []));
  if (placed.length < 2) return null;
  const eastOf = eastOfWidestGap(placed.map(({ longitude }) => longitude));
  const spanOf = (degrees: readonly number[]) => Math.max(...degrees) - Math.min(...degrees);
  const sizes = [...sizeById.values()];
  const width = Math.max(
    WORLD_WIDTH_MIN,
    ...sizes.map((size) => size.width * Math.sqrt(pdcs.length) * ASPECT),
  );
  const middle = placed.reduce((sum, { latitude }) => sum + latitude, 0) / placed.length;
  const stretch = 1 / Math.max(0.2, Math.cos((middle * Math.PI) / 180));
  const scale = Math.min(
    width / Math.max(spanOf(placed.map(({ longitude }) => eastOf(longitude))), LEAST_DEGREES),
    width / ASPECT / stretch / Math.max(spanOf(placed.map(({ latitude }) => latitude)), LEAST_DEGREES),
  );
  const boxes = new Map<string, Box>();
  for (const { id, latitude, longitude } of placed) {
    const size = sizeById.get(id) ?? CLOSED_BOX;
    const wished = {
      x: Math.round(eastOf(longitude) * scale),
      y: Math.round(-latitude * scale * stretch),
      ...size,
    };
    boxes.set(id, freeNear(wished, [...boxes.values()]));
  }
  const known = [...boxes.values()];
  const center = {
    x: known.reduce((sum, { x }) => sum + x, 0) / known.length,
    y: Math.max(...known.map(({ y, height }) => y + height)),
  };
  for (const { id, place } of pdcs) {
    const size = sizeById.get(id) ?? CLOSED_BOX;
    if (!place) boxes.set(id, freeNear({ ...center, ...size }, [...boxes.values()]));
  }
  return boxes;
}

/** Degrees eastwards from the end of the widest stretch without any place, so that the map is cut there. */
function eastOfWidestGap(longitudes: readonly number[]): (longitude: number) => number {
  const sorted = longitudes.toSorted((a, b) => a - b);
  const gaps = sorted.map((west, position) => {
    const east = sorted[position + 1] ?? (sorted[0] ?? 0) + 360;
    return { east, degrees: east - west };
  });
  const widest = gaps.reduce((best, gap) => (gap.degrees > best.degrees ? gap : best));
  return (longitude) => (((longitude - widest.east) % 360) + 360) % 360;
}

export const DOT = { width: 30, height: 30 };
const DOT_SLOT = { width: 64, height: 58 };
const GRID_PADDING = 40;
const GRID_HEADER = 150;
const GRID_GAP = 110;
const GRID_BOX_MIN = { width: 560, height: 300 };
/** With everything in view a picture is about this wide on the screen. */
export type Frame = { aspect: number; width: number };
export const WIDE_FRAME: Frame = { aspect: ASPECT, width: 640 };
export const NARROW_FRAME: Frame = { aspect: 1.1, width: 290 };

/**
 * Many PDCs stand in rows, each in a slot with room for all its nodes: opening one moves nothing. With places that the
 * operator gave they stand as on a map.
 */
export function layOutLarge(
  pdcs: readonly PdcToPlace[],
  kept: ReadonlyMap<string, Point>,
  frame = WIDE_FRAME,
): MeshLayout {
  const nodeCountMax = Math.max(0, ...pdcs.map(({ nodeCount }) => nodeCount));
  const size = gridBoxOf(nodeCountMax);
  const sizeById = new Map(pdcs.map(({ id }) => [id, size]));
  const columns = gridColumnsFor(pdcs.length, size, frame);
  const geographic = byPlaces(pdcs, sizeById);
  const moved = keptBoxes(sizeById, kept);
  const boxByPdcId = new Map(moved);
  const displaced: [string, Box][] = [];
  for (const [position, { id }] of pdcs.entries()) {
    const slot = {
      x: (position % columns) * (size.width + GRID_GAP),
      y: Math.floor(position / columns) * (size.height + GRID_GAP),
    };
    const box = { ...size, ...(geographic?.get(id) ?? slot) };
    if (moved.has(id)) continue;
    if ([...moved.values()].some((other) => isOverlap(box, other, TOUCH_GAP))) displaced.push([id, box]);
    else boxByPdcId.set(id, box);
  }
  for (const [id, box] of displaced) boxByPdcId.set(id, freeNear(box, [...boxByPdcId.values()]));
  const pointByNodeId = new Map(
    pdcs.flatMap((pdc) => {
      const box = boxByPdcId.get(pdc.id);
      return box ? dotsOf(pdc, box, gridColumnsOf(nodeCountMax)) : [];
    }),
  );
  const rows = Math.ceil(pdcs.length / columns);
  const width = geographic
    ? extentOf([...geographic.values()])
    : Math.max(columns * (size.width + GRID_GAP), rows * (size.height + GRID_GAP) * frame.aspect);
  return { boxByPdcId, pointByNodeId, titleScale: Math.max(1, width / frame.width) };
}

/** With so many columns the picture needs the least room in the frame. In a single column boxes would hide lines. */
function gridColumnsFor(count: number, { width, height }: Size, { aspect }: Frame): number {
  let best = { columns: 1, extent: Infinity };
  for (let columns = count > 2 ? 2 : 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const extent = Math.max(columns * (width + GRID_GAP), rows * (height + GRID_GAP) * aspect);
    if (extent < best.extent) best = { columns, extent };
  }
  return best.columns;
}

/** How wide a picture has to be to show them all. */
function extentOf(boxes: readonly Box[]): number {
  const span = (pick: (box: Box) => number) => Math.max(...boxes.map(pick)) - Math.min(...boxes.map(pick));
  return Math.max(
    span(({ x, width }) => x + width / 2),
    span(({ y, height }) => y + height / 2) * ASPECT,
  );
}

function gridColumnsOf(nodeCount: number): number {
  return Math.max(1, Math.ceil(Math.sqrt(nodeCount * 1.6)));
}

function gridBoxOf(nodeCount: number): Size {
  const columns = gridColumnsOf(nodeCount);
  const rows = Math.ceil(nodeCount / columns);
  return {
    width: Math.max(GRID_BOX_MIN.width, columns * DOT_SLOT.width + 2 * GRID_PADDING),
    height: Math.max(GRID_BOX_MIN.height, rows * DOT_SLOT.height + GRID_PADDING + GRID_HEADER),
  };
}

/** As many columns in every PDC: those of the largest, which its box was made for. */
function dotsOf({ nodeIds }: PdcToPlace, box: Box, columns: number): [string, Point][] {
  const left = box.x - ((columns - 1) / 2) * DOT_SLOT.width;
  const top = box.y - box.height / 2 + GRID_HEADER + DOT_SLOT.height / 2;
  return nodeIds.map((id, position) => [
    id,
    {
      x: Math.round(left + (position % columns) * DOT_SLOT.width),
      y: Math.round(top + Math.floor(position / columns) * DOT_SLOT.height),
    },
  ]);
}

/** Steps outwards from the wished place until nothing is in the way. */
function freeNear(wished: Box, taken: readonly Box[], gap = STEP): Box {
  const step = Math.max(STEP * 2, wished.height / 4);
  for (let distance = 0; ; distance += step) {
    const angles = distance === 0 ? [0] : Array.from({ length: 12 }, (_, step) => (step * Math.PI) / 6);
    for (const angle of angles) {
      const box = {
        ...wished,
        x: Math.round(wished.x + Math.cos(angle) * distance * ASPECT),
        y: Math.round(wished.y + Math.sin(angle) * distance),
      };
      if (!taken.some((other) => isOverlap(box, other, gap))) return box;
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
export function chipPoint(from: Box, to: Box, size: Size, taken: readonly Box[]): Point {
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
