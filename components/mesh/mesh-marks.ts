import type { ElementDefinition } from "cytoscape";
import type { Point } from "./mesh-layout.ts";
import { type ChangeBySelect, markOf } from "./time/mesh-change-marks.ts";
import { placedNodes } from "./mesh-shapes.ts";

const LETTER_WIDTH = 6.2;
const PADDING = 18;
const HEIGHT = 20;
/** A chip's mark hangs below it. */
const CHIP_SHIFT = 23;

/** A shape and a word on everything drawn that changed between the two instants compared. */
export function markElements(
  elements: readonly ElementDefinition[],
  changes: ChangeBySelect,
  scale: number,
): ElementDefinition[] {
  if (changes.size === 0) return [];
  const nodes = placedNodes(elements);
  const marked = new Map<string, ElementDefinition>();
  const mark = (select: unknown, place: (width: number, height: number) => Point) => {
    if (typeof select !== "string" || marked.has(select)) return;
    const change = changes.get(select);
    if (!change) return;
    const { kind, shape, word } = markOf(change);
    const label = `${shape} ${word}`;
    const width = Math.round((label.length * LETTER_WIDTH + PADDING) * scale);
    const height = Math.round(HEIGHT * scale);
    marked.set(select, {
      group: "nodes",
      data: { id: `mark ${select}`, label, width, height, fontSize: Math.round(11 * scale) },
      position: place(width, height),
      classes: `mark mark-${kind}`,
    });
  };
  for (const { element, classes, x, y, width, height } of nodes) {
    const isChip = classes.includes("chip");
    mark(element.data["select"], (ownWidth) =>
      isChip
        ? { x, y: y + CHIP_SHIFT }
        : { x: x + width / 2 - Math.min(ownWidth, width) / 2 - 6 * scale, y: y - height / 2 },
    );
  }
  const pointById = new Map(nodes.map(({ element, x, y }) => [element.data.id, { x, y }]));
  for (const { group, data } of elements) {
    const [from, to] = [pointById.get(String(data["source"])), pointById.get(String(data["target"]))];
    if (group !== "edges" || !from || !to) continue;
    mark(data["select"], () => ({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }));
  }
  return [...marked.values()];
}
