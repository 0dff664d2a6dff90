import type { ElementDefinition } from "cytoscape";
import { placedNodes } from "./mesh-shapes.ts";

export type Bounds = { left: number; top: number; width: number; height: number };

/** Room round a picture that is shown as a whole, on the screen. */
export const FIT_PADDING = 20;
/** A small mesh is not blown up to fill the frame. */
export const FIT_ZOOM_MAX = 1.15;

/** What has to be in view for all of the picture to be. */
export function boundsOf(elements: readonly ElementDefinition[]): Bounds {
  const nodes = placedNodes(elements);
  if (nodes.length === 0) return { left: 0, top: 0, width: 1, height: 1 };
  const left = Math.min(...nodes.map(({ x, width }) => x - width / 2));
  const top = Math.min(...nodes.map(({ y, height }) => y - height / 2));
  const right = Math.max(...nodes.map(({ x, width }) => x + width / 2));
  const bottom = Math.max(...nodes.map(({ y, height }) => y + height / 2));
  return { left, top, width: right - left, height: bottom - top };
}

/** How the whole stands in the middle of a frame. */
export function wholeView(
  { left, top, width, height }: Bounds,
  frame: { width: number; height: number },
): { zoom: number; pan: { x: number; y: number } } {
  const zoom = Math.min(
    FIT_ZOOM_MAX,
    Math.max(1, frame.width - 2 * FIT_PADDING) / width,
    Math.max(1, frame.height - 2 * FIT_PADDING) / height,
  );
  return {
    zoom,
    pan: {
      x: frame.width / 2 - (left + width / 2) * zoom,
      y: frame.height / 2 - (top + height / 2) * zoom,
    },
  };
}
