import { type Renderer, rendererPrototype } from "./cytoscape-renderer.ts";

/** Frames without anything to draw before the loop rests, and how many it spends on textures at most. */
const QUIET_FRAMES = 1;
const QUIET_FRAMES_AT_WORK = 300;
const REST_MILLISECONDS = 1000;

let isTaught = false;

/**
 * Cytoscape asks for 60 frames a second for as long as it lives, which keeps the page busy while nothing moves. Taught this, its
 * canvas renderer rests until there is something to draw.
 */
export function teachToRest(): void {
  if (isTaught) return;
  isTaught = true;
  const renderer = rendererPrototype();
  const { redraw } = renderer;
  renderer.redraw = function redrawAwake(options) {
    redraw.call(this, options);
    this.wake?.();
  };
  renderer.startRenderLoop = startRenderLoop;
}

function startRenderLoop(this: Renderer): void {
  if (this.renderLoopStarted) return;
  this.renderLoopStarted = true;
  let quietFrames = 0;
  let rest: ReturnType<typeof setTimeout> | undefined;
  const step = (now: number) => {
    rest = undefined;
    if (this.destroyed) return;
    const willDraw = this.requestedFrame && !this.cy.batching();
    for (const { fn } of this.beforeRenderCallbacks) fn(willDraw, now);
    if (willDraw) draw(this);
    quietFrames = this.requestedFrame || willDraw ? 0 : quietFrames + 1;
    const framesMax = hasTexturesToMake(this) ? QUIET_FRAMES_AT_WORK : QUIET_FRAMES;
    if (quietFrames < framesMax) requestAnimationFrame(step);
    else rest = setTimeout(() => step(performance.now()), REST_MILLISECONDS);
  };
  this.wake = () => {
    if (rest === undefined) return;
    clearTimeout(rest);
    rest = undefined;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

function hasTexturesToMake({ data }: Renderer): boolean {
  const { eleTxrCache, lblTxrCache, slbTxrCache, tlbTxrCache, lyrTxrCache } = data;
  return (
    lyrTxrCache.layersQueue.size() > 0 ||
    [eleTxrCache, lblTxrCache, slbTxrCache, tlbTxrCache].some((cache) => cache.getElementQueue().size() > 0)
  );
}

function draw(renderer: Renderer): void {
  const start = performance.now();
  renderer.render(renderer.renderOptions);
  const end = performance.now();
  const taken = end - start;
  renderer.lastDrawTime = end;
  renderer.lastRedrawTime = taken;
  renderer.averageRedrawTime = ((renderer.averageRedrawTime ?? taken) + taken) / 2;
  renderer.redrawTotalTime = (renderer.redrawTotalTime ?? 0) + taken;
  renderer.redrawCount = (renderer.redrawCount ?? 0) + 1;
  renderer.requestedFrame = false;
}
