"use client";

import cytoscape, { type Core, type ElementDefinition, type EventObject } from "cytoscape";
import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef } from "react";
import type { Point } from "./mesh-layout.ts";
import { meshStyle } from "./mesh-style.ts";
import { syncElements } from "./sync-elements.ts";

export type MeshCanvasHandle = {
  fit(): void;
  show(ids: readonly string[]): void;
  zoomBy(factor: number): void;
  savePng(fileName: string): void;
};

export type MeshCanvasProps = {
  elements: readonly ElementDefinition[];
  /** Anything; when it changes, colors are read from the page anew. */
  theme: string | undefined;
  /** As elements carry it in `data.select`; the keyboard's place. */
  cursor: string | null;
  /** null: the background. */
  onSelect: (select: string | null) => void;
  /** Twice pressed. */
  onOpen: (select: string) => void;
  onPdcMoved: (pdcId: string, point: Point) => void;
  ref?: Ref<MeshCanvasHandle>;
};

const FIT_PADDING = 28;
const ZOOM_LIMITS = { minZoom: 0.04, maxZoom: 2.5 };
/** A small mesh is not blown up to fill the frame. */
const FIT_ZOOM_MAX = 1.15;

/** Owns the cytoscape instance and nothing else: what is drawn, where and how comes from outside. */
export function MeshCanvas({ elements, theme, cursor, onSelect, onOpen, onPdcMoved, ref }: MeshCanvasProps) {
  const container = useRef<HTMLDivElement>(null);
  const instance = useRef<Core>(null);
  const hasMoved = useRef(false);
  const select = useEffectEvent((event: EventObject) => onSelect(selectOf(event)));
  const open = useEffectEvent((event: EventObject) => {
    const opened = selectOf(event);
    if (opened) onOpen(opened);
  });
  const moved = useEffectEvent(onPdcMoved);

  useEffect(() => {
    if (!container.current) return;
    const cy = cytoscape({ container: container.current, ...ZOOM_LIMITS, boxSelectionEnabled: false });
    instance.current = cy;
    cy.on("tap", select);
    cy.on("dbltap", open);
    cy.on("mouseover", "[select]", ({ target }) => void target.addClass("hover"));
    cy.on("mouseout", "[select]", ({ target }) => void target.removeClass("hover"));
    cy.on("pan zoom", () => (hasMoved.current = true));
    followBoxes(cy, moved);
    const observer = new ResizeObserver(() => {
      cy.resize();
      if (!hasMoved.current) fit(cy, hasMoved);
    });
    observer.observe(container.current);
    return () => {
      observer.disconnect();
      cy.destroy();
      instance.current = null;
    };
  }, []);

  useEffect(() => {
    const cy = instance.current;
    if (!cy || !container.current) return;
    const page = getComputedStyle(document.documentElement);
    const { fontFamily } = getComputedStyle(container.current);
    cy.style(meshStyle((name) => page.getPropertyValue(`--${name}`).trim(), fontFamily));
    // The theme is not in what is read here but behind it.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [theme]);

  useEffect(() => {
    const cy = instance.current;
    if (!cy) return;
    const wasEmpty = cy.elements().empty();
    syncElements(cy, elements);
    if (wasEmpty) fit(cy, hasMoved);
    // For those who measure: a canvas is in no paint timing of the browser's own.
    cy.one("render", () => performance.mark(wasEmpty ? "mesh-painted" : "mesh-drawn"));
  }, [elements]);

  useEffect(() => {
    const cy = instance.current;
    if (!cy) return;
    cy.elements(".cursor").removeClass("cursor");
    for (const { data } of elements) {
      if (cursor !== null && data["select"] === cursor) cy.getElementById(data.id ?? "").addClass("cursor");
    }
  }, [cursor, elements]);

  useImperativeHandle(ref, () => ({
    fit: () => instance.current && fit(instance.current, hasMoved),
    show: (ids) => {
      const cy = instance.current;
      const elements = cy?.elements().filter((element) => ids.includes(element.id()));
      if (!cy || !elements || elements.empty()) return;
      cy.fit(elements, FIT_PADDING * 2);
      if (cy.zoom() > FIT_ZOOM_MAX) {
        cy.zoom(FIT_ZOOM_MAX);
        cy.center(elements);
      }
    },
    zoomBy: (factor) => {
      const cy = instance.current;
      if (!cy) return;
      const renderedPosition = { x: cy.width() / 2, y: cy.height() / 2 };
      cy.zoom({ level: cy.zoom() * factor, renderedPosition });
    },
    savePng: (fileName) => {
      const cy = instance.current;
      if (!cy || !container.current) return;
      const bg = getComputedStyle(document.documentElement).getPropertyValue("--canvas").trim();
      const anchor = document.createElement("a");
      anchor.href = cy.png({ full: true, scale: 2, bg });
      anchor.download = fileName;
      anchor.click();
    },
  }));

  // Cytoscape makes its container `relative`, so another element has to fill the frame.
  return (
    <div aria-hidden className="absolute inset-0 sm:right-12">
      <div ref={container} className="size-full" />
    </div>
  );
}

function selectOf({ target, cy }: EventObject): string | null {
  if (target === cy) return null;
  const select: unknown = target.data("select");
  return typeof select === "string" ? select : null;
}

function fit(cy: Core, hasMoved: { current: boolean }): void {
  cy.fit(undefined, FIT_PADDING);
  if (cy.zoom() > FIT_ZOOM_MAX) {
    cy.zoom(FIT_ZOOM_MAX);
    cy.center();
  }
  hasMoved.current = false;
}

/** A PDC's box is a plain element, so its cards are taken along by hand. */
function followBoxes(cy: Core, moved: (pdcId: string, point: Point) => void): void {
  let last: Point | null = null;
  cy.on("grab", "node.pdc", ({ target }) => void (last = { ...target.position() }));
  cy.on("drag", "node.pdc", ({ target }) => {
    const { x, y }: Point = target.position();
    if (!last) return;
    const shift = { x: x - last.x, y: y - last.y };
    last = { x, y };
    cy.nodes()
      .filter((element) => element.data("pdcId") === target.id())
      .shift(shift);
  });
  cy.on("dragfreeon", "node.pdc", ({ target }) => {
    const { x, y }: Point = target.position();
    moved(target.id(), { x: Math.round(x), y: Math.round(y) });
  });
}
