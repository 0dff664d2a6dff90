import { describe, expect, it } from "vitest";
import { VLAN_BOUNDS, VXLAN_BOUNDS } from "#server/domain/id-range.ts";
import { targetOf } from "./grid-keys.ts";

const at = (window: { first: number; last: number }, focusedId: number, bounds = VXLAN_BOUNDS) => ({
  window,
  focusedId,
  bounds,
});
const WHOLE = { first: VXLAN_BOUNDS.first, last: VXLAN_BOUNDS.last };

describe("the keys of the map", () => {
  it.each([
    { key: "ArrowRight", from: 100, to: 101 },
    { key: "ArrowLeft", from: 100, to: 99 },
    { key: "ArrowDown", from: 195, to: 205 },
    { key: "ArrowUp", from: 105, to: 95 },
    { key: "Home", from: 150, to: 100 },
    { key: "End", from: 150, to: 199 },
  ])("$key leads from $from to $to, also out of the window", ({ key, from, to }) => {
    expect(targetOf(key, at({ first: 100, last: 199 }, from), false)).toBe(to);
  });

  it("go by whole cells where a cell is many ids", () => {
    expect(targetOf("ArrowRight", at(WHOLE, 1), false)).toBe(100_000);
    expect(targetOf("ArrowLeft", at(WHOLE, 123_456), false)).toBe(1);
    expect(targetOf("ArrowDown", at(WHOLE, 5_250_000), false)).toBe(6_200_000);
  });

  it("end where ids end", () => {
    expect(targetOf("ArrowLeft", at({ first: 1, last: 99 }, 1), false)).toBe(1);
    expect(targetOf("ArrowDown", at(WHOLE, 16_500_000), false)).toBe(16_500_000);
    expect(targetOf("ArrowLeft", at({ first: 0, last: 99 }, 0, VLAN_BOUNDS), false)).toBe(0);
    expect(targetOf("End", at({ first: 0, last: 99 }, 0, VLAN_BOUNDS), true)).toBe(4094);
  });

  it("are left alone where they mean something else", () => {
    expect(targetOf("Tab", at(WHOLE, 1), false)).toBeNull();
  });
});
