import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CARD, chipPoint, isOverlap, layOutMesh, type PdcToPlace } from "./mesh-layout.ts";

const pdc = (id: string, nodeCount: number, isNamed = true, isOpen = true): PdcToPlace => ({
  id,
  nodeIds: Array.from({ length: nodeCount }, (_, position) => `${id}-n${position}`),
  isNamed,
  isOpen,
});
const clouds = fc
  .array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 12 })
  .map((counts) => counts.map((count, position) => pdc(`p${position}`, count, position % 5 !== 4)));

describe("layOutMesh", () => {
  it("gives the same picture for the same PDCs", () => {
    fc.assert(
      fc.property(clouds, (pdcs) => {
        expect(layOutMesh(pdcs, new Map())).toEqual(layOutMesh(pdcs, new Map()));
      }),
    );
  });

  it("never lets two boxes overlap", () => {
    fc.assert(
      fc.property(clouds, (pdcs) => {
        const boxes = [...layOutMesh(pdcs, new Map()).boxByPdcId.values()];
        for (const [position, box] of boxes.entries()) {
          expect(boxes.slice(position + 1).some((other) => isOverlap(box, other, 0))).toBe(false);
        }
      }),
    );
  });

  it("keeps every node's card inside its PDC's box, and clear of the other cards", () => {
    fc.assert(
      fc.property(clouds, (pdcs) => {
        const { boxByPdcId, pointByNodeId } = layOutMesh(pdcs, new Map());
        for (const { id, nodeIds } of pdcs) {
          const box = boxByPdcId.get(id);
          const cards = nodeIds.map((nodeId) => ({ x: 0, y: 0, ...pointByNodeId.get(nodeId), ...CARD }));
          for (const [position, card] of cards.entries()) {
            expect(Math.abs(card.x - (box?.x ?? 0))).toBeLessThan(((box?.width ?? 0) - CARD.width) / 2);
            expect(Math.abs(card.y - (box?.y ?? 0))).toBeLessThan(((box?.height ?? 0) - CARD.height) / 2);
            expect(cards.slice(position + 1).some((other) => isOverlap(card, other, 0))).toBe(false);
          }
        }
      }),
    );
  });

  it("leaves kept boxes where they are when a PDC joins", () => {
    const before = layOutMesh([pdc("a", 2), pdc("b", 3)], new Map());
    const after = layOutMesh([pdc("a", 2), pdc("b", 3), pdc("c", 1)], before.boxByPdcId);
    for (const [id, box] of before.boxByPdcId) expect(after.boxByPdcId.get(id)).toEqual(box);
    expect(after.boxByPdcId.has("c")).toBe(true);
  });

  it("places no nodes of a PDC that is not open", () => {
    expect(layOutMesh([pdc("a", 2, true, false)], new Map()).pointByNodeId.size).toBe(0);
  });
});

describe("chipPoint", () => {
  it("moves along the line where its middle is taken", () => {
    const from = { x: -300, y: 0, width: 100, height: 50 };
    const to = { x: 300, y: 0, width: 100, height: 50 };
    const size = { width: 80, height: 24 };
    expect(chipPoint(from, to, size, [])).toEqual({ x: 0, y: 0 });
    const moved = chipPoint(from, to, size, [{ x: 0, y: 0, width: 80, height: 24 }]);
    expect(moved.y).toBe(0);
    expect(Math.abs(moved.x)).toBeGreaterThan(80);
  });
});
