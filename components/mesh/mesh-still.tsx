import type { ElementDefinition } from "cytoscape";
import { createElement, memo, type ReactElement } from "react";
import { boundsOf, FIT_PADDING, FIT_ZOOM_MAX } from "./mesh-bounds.ts";
import { type Shape, shapesOf } from "./mesh-shapes.ts";

const STYLE = {
  maxWidth: `calc(100% - ${2 * FIT_PADDING}px)`,
  maxHeight: `calc(100% - ${2 * FIT_PADDING}px)`,
};

/** The picture as it is before the canvas is there, exactly where the canvas will draw it: it comes with the page. */
export const MeshStill = memo(function MeshStill({ elements }: { elements: readonly ElementDefinition[] }) {
  const { left, top, width, height } = boundsOf(elements);
  return (
    <div aria-hidden data-mesh-still className="absolute inset-0 flex items-center justify-center right-12">
      <svg
        viewBox={`${left} ${top} ${width} ${height}`}
        width={width * FIT_ZOOM_MAX}
        height={height * FIT_ZOOM_MAX}
        style={STYLE}
        className="pointer-events-none overflow-visible"
      >
        {shapesOf(elements, (name) => `var(--${name})`).map(drawn)}
      </svg>
    </div>
  );
});

function drawn({ tag, attributes, content }: Shape, position: number): ReactElement {
  const children = typeof content === "string" ? content : content.map(drawn);
  return createElement(tag, { key: position, ...attributes }, children);
}
