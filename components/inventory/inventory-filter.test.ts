import { describe, expect, it } from "vitest";
import {
  inventoryFilterOf,
  inventoryOrderOf,
  inventoryParamsOf,
  isUnfilteredInventory,
} from "./inventory-filter.ts";

const NODE_ID = "00000000-0000-4000-8000-000000000001";

describe("inventoryFilterOf", () => {
  it("takes what the address says and drops what is none", () => {
    const params = inventoryParamsOf({ q: " web ", node: NODE_ID, vdc: "x", match: "none", moved: ["yes"] });
    expect(inventoryFilterOf(params)).toEqual({
      text: "web",
      nodeId: NODE_ID,
      hasNoNetwork: true,
      hasMoved: false,
    });
  });

  it("narrows nothing by an empty address", () => {
    expect(isUnfilteredInventory(inventoryFilterOf(inventoryParamsOf({})))).toBe(true);
    expect(isUnfilteredInventory(inventoryFilterOf(inventoryParamsOf({ on: "customers" })))).toBe(false);
  });
});

it.each([
  { text: "", order: { sort: "vm", isDescending: false } },
  { text: "-since", order: { sort: "since", isDescending: true } },
  { text: "-hostname", order: { sort: "vm", isDescending: false } },
])("sorts “$text” by $order.sort", ({ text, order }) => {
  expect(inventoryOrderOf(text)).toEqual(order);
});
