import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Box,
  CARD,
  chipPoint,
  DOT,
  isOverlap,
  type Frame,
  layOutLarge,
  layOutSmall,
  type MeshLayout,
  type PdcToPlace,
  type Point,
  NARROW_FRAME,
  WIDE_FRAME,
  layOutColumn,
} from "./mesh-layout.ts";

const pdc = (id: string, nodeCount: number, isNamed = true, isShown = true): PdcToPlace => ({
  id,
  nodeIds: isShown ? Array.from({ length: nodeCount }, (_, position) => `${id}-n${position}`) : [],
  nodeCount,
  isNamed,
});
const cloudsOf = (pdcCountMax: number, nodeCountMax: number) =>
  fc
    .array(fc.nat({ max: nodeCountMax }), { minLength: 1, maxLength: pdcCountMax })
    .map((counts) => counts.map((count, position) => pdc(`p${position}`, count, position % 5 !== 4)));

const anyOverlap = (boxes: readonly Box[]) =>
  boxes.some((box, position) => boxes.slice(position + 1).some((other) => isOverlap(box, other, 0)));

type LayOut = (pdcs: readonly PdcToPlace[], kept: ReadonlyMap<string, Point>) => MeshLayout;

describe.each<{ name: string; layOut: LayOut; clouds: fc.Arbitrary<PdcToPlace[]>; mark: typeof CARD }>([
  { name: "layOutSmall", layOut: layOutSmall, clouds: cloudsOf(12, 30), mark: CARD },
  { name: "layOutLarge", layOut: layOutLarge, clouds: cloudsOf(60, 120), mark: DOT },
])("$name", ({ layOut, clouds, mark }) => {
  it("gives the same picture for the same PDCs", () => {
    fc.assert(
      fc.property(clouds, (pdcs) => {
        expect(layOut(pdcs, new Map())).toEqual(layOut(pdcs, new Map()));
      }),
    );
  });

  it("never lets two boxes overlap", () => {
    fc.assert(
      fc.property(clouds, (pdcs) => {
        const boxes = [...layOut(pdcs, new Map()).boxByPdcId.values()];
        for (const [position, box] of boxes.entries()) {
          expect(boxes.slice(position + 1).some((other) => isOverlap(box, other, 0))).toBe(false);
        }
      }),
    );
  });

  it("keeps every node's mark inside its PDC's box, and clear of the other marks", () => {
    fc.assert(
      fc.property(clouds, (pdcs) => {
        const { boxByPdcId, pointByNodeId } = layOut(pdcs, new Map());
        for (const { id, nodeIds } of pdcs) {
          const box = boxByPdcId.get(id);
          const marks = nodeIds.map((nodeId) => ({ x: 0, y: 0, ...pointByNodeId.get(nodeId), ...mark }));
          for (const [position, each] of marks.entries()) {
            expect(Math.abs(each.x - (box?.x ?? 0))).toBeLessThan(((box?.width ?? 0) - mark.width) / 2);
            expect(Math.abs(each.y - (box?.y ?? 0))).toBeLessThan(((box?.height ?? 0) - mark.height) / 2);
            expect(marks.slice(position + 1).some((other) => isOverlap(each, other, 0))).toBe(false);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it("has room for the nodes of a PDC whether they are shown or not", () => {
    const shown = layOut([pdc("a", 9), pdc("b", 3)], new Map()).boxByPdcId;
    const hidden = layOut([pdc("a", 9, true, false), pdc("b", 3, true, false)], new Map());
    expect(hidden.boxByPdcId).toEqual(shown);
    expect(hidden.pointByNodeId.size).toBe(0);
  });

  it("stands as on a map where the operator gave places, and nothing overlaps", () => {
    const pdcs = [
      { ...pdc("brno", 4), place: { latitude: 49.2, longitude: 16.6 } },
      { ...pdc("lisbon", 4), place: { latitude: 38.7, longitude: -9.1 } },
      { ...pdc("oslo", 4), place: { latitude: 59.9, longitude: 10.8 } },
      { ...pdc("vienna", 4), place: { latitude: 48.2, longitude: 16.4 } },
      pdc("nowhere", 4),
    ];
    const boxes = layOut(pdcs, new Map()).boxByPdcId;
    const at = (id: string) => boxes.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
    expect(at("lisbon").x).toBeLessThan(at("oslo").x);
    expect(at("oslo").x).toBeLessThan(at("brno").x);
    expect(at("oslo").y).toBeLessThan(at("brno").y);
    expect(at("brno").y).toBeLessThan(at("lisbon").y);
    const all = [...boxes.values()];
    expect(all).toHaveLength(5);
    expect(anyOverlap(all)).toBe(false);
  });

  it("keeps boxes apart wherever places are given and wherever boxes were moved to", () => {
    const place = fc.record({
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    });
    const point = fc.record({
      x: fc.integer({ min: -500, max: 500 }),
      y: fc.integer({ min: -500, max: 500 }),
    });
    const wishes = fc.array(fc.record({ place: fc.option(place), point: fc.option(point) }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(wishes, (given) => {
        const pdcs = given.map((each, position) => ({ ...pdc(`p${position}`, 3), place: each.place }));
        const moved = given.flatMap((each, position): [string, Point][] =>
          each.point ? [[`p${position}`, each.point]] : [],
        );
        const { boxByPdcId } = layOut(pdcs, new Map(moved));
        expect(boxByPdcId.size).toBe(pdcs.length);
        expect(anyOverlap([...boxByPdcId.values()])).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it("cuts the map where the widest stretch without a place is", () => {
    const pdcs = [
      { ...pdc("auckland", 4), place: { latitude: -36.8, longitude: 174.8 } },
      { ...pdc("honolulu", 4), place: { latitude: 21.3, longitude: -157.9 } },
      { ...pdc("tokyo", 4), place: { latitude: 35.7, longitude: 139.7 } },
    ];
    const { boxByPdcId } = layOut(pdcs, new Map());
    const byX = pdcs.toSorted((a, b) => (boxByPdcId.get(a.id)?.x ?? 0) - (boxByPdcId.get(b.id)?.x ?? 0));
    expect(byX.map(({ id }) => id)).toEqual(["tokyo", "auckland", "honolulu"]);
  });
});

describe("layOutLarge", () => {
  it("has room for a PDC that would need more rows by itself than the largest one", () => {
    const { boxByPdcId, pointByNodeId } = layOutLarge([pdc("a", 31), pdc("b", 29)], new Map());
    const box = boxByPdcId.get("b");
    const lowest = Math.max(
      ...Array.from({ length: 29 }, (_, position) => pointByNodeId.get(`b-n${position}`)?.y ?? 0),
    );
    expect(lowest + DOT.height / 2).toBeLessThan((box?.y ?? 0) + (box?.height ?? 0) / 2);
  });

  it("stands in fewer columns where the frame is higher than wide", () => {
    const pdcs = Array.from({ length: 12 }, (_, position) => pdc(`p${position}`, 20));
    const columnsOf = (frame: Frame) =>
      new Set([...layOutLarge(pdcs, new Map(), frame).boxByPdcId.values()].map(({ x }) => x)).size;
    expect(columnsOf(NARROW_FRAME)).toBeLessThan(columnsOf(WIDE_FRAME));
  });
});

describe("layOutSmall", () => {
  it("leaves kept boxes where they are when a PDC joins", () => {
    const before = layOutSmall([pdc("a", 2), pdc("b", 3)], new Map());
    const after = layOutSmall([pdc("a", 2), pdc("b", 3), pdc("c", 1)], before.boxByPdcId);
    for (const [id, box] of before.boxByPdcId) expect(after.boxByPdcId.get(id)).toEqual(box);
    expect(after.boxByPdcId.has("c")).toBe(true);
  });
});

describe("layOutColumn", () => {
  it("fits a narrow frame and keeps boxes apart", () => {
    const boxes = [...layOutColumn(["a", "b", "c", "d", "e"]).values()];
    expect(Math.max(...boxes.map(({ x, width }) => Math.abs(x) + width / 2))).toBeLessThanOrEqual(155);
    const pairs = boxes.flatMap((box, at) => boxes.slice(at + 1).map((other) => [box, other] as const));
    expect(pairs.some(([a, b]) => isOverlap(a, b, 0))).toBe(false);
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
