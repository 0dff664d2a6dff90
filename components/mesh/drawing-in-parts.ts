import { type DrawnElement, type Renderer, rendererPrototype } from "./cytoscape-renderer.ts";
import { areaOf, type Coverage, inPixels, type Rect, rectsOf, touches } from "./drawn-area.ts";

/** What one renderer has to draw anew. */
type Due = {
  isWhole: boolean;
  /** Told of as changed, or with a finer texture than was drawn. */
  elements: Set<DrawnElement>;
  /** As it was drawn the last time: what an element leaves is drawn anew too. */
  coverageByElement: WeakMap<DrawnElement, Coverage>;
  /** The picture does not move. */
  isStill: boolean;
  /** It moved the last time it was drawn; set until it is drawn sharp. */
  sharpening: ReturnType<typeof setTimeout> | null;
  /** Dragged elements are drawn on a canvas of their own. */
  wasDragging: boolean;
};

/** Elements that changed are told of by themselves; whatever else happens is for the whole. */
const EVENTS_OF_ELEMENTS: ReadonlySet<string> = new Set([
  "add",
  "background",
  "bounds",
  "class",
  "data",
  "position",
  "remove",
  "style",
  "zorder",
]);
/** More than these would cost more than drawing all. */
const RECTS_MAX = 160;
const AREA_SHARE_MAX = 0.5;
const STILL_AFTER_MILLISECONDS = 150;

const dueByRenderer = new WeakMap<Renderer, Due>();
let isTaught = false;

/**
 * Cytoscape draws all elements anew for each that changes. Taught this, its canvas renderer leaves what it drew where nothing
 * moved, and draws only what lies where something changed.
 */
export function teachToDrawInParts(): void {
  if (isTaught) return;
  isTaught = true;
  const renderer = rendererPrototype();
  const { notify, render, drawCachedElement, drawLayeredElements } = renderer;

  renderer.notify = function notifyOfParts(event, elements) {
    const due = dueOf(this);
    if (!EVENTS_OF_ELEMENTS.has(event)) due.isWhole = true;
    // Of these two only what they bring about is seen, which is told of by itself.
    else if (event !== "data" && event !== "class")
      (elements ?? []).forEach((element) => due.elements.add(element));
    notify.call(this, event, elements);
  };
  renderer.drawCachedElement = function drawAndRemember(context, element, ...options) {
    drawCachedElement.call(this, context, element, ...options);
    dueOf(this).coverageByElement.set(element, coverageOf(element));
  };
  // What layers show is a little blurred: good enough while it moves, but beside what is drawn in parts it would be seen.
  renderer.drawLayeredElements = function drawSharp(context, elements, pixelRatio, extent) {
    const due = dueOf(this);
    if (!due.isStill) {
      if (context === this.data.contexts[this.NODE]) sharpenSoon(this, due);
      return drawLayeredElements.call(this, context, elements, pixelRatio, extent);
    }
    clearTimeout(due.sharpening ?? undefined);
    due.sharpening = null;
    // They are made ready for the next move.
    this.data.lyrTxrCache.getLayers(elements, pixelRatio);
    this.drawCachedElements(context, elements, pixelRatio, extent);
  };
  renderer.render = function renderParts(options) {
    const due = dueOf(this);
    due.isStill = !(options && "forcedContext" in options) && hasSameViewport(this);
    const rects = mayDrawParts(this, due, options) ? rectsDue(this, due) : null;
    if (rects) drawRects(this, rects, due);
    else render.call(this, options);
    // An export draws elsewhere.
    if (options && "forcedContext" in options) return;
    due.isWhole = due.sharpening !== null;
    due.wasDragging = isDragging(this);
    due.elements.clear();
  };
}

function sharpenSoon(renderer: Renderer, due: Due): void {
  clearTimeout(due.sharpening ?? undefined);
  due.sharpening = setTimeout(() => {
    if (renderer.destroyed) return;
    renderer.redrawHint("eles", true);
    renderer.redraw();
  }, STILL_AFTER_MILLISECONDS);
}

function dueOf(renderer: Renderer): Due {
  const known = dueByRenderer.get(renderer);
  if (known) return known;
  const due: Due = {
    isWhole: true,
    isStill: false,
    sharpening: null,
    elements: new Set(),
    coverageByElement: new WeakMap(),
    wasDragging: false,
  };
  dueByRenderer.set(renderer, due);
  const add = (elements: Iterable<DrawnElement>) => {
    for (const element of elements) due.elements.add(element);
  };
  renderer.onUpdateEleCalcs((_, elements) => add(elements));
  const { eleTxrCache, lblTxrCache, slbTxrCache, tlbTxrCache } = renderer.data;
  for (const cache of [eleTxrCache, lblTxrCache, slbTxrCache, tlbTxrCache])
    cache.onDequeue((made) => made.forEach(({ eles }) => add(eles)));
  return due;
}

const isDragging = (renderer: Renderer) => renderer.getCachedZSortedEles().drag.length > 0;

/** Where nothing is known to have changed, everything is asked for. */
function mayDrawParts(renderer: Renderer, due: Due, options: object | undefined): boolean {
  const { data, NODE, SELECT_BOX } = renderer;
  if (due.isWhole || !due.isStill || due.elements.size === 0 || due.wasDragging) return false;
  if (options && Object.keys(options).length > 0) return false;
  // No frame is drawn for selecting, and nothing is being dragged.
  if (!data.canvasNeedsRedraw[NODE] || data.canvasNeedsRedraw[SELECT_BOX]) return false;
  return !isDragging(renderer);
}

function hasSameViewport(renderer: Renderer): boolean {
  const { cy, prevViewport: before, prevPxRatio } = renderer;
  if (!before || prevPxRatio !== renderer.getPixelRatio()) return false;
  const { x, y } = cy.pan();
  return before.zoom === cy.zoom() && before.pan.x === x && before.pan.y === y;
}

/** null: too much to draw it in parts. */
function rectsDue(renderer: Renderer, { elements, coverageByElement }: Due): Rect[] | null {
  const { cy, canvasWidth, canvasHeight } = renderer;
  const ratio = renderer.getPixelRatio();
  const pan = { x: cy.pan().x * ratio, y: cy.pan().y * ratio };
  const rects: Rect[] = [];
  let area = 0;
  for (const element of elements) {
    const before = coverageByElement.get(element);
    const covered = [...(before ? [before] : []), ...(element.removed() ? [] : [coverageOf(element)])];
    for (const rect of covered.flatMap(rectsOf)) {
      const { x1, y1, x2, y2 } = inPixels(rect, cy.zoom() * ratio, pan);
      const seen = {
        x1: Math.max(0, x1),
        y1: Math.max(0, y1),
        x2: Math.min(canvasWidth, x2),
        y2: Math.min(canvasHeight, y2),
      };
      if (areaOf(seen) === 0) continue;
      area += areaOf(seen);
      rects.push(seen);
      if (rects.length > RECTS_MAX || area > canvasWidth * canvasHeight * AREA_SHARE_MAX) return null;
    }
  }
  return rects;
}

function drawRects(renderer: Renderer, rects: readonly Rect[], { coverageByElement }: Due): void {
  const { cy, data, NODE, DRAG, canvasWidth, canvasHeight } = renderer;
  const ratio = renderer.getPixelRatio();
  const scale = cy.zoom() * ratio;
  const pan = { x: cy.pan().x * ratio, y: cy.pan().y * ratio };
  const context = data.contexts[NODE];
  data.canvasNeedsRedraw[NODE] = false;
  data.canvasNeedsRedraw[DRAG] = false;
  if (context && rects.length > 0) {
    const inGraph = rects.map(({ x1, y1, x2, y2 }) => ({
      x1: (x1 - pan.x) / scale,
      y1: (y1 - pan.y) / scale,
      x2: (x2 - pan.x) / scale,
      y2: (y2 - pan.y) / scale,
    }));
    const touched = renderer.getCachedZSortedEles().nondrag.filter((element) => {
      const coverage = coverageByElement.get(element);
      return !coverage || inGraph.some((rect) => touches(coverage, rect));
    });
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    for (const { x1, y1, x2, y2 } of rects) context.rect(x1, y1, x2 - x1, y2 - y1);
    context.clip();
    context.clearRect(0, 0, canvasWidth, canvasHeight);
    context.translate(pan.x, pan.y);
    context.scale(scale, scale);
    renderer.drawCachedElements(context, touched, ratio, cy.extent());
    context.restore();
  }
  cy.emit("render");
}

/** A line that has no words and runs straight covers a band only. */
function coverageOf(element: DrawnElement): Coverage {
  const { x1, y1, x2, y2 } = element.boundingBox();
  return { x1, y1, x2, y2, line: element.isEdge() ? bandOf(element, { x1, y1, x2, y2 }) : null };
}

function bandOf(edge: DrawnElement, box: Rect): Coverage["line"] {
  if (!edge.hasClass("many") || edge.style("label")) return null;
  const { x: ax, y: ay } = edge.sourceEndpoint();
  const { x: bx, y: by } = edge.targetEndpoint();
  const reach = Math.max(Math.min(ax, bx) - box.x1, Math.min(ay, by) - box.y1, box.x2 - Math.max(ax, bx));
  return { x1: ax, y1: ay, x2: bx, y2: by, reach: Math.max(reach, box.y2 - Math.max(ay, by)) };
}
