import { expect, it } from "vitest";
import { measureMesh } from "./mesh.ts";

it("answers the far level of 100 PDCs in less than 40 kB compressed", () => {
  const figures = measureMesh({ pdcCount: 100, nodesPerPdc: 1 }, 2);
  expect(figures.links).toBe((100 * 99) / 2);
  expect(figures["compressed kB"]).toBeLessThan(40);
});
