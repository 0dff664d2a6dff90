import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VLAN_BOUNDS, VXLAN_BOUNDS } from "#server/domain/id-range.ts";
import { mapCells } from "#server/domain/range-map.ts";
import {
  fittingWindow,
  gridRows,
  neighbourWindow,
  windowAround,
  windowOfCell,
  windowsAbove,
  zoomedIn,
  zoomedOut,
} from "./map-window.ts";

const id = fc.integer({ min: VXLAN_BOUNDS.first, max: VXLAN_BOUNDS.last });
const bounds = fc.constantFrom(VXLAN_BOUNDS, VLAN_BOUNDS);

describe("windows of the range map", () => {
  it("lead from everything to any single id by entering cells, in at most four steps", () => {
    fc.assert(
      fc.property(id, (wanted) => {
        let window = { first: VXLAN_BOUNDS.first, last: VXLAN_BOUNDS.last };
        for (let step = 0; step < 4; step += 1) {
          const cell = mapCells(window).find(({ first, last }) => wanted >= first && wanted <= last);
          expect(cell).toBeDefined();
          if (!cell || cell.first === cell.last) return;
          window = windowOfCell(cell, VXLAN_BOUNDS);
        }
        expect(mapCells(window)).toContainEqual({ first: wanted, last: wanted });
      }),
    );
  });

  it("zooming in ends at single ids around the wanted one, and zooming out at everything", () => {
    fc.assert(
      fc.property(id, bounds, (any, within) => {
        const wanted = Math.min(any, within.last);
        let window = { first: within.first, last: within.last };
        for (let next = zoomedIn(window, wanted, within); next; next = zoomedIn(window, wanted, within)) {
          expect(next.last - next.first).toBeLessThan(window.last - window.first);
          window = next;
        }
        expect(mapCells(window)).toContainEqual({ first: wanted, last: wanted });
        for (let next = zoomedOut(window, within); next; next = zoomedOut(window, within)) {
          expect(next.last - next.first).toBeGreaterThan(window.last - window.first);
          window = next;
        }
        expect(window).toEqual({ first: within.first, last: within.last });
      }),
    );
  });

  it("begin where there is something to see", () => {
    const at = (first: number, last: number) => fittingWindow([{ first, last }], VXLAN_BOUNDS);
    expect(at(100, 149)).toEqual({ first: 100, last: 199 });
    expect(at(150, 250)).toEqual({ first: 1, last: 999 });
    expect(at(1, 16_777_215)).toEqual({ first: 1, last: 16_777_215 });
    expect(fittingWindow([], VLAN_BOUNDS)).toEqual({ first: 0, last: 4094 });
  });

  it("have neighbours of their size, and none beyond the ends", () => {
    const window = windowAround(16_777_215, 100, VXLAN_BOUNDS);
    expect(window).toEqual({ first: 16_777_200, last: 16_777_215 });
    expect(neighbourWindow(window, 1, VXLAN_BOUNDS)).toEqual(window);
    expect(neighbourWindow(window, -1, VXLAN_BOUNDS)).toEqual({ first: 16_777_100, last: 16_777_199 });
    expect(neighbourWindow({ first: 1, last: 99 }, 1, VXLAN_BOUNDS)).toEqual({ first: 100, last: 199 });
  });

  it("tell the way from everything", () => {
    expect(windowsAbove({ first: 123_400, last: 123_499 }, VXLAN_BOUNDS).map(({ first }) => first)).toEqual([
      1, 100_000, 123_000, 123_400,
    ]);
    expect(windowsAbove({ first: 1, last: VXLAN_BOUNDS.last }, VXLAN_BOUNDS)).toHaveLength(1);
    expect(windowsAbove({ first: 100, last: 199 }, VLAN_BOUNDS).map(({ last }) => last)).toEqual([
      4094, 999, 199,
    ]);
  });

  it("have rows that begin at round ids, so that row and column make the id", () => {
    const window = { first: 1, last: 99 };
    const rows = gridRows(window, mapCells(window));
    expect(rows).toHaveLength(10);
    expect(rows[0]?.cells[0]).toBeNull();
    expect(rows[4]?.first).toBe(40);
    expect(rows[4]?.cells[7]).toEqual({ first: 47, last: 47 });
    const whole = { first: 1, last: VXLAN_BOUNDS.last };
    expect(gridRows(whole, mapCells(whole)).map(({ first }) => first)).toHaveLength(17);
  });
});
