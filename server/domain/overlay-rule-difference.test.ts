import { describe, expect, it } from "vitest";
import type { OverlayRule } from "./facts.ts";
import { differingFields, type KeptRule } from "./overlay-rule-difference.ts";

const KEPT: KeptRule = {
  name: "customers",
  mtuBytes: 1400,
  listenPort: 4789,
  listenAddress: null,
  arpFilePath: "/opt/custom/networking/customers_overlay.json",
};
const HELD: OverlayRule = {
  ...KEPT,
  text: "",
  encapsulation: "vxlan",
  search: "files",
  listenAddress: "10.0.0.1",
  problems: [],
};

describe("differingFields", () => {
  it("finds no difference between nodes that listen on addresses of their own", () => {
    expect(differingFields(KEPT, HELD)).toEqual([]);
    expect(differingFields(KEPT, { ...HELD, listenAddress: "10.0.0.2" })).toEqual([]);
  });

  it.each([
    { field: "listenPort", held: { listenPort: 4790 } },
    { field: "mtuBytes", held: { mtuBytes: 1300 } },
    { field: "listenAddress", held: { listenAddress: "0.0.0.0" } },
    { field: "arpFilePath", held: { arpFilePath: null } },
  ])("tells a differing $field", ({ field, held }) => {
    expect(differingFields(KEPT, { ...HELD, ...held })).toEqual([field]);
  });
});
