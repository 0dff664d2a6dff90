import type { ElementDefinition } from "cytoscape";
import { GLYPHS, type Look, LOOK_TOKENS } from "./mesh-glyph.ts";
import { type Box, CARD, DOT } from "./mesh-layout.ts";
import { CARD_BORDER, dashOf, isThin, MARK_TOKENS } from "./mesh-style.ts";

/** Reads a design token, such as `line-strong`, as a color of the theme in force. */
export type ColorOf = (name: string) => string;
/** One shape of SVG. Attributes are named as in React. */
export type Shape = {
  tag: "rect" | "line" | "text" | "g" | "path";
  attributes: Readonly<Record<string, string | number>>;
  content: string | readonly Shape[];
};
type Placed = { element: ElementDefinition; classes: readonly string[] } & Box;

/** About how wide a letter is, of its height. */
const LETTER_WIDTH = 0.54;
const DIM = { box: 0.6, words: 0.5, rest: 0.22 };

export function classesOf({ classes }: ElementDefinition): readonly string[] {
  return String(classes ?? "").split(/\s+/);
}

export function placedNodes(elements: readonly ElementDefinition[]): Placed[] {
  return elements.filter(({ group }) => group === "nodes").map(placed);
}

function placed(element: ElementDefinition): Placed {
  const classes = classesOf(element);
  const { x = 0, y = 0 } = element.position ?? {};
  const size = classes.includes("card")
    ? CARD
    : classes.includes("dot")
      ? DOT
      : { width: Number(element.data["width"] ?? 0), height: Number(element.data["height"] ?? 0) };
  return { element, classes, x, y, ...size };
}

function lookOf(classes: readonly string[]): Look | null {
  const look = classes.find((each) => each.startsWith("look-"))?.slice("look-".length) ?? "";
  return Object.keys(LOOK_TOKENS).includes(look) ? (look as Look) : null; // One of its own keys.
}

/** The picture without a canvas: the same boxes, lines and words, from back to front. */
export function shapesOf(elements: readonly ElementDefinition[], color: ColorOf): Shape[] {
  const nodes = placedNodes(elements);
  const boxById = new Map(nodes.map((node) => [node.element.data.id ?? "", node]));
  const of = (name: string) => nodes.filter(({ classes }) => classes.includes(name));
  const lines = elements
    .filter(({ group }) => group === "edges")
    .map((element) => ({ element, classes: classesOf(element) }));
  const linesOf = (isLink: boolean) =>
    lines
      .filter(({ classes }) => classes.includes("link") === isLink)
      .flatMap((line) => lineShapes(line, boxById, color));
  return [
    ...linesOf(false),
    ...of("pdc").flatMap((node) => pdcShapes(node, color)),
    ...linesOf(true),
    ...of("node").flatMap((node) => (node.classes.includes("card") ? cardShapes : dotShapes)(node, color)),
    ...[...of("pdc-title"), ...of("pdc-count")].map((node) => titleShape(node, color)),
    ...of("chip")
      .filter(({ classes }) => !classes.includes("quiet") && !classes.includes("dim"))
      .flatMap((node) => chipShapes(node, color)),
    ...of("mark").flatMap((node) => markShapes(node, color)),
  ];
}

function opacityOf(classes: readonly string[], dim: number): { opacity?: number } {
  if (classes.includes("quiet")) return { opacity: 0.3 };
  return classes.includes("dim") ? { opacity: dim } : {};
}

function lineShapes(
  { element: { data }, classes }: Pick<Placed, "element" | "classes">,
  boxById: ReadonlyMap<string, Placed>,
  color: ColorOf,
): Shape[] {
  const [from, to] = [data["source"], data["target"]].map((id) => boxById.get(String(id)));
  if (!from || !to) return [];
  const look = lookOf(classes) ?? "unknown";
  const stroke = color(LOOK_TOKENS[look]);
  const dash = dashOf(look, classes.includes("many"));
  const isPdcLink = classes.includes("pdc-link");
  const isCalm = classes.includes("inner") && (look === "up" || look === "admin");
  const opacity = isCalm ? 0.55 : look === "stale" ? 0.6 : isPdcLink && isThin(look) ? 0.7 : null;
  const isUnfolded = classes.includes("unfolded");
  const line: Shape = {
    tag: "line",
    attributes: {
      x1: from.x,
      y1: from.y,
      x2: to.x,
      y2: to.y,
      stroke,
      strokeWidth: isUnfolded ? 14 : isCalm ? 1.5 : Number(data["lineWidth"] ?? 2),
      ...(dash && !isUnfolded && { strokeDasharray: dash.join(" ") }),
      ...(isUnfolded ? { strokeOpacity: 0.14 } : opacity !== null && { strokeOpacity: opacity }),
      ...opacityOf(classes, DIM.rest),
    },
    content: [],
  };
  const isCrossed = !isPdcLink && !classes.includes("dim") && (look === "down" || look === "clear-text");
  if (!isCrossed) return [line];
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  return [line, words({ ...middle, label: "✕", size: 13, weight: 700, fill: stroke })];
}

type Frame = { radius: number; fill: string; stroke: string; width: number; dash?: string | undefined };

function frame({ x, y, width, height, classes }: Placed, { radius, fill, stroke, ...line }: Frame): Shape {
  return {
    tag: "rect",
    attributes: {
      x: x - width / 2,
      y: y - height / 2,
      width,
      height,
      rx: radius,
      fill,
      stroke,
      strokeWidth: line.width,
      ...(line.dash && { strokeDasharray: line.dash }),
      ...opacityOf(classes, classes.includes("pdc") ? DIM.box : DIM.rest),
    },
    content: [],
  };
}

/** What stands out by its border alone. */
function accented(classes: readonly string[], usual: string, color: ColorOf): string {
  return classes.includes("selected") || classes.includes("found") ? color("accent") : usual;
}

function borderColor(classes: readonly string[], color: ColorOf): string {
  const look = lookOf(classes);
  const usual = color(look === null || look === "up" ? "line-strong" : LOOK_TOKENS[look]);
  return accented(classes, usual, color);
}

function pdcShapes(node: Placed, color: ColorOf): Shape[] {
  const { element, classes } = node;
  const isLarge = classes.includes("large");
  const isNamed = classes.includes("pdc-named");
  const isClosed = classes.includes("closed");
  const stroke = isLarge ? borderColor(classes, color) : accented(classes, color("line-strong"), color);
  const size = Number(element.data["glyphSize"] ?? 0);
  const width = isLarge ? Number(element.data["borderWidth"] ?? 3) : 1;
  const box = frame(node, {
    radius: isLarge ? 40 : 14,
    fill: color(isNamed ? "surface" : "canvas"),
    stroke,
    width,
    dash: isNamed ? undefined : `${width * 4} ${width * 3}`,
  });
  const y = node.y - node.height / 2 + Number(element.data["glyphTop"] ?? 0);
  const glyph = isClosed ? glyphShapes(classes, { x: node.x - size / 2, y, size }, DIM.box, color) : [];
  return [box, ...glyph];
}

function cardShapes(node: Placed, color: ColorOf): Shape[] {
  const { element, classes, x, y, width } = node;
  const border = CARD_BORDER[lookOf(classes) ?? "up"];
  return [
    frame(node, {
      radius: 8,
      fill: color("raised"),
      stroke: borderColor(classes, color),
      width: 1,
      dash: border && (border === "dotted" ? "1 1" : "4 2"),
    }),
    ...glyphShapes(classes, { x: x - width / 2 + 12, y: y - 6.5, size: 13 }, DIM.rest, color),
    words({
      x: x + 9,
      y,
      label: fitted(labelOf(element), width - 38, 13),
      size: 13,
      weight: 500,
      fill: color("ink"),
      ...opacityOf(classes, DIM.rest),
    }),
  ];
}

function dotShapes(node: Placed, color: ColorOf): Shape[] {
  const { element, classes, x, y, width, height } = node;
  const size = width * 0.64;
  return [
    frame(node, {
      radius: width / 2,
      fill: color("raised"),
      stroke: borderColor(classes, color),
      width: 1,
    }),
    ...glyphShapes(classes, { x: x - size / 2, y: y - size / 2, size }, DIM.rest, color),
    words({
      x,
      y: y + height / 2 + 8,
      label: labelOf(element),
      size: 10,
      fill: color("ink"),
      ...opacityOf(classes, DIM.rest),
    }),
  ];
}

function chipShapes(node: Placed, color: ColorOf): Shape[] {
  const { element, classes, x, y, width } = node;
  const stroke = accented(classes, color(LOOK_TOKENS[lookOf(classes) ?? "unknown"]), color);
  return [
    frame(node, { radius: 12, fill: color("raised"), stroke, width: 1.5 }),
    ...glyphShapes(classes, { x: x - width / 2 + 9, y: y - 6, size: 12 }, DIM.rest, color),
    words({ x: x + 8, y, label: labelOf(element), size: 11.5, weight: 500, fill: color("ink") }),
  ];
}

function markShapes(node: Placed, color: ColorOf): Shape[] {
  const { element, classes, x, y, height } = node;
  const kind = Object.entries(MARK_TOKENS).find(([name]) => classes.includes(`mark-${name}`));
  const tint = color(kind?.[1] ?? "ink");
  return [
    frame(node, { radius: height / 2, fill: color("raised"), stroke: tint, width: 1.5 }),
    words({
      x,
      y,
      label: labelOf(element),
      size: Number(element.data["fontSize"] ?? 11),
      weight: 600,
      fill: tint,
    }),
  ];
}

function titleShape({ element, classes, x, y }: Placed, color: ColorOf): Shape {
  const isCount = classes.includes("pdc-count");
  const size = Number(element.data["fontSize"] ?? 14);
  const anchor = classes.includes("closed")
    ? "middle"
    : isCount && !classes.includes("open")
      ? "end"
      : "start";
  const label = labelOf(element);
  return words({
    x,
    y,
    label: isCount ? label : fitted(label, Number(element.data["labelWidth"] ?? Infinity), size),
    size,
    weight: isCount ? 400 : 600,
    fill: color(isCount ? "subtle" : "ink"),
    anchor,
    ...opacityOf(classes, DIM.words),
  });
}

const labelOf = ({ data }: ElementDefinition) => String(data["label"] ?? "");

function fitted(label: string, width: number, size: number): string {
  const count = Math.max(3, Math.floor(width / (size * LETTER_WIDTH)));
  return label.length > count ? `${label.slice(0, count - 1)}…` : label;
}

function glyphShapes(
  classes: readonly string[],
  { x, y, size }: { x: number; y: number; size: number },
  dim: number,
  color: ColorOf,
): Shape[] {
  const look = lookOf(classes);
  if (!look) return [];
  const tint = color(LOOK_TOKENS[look]);
  const paths = GLYPHS[look].map(({ d, width = 0, dash, isFilled = false }): Shape => ({
    tag: "path",
    attributes: {
      d,
      fill: isFilled ? tint : "none",
      stroke: tint,
      strokeWidth: width,
      strokeLinecap: dash ? "butt" : "round",
      ...(dash && { strokeDasharray: dash }),
    },
    content: [],
  }));
  const transform = `translate(${x} ${y}) scale(${size / 16})`;
  return [{ tag: "g", attributes: { transform, ...opacityOf(classes, dim) }, content: paths }];
}

type Words = {
  x: number;
  y: number;
  label: string;
  size: number;
  fill: string;
  weight?: number;
  anchor?: "start" | "middle" | "end";
  opacity?: number;
};

function words({ label, size, weight = 400, anchor = "middle", ...rest }: Words): Shape {
  const attributes = { dy: "0.36em", textAnchor: anchor, fontSize: size, fontWeight: weight, ...rest };
  return { tag: "text", attributes, content: label };
}
