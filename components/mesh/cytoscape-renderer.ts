import cytoscape, { type SingularElementReturnValue } from "cytoscape";

export type DrawnElement = SingularElementReturnValue;
type ElementCollection = readonly DrawnElement[];
type TextureCache = {
  getElementQueue(): { size(): number };
  /** Heard when textures were made finer. */
  onDequeue(heard: (made: readonly { eles: ElementCollection }[]) => void): void;
};
/** Of the three canvases on top of each other. */
type CanvasName = "SELECT_BOX" | "DRAG" | "NODE";

/** What we use of cytoscape's canvas renderer, which the library's types do not tell. */
export type Renderer = Readonly<Record<CanvasName, number>> & {
  cy: {
    batching(): boolean;
    zoom(): number;
    pan(): { x: number; y: number };
    extent(): object;
    emit(event: string): void;
  };
  destroyed: boolean;
  renderLoopStarted: boolean;
  requestedFrame: boolean;
  renderOptions: object;
  beforeRenderCallbacks: readonly { fn: (willDraw: boolean, now: number) => void }[];
  canvasWidth: number;
  canvasHeight: number;
  prevPxRatio?: number;
  prevViewport?: { zoom: number; pan: { x: number; y: number } };
  /** Milliseconds: by these the renderer budgets its own caches. */
  averageRedrawTime?: number;
  lastRedrawTime?: number;
  lastDrawTime?: number;
  redrawTotalTime?: number;
  redrawCount?: number;
  /** Textures of elements and layers are those that are still to be made, or made anew for another zoom. */
  data: Record<"eleTxrCache" | "lblTxrCache" | "slbTxrCache" | "tlbTxrCache", TextureCache> & {
    lyrTxrCache: {
      layersQueue: { size(): number };
      getLayers(elements: ElementCollection, pixelRatio: number): unknown;
    };
    canvasNeedsRedraw: Record<number, boolean>;
    contexts: Record<number, CanvasRenderingContext2D>;
  };
  getPixelRatio(): number;
  getCachedZSortedEles(): { nondrag: ElementCollection; drag: ElementCollection };
  /** Heard before a frame is drawn, of elements that look or lie different from the last one. */
  onUpdateEleCalcs(heard: (willDraw: boolean, elements: ElementCollection) => void): void;
  notify(event: string, elements?: ElementCollection): void;
  redrawHint(what: string, isDue: boolean): void;
  render(options?: object): void;
  redraw(options?: object): void;
  startRenderLoop(): void;
  drawCachedElement(
    context: CanvasRenderingContext2D,
    element: DrawnElement,
    ...options: readonly unknown[]
  ): void;
  drawCachedElements(
    context: CanvasRenderingContext2D,
    elements: ElementCollection,
    pixelRatio: number,
    extent: object,
  ): void;
  /** By textures of many elements at once, where they are made already. */
  drawLayeredElements(
    context: CanvasRenderingContext2D,
    elements: ElementCollection,
    pixelRatio: number,
    extent: object,
  ): void;
  /** Ours: ends the rest. */
  wake?: () => void;
};

/** What every canvas renderer has in common. */
export function rendererPrototype(): Renderer {
  // The extension registry answers with the class itself; the types know only of registering.
  const registered = cytoscape as unknown as (type: "renderer", name: "canvas") => { prototype: Renderer };
  return registered("renderer", "canvas").prototype;
}
