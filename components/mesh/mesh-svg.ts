import type { ElementDefinition } from "cytoscape";
import { boundsOf } from "./mesh-bounds.ts";
import { type ColorOf, type Shape, shapesOf } from "./mesh-shapes.ts";

const PADDING = 40;

/** What a file can hold as text: names come from nodes. */
function escaped(text: string): string {
  return text
    .replaceAll(/\p{Cc}/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function markupOf({ tag, attributes, content }: Shape): string {
  const named = Object.entries(attributes).map(
    ([name, value]) => ` ${attributeName(name)}="${escaped(String(value))}"`,
  );
  const inner = typeof content === "string" ? escaped(content) : content.map(markupOf).join("");
  return `<${tag}${named.join("")}>${inner}</${tag}>`;
}

const attributeName = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The picture as a file of its own. */
export function meshSvg(elements: readonly ElementDefinition[], color: ColorOf): string {
  const bounds = boundsOf(elements);
  const left = bounds.left - PADDING;
  const top = bounds.top - PADDING;
  const width = bounds.width + 2 * PADDING;
  const height = bounds.height + 2 * PADDING;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}" font-family="Inter, sans-serif">`,
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${color("canvas")}"/>`,
    ...shapesOf(elements, color).map(markupOf),
    "</svg>",
    "",
  ].join("\n");
}
