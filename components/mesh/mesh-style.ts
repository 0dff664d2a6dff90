import type { StylesheetJson } from "cytoscape";
import { CARD, DOT } from "./mesh-layout.ts";
import type { ChangeMark } from "./time/mesh-change-marks.ts";
import { glyphDataUri, type Look, LOOK_TOKENS } from "./mesh-glyph.ts";

/** Reads a design token, such as `line-strong`, as a color of the theme in force. */
export type TokenReader = (name: string) => string;

const LOOKS = Object.keys(LOOK_TOKENS) as Look[]; // Written out above as a record of exactly these keys.

/** Lines tell states apart without color too. */
const DASHES: Partial<Record<Look, readonly number[]>> = {
  degraded: [9, 5],
  down: [2, 5],
  stale: [16, 8],
  unknown: [2, 6],
  "clear-text": [2, 5],
};
export const CARD_BORDER: Partial<Record<Look, string>> = {
  degraded: "dashed",
  stale: "dashed",
  unknown: "dotted",
};
/** What became of something between two instants; the shape and the word are in the label. */
export const MARK_TOKENS: Record<ChangeMark["kind"], string> = {
  "encryption-lost": "down",
  worse: "down",
  better: "up",
  other: "accent-ink",
  new: "accent-ink",
};
const THIN: readonly Look[] = ["unknown", "stale"];
export const isThin = (look: Look) => THIN.includes(look);

/** Every color of the graph, by class. `isNear`: nodes are large enough on the screen to be told apart. */
export function meshStyle(token: TokenReader, fontFamily: string, isNear: boolean): StylesheetJson {
  const text = { "font-family": fontFamily, color: token("ink"), "text-valign": "center", "font-size": 13 };
  const rules = [
    { selector: "core", style: { "active-bg-opacity": 0, "selection-box-opacity": 0 } },
    {
      selector: "node, edge",
      style: { "z-index-compare": "manual", "overlay-opacity": 0, "transition-duration": 0 },
    },
    {
      selector: "node.pdc",
      style: {
        shape: "round-rectangle",
        "corner-radius": "14",
        width: "data(width)",
        height: "data(height)",
        "background-color": token("surface"),
        "border-width": 1,
        "border-color": token("line-strong"),
        "z-index": 2,
        "underlay-color": token("ink"),
        "underlay-padding": 3,
        "underlay-opacity": 0.035,
        "underlay-shape": "round-rectangle",
        "underlay-corner-radius": 17,
      },
    },
    {
      selector: "node.pdc-no-name, node.pdc-unread",
      style: { "border-style": "dashed", "background-color": token("canvas"), "underlay-opacity": 0 },
    },
    {
      selector: "node.pdc-title, node.pdc-count",
      style: {
        ...text,
        width: 1,
        height: 1,
        "background-opacity": 0,
        label: "data(label)",
        events: "no",
        "z-index": 20,
      },
    },
    {
      selector: "node.pdc-title",
      style: {
        "text-halign": "right",
        "font-weight": 600,
        "font-size": "data(fontSize)",
        "text-wrap": "ellipsis",
        "text-max-width": "data(labelWidth)",
        // Links pass beneath it.
        "text-background-color": token("surface"),
        "text-background-opacity": 0.9,
        "text-background-padding": 2,
      },
    },
    {
      selector: "node.pdc-count",
      style: { "text-halign": "left", color: token("subtle"), "font-size": "data(fontSize)" },
    },
    { selector: "node.large", style: { "underlay-opacity": 0 } },
    {
      selector: "node.pdc.large",
      style: {
        "corner-radius": "40",
        "border-width": 3,
      },
    },
    {
      selector: "node.pdc.large.closed",
      style: {
        "border-width": "data(borderWidth)",
        "background-width": "data(glyphSize)",
        "background-height": "data(glyphSize)",
        "background-position-x": "50%",
        "background-position-y": "data(glyphTop)",
        "background-clip": "none",
      },
    },
    {
      selector: "node.pdc-title.large.closed, node.pdc-count.large.closed",
      style: { "text-halign": "center", "text-background-opacity": 0 },
    },
    {
      selector: "node.pdc-title.large.open, node.pdc-count.large.open",
      style: { "text-halign": "right", "text-background-opacity": 0 },
    },
    {
      selector: "node.node",
      style: { ...text, "border-width": 1, "border-color": token("line-strong"), "z-index": 16 },
    },
    {
      selector: "node.dot",
      style: {
        shape: "ellipse",
        ...DOT,
        "background-color": token("raised"),
        "background-width": "64%",
        "background-height": "64%",
        label: "data(label)",
        "text-valign": "bottom",
        "text-margin-y": 2,
        "font-size": 15,
        // Below this size nobody reads it, and text is what costs most.
        "min-zoomed-font-size": 7,
      },
    },
    {
      selector: "node.card",
      style: {
        shape: "round-rectangle",
        "corner-radius": "8",
        ...CARD,
        "background-color": token("raised"),
        label: "data(label)",
        "text-halign": "center",
        "text-margin-x": 9,
        "text-wrap": "ellipsis",
        "text-max-width": `${CARD.width - 38}px`,
        "font-weight": 500,
        "background-width": 13,
        "background-height": 13,
        "background-position-x": 12,
        "background-position-y": "50%",
        "background-clip": "none",
        "background-image-containment": "over",
      },
    },
    {
      selector: "node.chip",
      style: {
        ...text,
        shape: "round-rectangle",
        "corner-radius": "12",
        width: "data(width)",
        height: "data(height)",
        "background-color": token("raised"),
        "border-width": 1.5,
        label: "data(label)",
        "text-margin-x": 8,
        "font-size": 11.5,
        "font-weight": 500,
        "background-width": 12,
        "background-height": 12,
        "background-position-x": 9,
        "background-position-y": "50%",
        "background-clip": "none",
        "background-image-containment": "over",
        "z-index": 30,
      },
    },
    {
      selector: "node.mark",
      style: {
        ...text,
        shape: "round-rectangle",
        "corner-radius": "10",
        width: "data(width)",
        height: "data(height)",
        "background-color": token("raised"),
        "border-width": 1.5,
        label: "data(label)",
        "text-halign": "center",
        "font-size": "data(fontSize)",
        "font-weight": 600,
        events: "no",
        "z-index": 40,
      },
    },
    ...Object.entries(MARK_TOKENS).map(([kind, name]) => ({
      selector: `node.mark-${kind}`,
      style: { "border-color": token(name), color: token(name) },
    })),
    { selector: "edge", style: { "curve-style": "straight", "line-cap": "butt", "z-index": 1 } },
    { selector: "edge.pdc-link", style: { width: "data(lineWidth)" } },
    { selector: "edge.link", style: { width: "data(lineWidth)", "z-index": 10 } },
    { selector: "edge.link.outer", style: { "z-index": 12 } },
    // Straight from middle to middle: the cheapest line to draw, where there are many.
    { selector: "edge.many", style: { "curve-style": "haystack", "haystack-radius": 0 } },
    { selector: "edge.spoke", style: { events: "no" } },
    ...LOOKS.flatMap((look) => lookRules(look, token(LOOK_TOKENS[look]))),
    ...(isNear ? NEAR_RULES : FAR_RULES),
    ...THIN.map((look) => ({ selector: `edge.pdc-link.look-${look}`, style: { "line-opacity": 0.7 } })),
    {
      selector: "edge.link.inner.look-up, edge.link.inner.look-admin",
      style: { "line-opacity": 0.55, width: 1.5 },
    },
    { selector: "edge.unfolded", style: { "line-opacity": 0.14, width: 14, "line-style": "solid" } },
    { selector: ".quiet", style: { opacity: 0.3 } },
    { selector: "node.chip.quiet", style: { opacity: 0 } },
    { selector: ".dim", style: { opacity: 0.22 } },
    { selector: "node.pdc.dim", style: { "underlay-opacity": 0, opacity: 0.6 } },
    { selector: "node.pdc-title.dim, node.pdc-count.dim", style: { opacity: 0.5 } },
    { selector: "node.chip.dim", style: { opacity: 0 } },
    {
      selector: "node.pdc.found, node.node.found",
      style: { "border-color": token("accent"), "border-width": 2 },
    },
    {
      selector: "node.pdc.selected, node.node.selected, node.chip.selected",
      style: {
        "border-color": token("accent"),
        "border-width": 2,
        "border-style": "solid",
        "underlay-color": token("accent"),
        "underlay-opacity": 0.16,
        "underlay-padding": 5,
        "underlay-shape": "round-rectangle",
      },
    },
    {
      selector: "node.pdc.large.selected",
      style: isNear
        ? { "border-width": 4, "underlay-padding": 10, "underlay-corner-radius": 48 }
        : { "border-width": 20, "underlay-padding": 48, "underlay-corner-radius": 60 },
    },
    {
      selector: "edge.link.selected",
      style: {
        width: 3.5,
        "underlay-color": token("accent"),
        "underlay-opacity": 0.2,
        "underlay-padding": 6,
        "z-index": 13,
      },
    },
    {
      selector: ".cursor",
      style: {
        "underlay-color": token("ring"),
        "underlay-opacity": 0.35,
        "underlay-padding": 7,
        "underlay-shape": "round-rectangle",
      },
    },
    { selector: "node.hover", style: { "border-color": token("accent") } },
    {
      selector: "edge.hover",
      style: { "underlay-color": token("accent"), "underlay-opacity": 0.14, "underlay-padding": 6 },
    },
  ];
  // The library's own types know fewer properties than its renderer.
  return rules as unknown as StylesheetJson;
}

/** An open PDC among hundreds still has to be told by its name; its count waits until one is near. */
const FAR_RULES = [
  {
    selector: "node.pdc-title.large.open",
    style: {
      "font-size": "data(farFontSize)",
      "text-margin-y": "data(farFontSize)",
      "text-background-opacity": 0.85,
    },
  },
  { selector: "node.pdc-count.large.open", style: { opacity: 0 } },
];

/** What is made large to be seen from afar would be gross nearby. */
const NEAR_RULES = [
  { selector: "node.pdc.large.closed", style: { "border-width": 3 } },
  { selector: "node.pdc-title.large.closed", style: { "font-size": 56 } },
  { selector: "node.pdc-count.large.closed", style: { "font-size": 40 } },
  { selector: "edge.link.many", style: { width: 2 } },
  { selector: "edge.pdc-link.many", style: { width: 4 } },
  ...LOOKS.filter((look) => DASHES[look]).map((look) => ({
    selector: `edge.many.look-${look}`,
    style: { "line-dash-pattern": dashOf(look, false) },
  })),
];

/** Lines of a picture that is seen from afar are wide, and so are the gaps in them. */
const FAR_DASH_SCALE = 8;

/** null: the line is whole. */
export function dashOf(look: Look, isFar: boolean): readonly number[] | null {
  const pattern = DASHES[look];
  return pattern ? pattern.map((length) => (isFar ? length * FAR_DASH_SCALE : length)) : null;
}

function lineStyle(look: Look): Record<string, unknown> {
  const pattern = dashOf(look, false);
  return {
    ...(pattern ? { "line-style": "dashed", "line-dash-pattern": pattern } : { "line-style": "solid" }),
    ...(look === "stale" && { "line-opacity": 0.6 }),
  };
}

function lookRules(look: Look, color: string): { selector: string; style: Record<string, unknown> }[] {
  const image = glyphDataUri(look, color);
  return [
    { selector: `edge.look-${look}`, style: { "line-color": color, ...lineStyle(look) } },
    ...(DASHES[look]
      ? [{ selector: `edge.many.look-${look}`, style: { "line-dash-pattern": dashOf(look, true) } }]
      : []),
    { selector: `node.pdc.closed.look-${look}`, style: { "background-image": image } },
    ...(look === "up" ? [] : [{ selector: `node.pdc.large.look-${look}`, style: { "border-color": color } }]),
    {
      selector: `node.node.look-${look}`,
      style: {
        "background-image": image,
        ...(CARD_BORDER[look] && { "border-style": CARD_BORDER[look] }),
        ...(look !== "up" && { "border-color": color }),
      },
    },
    {
      selector: `node.chip.look-${look}`,
      style: { "background-image": image, "border-color": color },
    },
    ...(look === "down" || look === "clear-text"
      ? [
          {
            selector: `edge.link.look-${look}`,
            style: { label: "✕", color, "font-size": 13, "font-weight": 700, "text-rotation": "none" },
          },
        ]
      : []),
  ];
}
