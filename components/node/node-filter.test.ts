import { describe, expect, it } from "vitest";
import {
  isUnfilteredNodes,
  nodeFilterOf,
  nodeOrderOf,
  nodeParamsOf,
  refreshSelectionOf,
} from "./node-filter.ts";

const filterOf = (params: Record<string, string | string[]>) => nodeFilterOf(nodeParamsOf(params));

describe("nodeFilterOf", () => {
  it("takes what the address says and drops what is none", () => {
    expect(filterOf({ q: " cn0 ", state: "stale", pdc: "bru-1" })).toEqual({
      text: "cn0",
      state: "stale",
      pdcName: "bru-1",
    });
    expect(filterOf({ state: "<b>", pdc: ["a", "b"] })).toEqual({ text: "" });
  });

  it("finds nodes without a PDC name", () => {
    expect(filterOf({ pdc: "(no name)" })).toEqual({ text: "", pdcName: "" });
  });

  it("narrows nothing by an empty address", () => {
    expect(isUnfilteredNodes(filterOf({}))).toBe(true);
    expect(isUnfilteredNodes(filterOf({ pdc: "(no name)" }))).toBe(false);
  });
});

it.each([
  { text: "", order: { sort: "hostname", isDescending: false } },
  { text: "-state", order: { sort: "state", isDescending: true } },
  { text: "-password", order: { sort: "hostname", isDescending: false } },
])("sorts “$text” by $order.sort", ({ text, order }) => {
  expect(nodeOrderOf(text)).toEqual(order);
});

describe("refreshSelectionOf", () => {
  it("names the marked nodes, or all that are filtered but those left out", () => {
    const filter = filterOf({ state: "down" });
    expect(refreshSelectionOf({ isAll: false, ids: new Set(["a"]) }, filter)).toEqual({
      kind: "nodes",
      nodeIds: ["a"],
    });
    expect(refreshSelectionOf({ isAll: true, ids: new Set(["b"]) }, filter)).toEqual({
      kind: "filter",
      filter,
      exceptNodeIds: ["b"],
    });
  });
});
