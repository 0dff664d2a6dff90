import type { ElementDefinition } from "cytoscape";
import { GLYPHS, type Look, LOOK_TOKENS } from "./mesh-glyph.ts";
import { CARD, DOT } from "./mesh-layout.ts";

/** Reads a design token, such as `line-strong`, as a color of the theme in force. */
type TokenReader = (name: string) => string;
type Placed = { element: ElementDefinition; x: number; y: number; width: number; height: number };

const PADDING = 40;
const DASHES: Partial<Record<Look, string>> = {
  degraded: "9 5",
  down: "2 5",
  stale: "16 8",
  unknown: "2 6",
  "clear-text": "2 5",
};

/** What a file can hold as text: names come from nodes. */
function escaped(text: string): string {
  return text
    .replaceAll(/\p{Cc}/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

const classesOf = ({ classes }: ElementDefinition): string[] => String(classes ?? "").split(/\s+/);

function lookOf(element: ElementDefinition): Look {
  const name = classesOf(element).find((each) => each.startsWith("look-"));
  const look = name?.slice("look-".length) ?? "";
  return Object.keys(LOOK_TOKENS).includes(look) ? (look as Look) : "unknown"; // One of its own keys.
}

function placed(element: ElementDefinition): Placed {
  const classes = classesOf(element);
  const { x = 0, y = 0 } = element.position ?? {};
  const size = classes.includes("card")
    ? CARD
    : classes.includes("dot")
      ? DOT
      : { width: Number(element.data["width"] ?? 0), height: Number(element.data["height"] ?? 0) };
  return { element, x, y, ...size };
}

/** The picture as a file of its own: the same boxes, lines and words as on the canvas. */
export function meshSvg(elements: readonly ElementDefinition[], token: TokenReader): string {
  const nodes = elements.filter(({ group }) => group === "nodes").map(placed);
  const boxById = new Map(nodes.map((node) => [node.element.data.id ?? "", node]));
  const left = Math.min(0, ...nodes.map(({ x, width }) => x - width / 2)) - PADDING;
  const top = Math.min(0, ...nodes.map(({ y, height }) => y - height / 2)) - PADDING;
  const right = Math.max(0, ...nodes.map(({ x, width }) => x + width / 2)) + PADDING;
  const bottom = Math.max(0, ...nodes.map(({ y, height }) => y + height / 2)) + PADDING;
  const isOf = (name: string) => (node: Placed) => classesOf(node.element).includes(name);
  const lines = elements.filter(({ group }) => group === "edges");
  const isLink = (element: ElementDefinition) => classesOf(element).includes("link");
  const body = [
    ...lines.filter((line) => !isLink(line)).map((line) => lineSvg(line, boxById, token)),
    ...nodes.filter(isOf("pdc")).map((node) => boxSvg(node, token, 14, "surface")),
    ...lines.filter(isLink).map((line) => lineSvg(line, boxById, token)),
    ...nodes.filter(isOf("node")).map((node) => nodeSvg(node, token)),
    ...nodes
      .filter(isOf("chip"))
      .map((node) => boxSvg(node, token, 12, "raised") + wordsSvg(node, token, 11.5, "middle", 8)),
    ...nodes.filter(isOf("pdc-title")).map((node) => titleSvg(node, token, "ink", 600)),
    ...nodes.filter(isOf("pdc-count")).map((node) => titleSvg(node, token, "subtle", 400)),
  ];
  const size = `${left} ${top} ${right - left} ${bottom - top}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${size}" font-family="Inter, sans-serif">`,
    `<rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" fill="${token("canvas")}"/>`,
    ...body,
    "</svg>",
    "",
  ].join("\n");
}

function lineSvg(line: ElementDefinition, boxById: ReadonlyMap<string, Placed>, token: TokenReader): string {
  const [from, to] = [line.data["source"], line.data["target"]].map((id) => boxById.get(String(id)));
  if (!from || !to) return "";
  const look = lookOf(line);
  const dash = DASHES[look] ? ` stroke-dasharray="${DASHES[look]}"` : "";
  return `<line x1="${from.x}" y1="${from.y}" x2="${to.x}" y2="${to.y}" stroke="${token(LOOK_TOKENS[look])}" stroke-width="${Number(line.data["lineWidth"] ?? 2)}"${dash}/>`;
}

function boxSvg(node: Placed, token: TokenReader, radius: number, fill: string): string {
  const { element, x, y, width, height } = node;
  const hasLook = classesOf(element).some((name) => name.startsWith("look-"));
  const stroke = hasLook ? token(LOOK_TOKENS[lookOf(element)]) : token("line-strong");
  return `<rect x="${x - width / 2}" y="${y - height / 2}" width="${width}" height="${height}" rx="${radius}" fill="${token(fill)}" stroke="${stroke}"/>`;
}

function nodeSvg(node: Placed, token: TokenReader): string {
  const isCard = classesOf(node.element).includes("card");
  const shape = boxSvg(node, token, isCard ? 8 : DOT.width / 2, "raised");
  return (
    shape +
    glyphSvg(node, token, isCard) +
    wordsSvg(node, token, isCard ? 13 : 10, "middle", isCard ? 9 : 0, isCard ? 0 : 22)
  );
}

function glyphSvg({ element, x, y, width }: Placed, token: TokenReader, isCard: boolean): string {
  const look = lookOf(element);
  const color = token(LOOK_TOKENS[look]);
  const left = isCard ? x - width / 2 + 11 : x - 8;
  const paths = GLYPHS[look].map(
    ({ d, width: stroke = 0, dash = "none", isFilled = false }) =>
      `<path d="${d}" fill="${isFilled ? color : "none"}" stroke="${color}" stroke-width="${stroke}" stroke-dasharray="${dash}"/>`,
  );
  return `<g transform="translate(${left} ${y - 8})">${paths.join("")}</g>`;
}

function wordsSvg(
  { element, x, y }: Placed,
  token: TokenReader,
  size: number,
  anchor: "start" | "middle" | "end",
  shiftX = 0,
  shiftY = 0,
): string {
  const label = escaped(String(element.data["label"] ?? ""));
  return `<text x="${x + shiftX}" y="${y + shiftY}" dy="0.36em" text-anchor="${anchor}" font-size="${size}" fill="${token("ink")}">${label}</text>`;
}

function titleSvg(node: Placed, token: TokenReader, color: string, weight: number): string {
  const classes = classesOf(node.element);
  const isCount = classes.includes("pdc-count");
  const anchor = classes.includes("closed")
    ? "middle"
    : isCount && !classes.includes("open")
      ? "end"
      : "start";
  const label = escaped(String(node.element.data["label"] ?? ""));
  const size = Number(node.element.data["fontSize"] ?? 14);
  return `<text x="${node.x}" y="${node.y}" dy="0.36em" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}" fill="${token(color)}">${label}</text>`;
}
