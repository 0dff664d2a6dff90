"use client";

import cytoscape, {
  type CollectionArgument,
  type Core,
  type ElementDefinition,
  type EventObject,
} from "cytoscape";
import {
  type Ref,
  type RefObject,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { teachToDrawInParts } from "./drawing-in-parts.ts";
import { boundsOf, FIT_PADDING, FIT_ZOOM_MAX, wholeView } from "./mesh-bounds.ts";
import { DOT, type Point } from "./mesh-layout.ts";
import { meshStyle } from "./mesh-style.ts";
import { teachToRest } from "./resting-renderer.ts";
import { markTouched, syncElements, type SyncedElements } from "./sync-elements.ts";

export type MeshCanvasHandle = {
  fit(): void;
  show(ids: readonly string[]): void;
  /** Moves the view no further than needed for them to be seen; what is too large is shown from its middle. */
  reveal(ids: readonly string[]): void;
  zoomBy(factor: number): void;
  savePng(fileName: string): void;
};

export type MeshCanvasProps = {
  elements: readonly ElementDefinition[];
  /** Anything; when it changes, colors are read from the page anew. */
  theme: string | undefined;
  /** What is selected, as elements carry it in `data.select`; it is marked at once, also where `elements` follow later. */
  select: string;
  /** The keyboard's place, in the same way. */
  cursor: string | null;
  /** null: the background. */
  onSelect: (select: string | null) => void;
  onHover: (select: string) => void;
  /** Twice pressed. */
  onOpen: (select: string) => void;
  onPdcMoved: (pdcId: string, point: Point) => void;
  /** The first picture is on the screen. */
  onPainted: () => void;
  ref?: Ref<MeshCanvasHandle>;
};

/** A node's mark that is smaller on the screen has no name beside it: the picture is seen from afar. */
const LEGIBLE_DOT = 12;
const ZOOM_LIMITS = { minZoom: 0.004, maxZoom: 2.5 };

/** Owns the cytoscape instance and nothing else: what is drawn, where and how comes from outside. */
export function MeshCanvas({
  elements,
  theme,
  select: selected,
  cursor,
  onSelect,
  onHover,
  onOpen,
  onPdcMoved,
  onPainted,
  ref,
}: MeshCanvasProps) {
  const container = useRef<HTMLDivElement>(null);
  const instance = useRef<Core>(null);
  const synced = useRef<SyncedElements>(new Map());
  const hasMoved = useRef(false);
  const [isNear, setIsNear] = useState(false);
  const select = useEffectEvent((event: EventObject) => onSelect(selectOf(event)));
  const hover = useEffectEvent((event: EventObject) => {
    const hovered = selectOf(event);
    if (hovered) onHover(hovered);
  });
  const open = useEffectEvent((event: EventObject) => {
    const opened = selectOf(event);
    if (opened) onOpen(opened);
  });
  const moved = useEffectEvent(onPdcMoved);
  const painted = useEffectEvent(onPainted);
  const fit = useEffectEvent(() => {
    const cy = instance.current;
    if (!cy) return;
    cy.viewport(wholeView(boundsOf(elements), { width: cy.width(), height: cy.height() }));
    hasMoved.current = false;
  });

  useEffect(() => {
    if (!container.current) return;
    teachToRest();
    teachToDrawInParts();
    const cy = cytoscape({ container: container.current, ...ZOOM_LIMITS, boxSelectionEnabled: false });
    instance.current = cy;
    const known = synced.current;
    cy.on("tap", select);
    cy.on("dbltap", open);
    cy.on("mouseover", "[select]", (event) => {
      event.target.addClass("hover");
      hover(event);
    });
    cy.on("mouseout", "[select]", ({ target }) => void target.removeClass("hover"));
    cy.on("pan zoom", () => (hasMoved.current = true));
    cy.on("zoom", () => setIsNear(DOT.width * cy.zoom() >= LEGIBLE_DOT));
    followBoxes(cy, known, moved);
    const observer = new ResizeObserver(() => {
      cy.resize();
      if (!hasMoved.current) fit();
    });
    observer.observe(container.current);
    return () => {
      observer.disconnect();
      cy.destroy();
      known.clear();
      instance.current = null;
    };
  }, []);

  useEffect(() => {
    const cy = instance.current;
    if (!cy || !container.current) return;
    const page = getComputedStyle(document.documentElement);
    const { fontFamily } = getComputedStyle(container.current);
    cy.style(meshStyle((name) => page.getPropertyValue(`--${name}`).trim(), fontFamily, isNear));
    // The theme is not in what is read here but behind it.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [theme, isNear]);

  useEffect(() => {
    const cy = instance.current;
    if (!cy) return;
    const wasEmpty = cy.elements().empty();
    if (!syncElements(cy, synced.current, elements) && !wasEmpty) return;
    if (wasEmpty) fit();
    whenPainted(cy, () => {
      performance.mark(wasEmpty ? "mesh-painted" : "mesh-drawn");
      if (wasEmpty) painted();
    });
  }, [elements]);

  useMark(instance, "selected", selected, elements);
  useMark(instance, "cursor", cursor ?? "", elements);
  useEffect(() => {
    if (instance.current) whenPainted(instance.current, () => performance.mark("mesh-drawn"));
    // The mark belongs to the press, whatever is drawn of it afterwards.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [selected]);

  useImperativeHandle(ref, () => ({
    fit,
    show: (ids) => {
      const cy = instance.current;
      const elements = cy?.elements().filter((element) => ids.includes(element.id()));
      if (!cy || !elements || elements.empty()) return;
      fitElements(cy, elements);
    },
    reveal: (ids) => {
      const cy = instance.current;
      const elements = cy?.elements().filter((element) => ids.includes(element.id()));
      if (!cy || !elements || elements.empty()) return;
      const [dot] = elements.nodes(".dot").toArray();
      if (dot && DOT.width * cy.zoom() < LEGIBLE_DOT) {
        fitElements(cy, cy.getElementById(String(dot.data("pdcId"))));
        return;
      }
      const { x1, y1, x2, y2 } = elements.renderedBoundingBox({ includeOverlays: false });
      cy.panBy({ x: shiftInto(x1, x2, cy.width()), y: shiftInto(y1, y2, cy.height()) });
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
    <div aria-hidden className="absolute inset-0 right-12">
      <div ref={container} className="size-full" />
    </div>
  );
}

/** A class on what stands for `select`, for as long as it does. */
function useMark(
  instance: RefObject<Core | null>,
  name: string,
  select: string,
  elements: readonly ElementDefinition[],
): void {
  useEffect(() => {
    const cy = instance.current;
    return () => {
      if (cy && select !== "" && !cy.destroyed()) cy.elements(`.${name}`).removeClass(name);
    };
  }, [instance, name, select]);
  useEffect(() => {
    const cy = instance.current;
    if (!cy || select === "") return;
    for (const { data } of elements) {
      if (data["select"] !== select) continue;
      const element = cy.getElementById(data.id ?? "");
      if (!element.hasClass(name)) element.addClass(name);
    }
  }, [instance, name, select, elements]);
}

/** For those who measure, since a canvas is in no paint timing of the browser's own: after the frame, not in it. */
function whenPainted(cy: Core, then: () => void): void {
  cy.one("render", () => void setTimeout(then));
}

function fitElements(cy: Core, elements: CollectionArgument): void {
  cy.fit(elements, FIT_PADDING * 2);
  if (cy.zoom() <= FIT_ZOOM_MAX) return;
  cy.zoom(FIT_ZOOM_MAX);
  cy.center(elements);
}

/** How far something has to move to lie between 0 and `size`, with some room. */
function shiftInto(from: number, to: number, size: number): number {
  if (from >= 0 && to <= size) return 0;
  if (to - from > size - 2 * FIT_PADDING) return size / 2 - (from + to) / 2;
  return from < 0 ? FIT_PADDING - from : size - FIT_PADDING - to;
}

function selectOf({ target, cy }: EventObject): string | null {
  if (target === cy) return null;
  const select: unknown = target.data("select");
  return typeof select === "string" ? select : null;
}

/** A PDC's box is a plain element, so its cards are taken along by hand. */
function followBoxes(cy: Core, synced: SyncedElements, moved: (pdcId: string, point: Point) => void): void {
  let last: Point | null = null;
  cy.on("grab", "node.pdc", ({ target }) => void (last = { ...target.position() }));
  cy.on("drag", "node.pdc", ({ target }) => {
    const { x, y }: Point = target.position();
    if (!last) return;
    const shift = { x: x - last.x, y: y - last.y };
    last = { x, y };
    const cards = cy.nodes().filter((element) => element.data("pdcId") === target.id());
    cards.shift(shift);
    for (const element of [target, ...cards.toArray()]) markTouched(synced, element.id());
  });
  cy.on("dragfreeon", "node.pdc", ({ target }) => {
    const { x, y }: Point = target.position();
    moved(target.id(), { x: Math.round(x), y: Math.round(y) });
  });
}
