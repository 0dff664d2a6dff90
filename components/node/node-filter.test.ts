import { describe, expect, it } from "vitest";
import { filterNodes, pdcNamesOf } from "./node-filter.ts";

const NODES = [
  { id: "a", state: "up" as const, isConfirmed: true, pdcName: "prague-1" },
  { id: "b", state: "down" as const, isConfirmed: true, pdcName: "" },
  { id: "c", state: "unknown" as const, isConfirmed: false, pdcName: null },
  { id: "d", state: "unknown" as const, isConfirmed: true, pdcName: "prague-1" },
];
const idsOf = (filter: { state?: string; pdc?: string }) =>
  filterNodes(NODES, { state: "", pdc: "", ...filter }).map(({ id }) => id);

describe("filterNodes", () => {
  it("leaves all without a filter", () => expect(idsOf({})).toEqual(["a", "b", "c", "d"]));
  it("tells quarantined nodes apart, and counts them as unknown", () => {
    expect(idsOf({ state: "quarantined" })).toEqual(["c"]);
    expect(idsOf({ state: "unknown" })).toEqual(["c", "d"]);
  });
  it("finds nodes without a PDC name", () => expect(idsOf({ pdc: "(no name)" })).toEqual(["b"]));
  it("leaves none for a state there is not", () => expect(idsOf({ state: "<b>" })).toEqual([]));
});

describe("pdcNamesOf", () => {
  it("names each once, the missing name too", () => expect(pdcNamesOf(NODES)).toEqual(["", "prague-1"]));
});
