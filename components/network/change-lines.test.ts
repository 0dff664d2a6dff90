import { describe, expect, it } from "vitest";
import { changeLines } from "./change-lines.ts";

const WEB = { name: "web", vxlanId: 100, vlanId: 0, gateway: null, resolvers: [], isVxlanShared: false };

describe("changeLines", () => {
  it("tells only what differs, before and after", () => {
    const after = { ...WEB, vlanId: 10, gateway: "10.0.0.1", isVxlanShared: true };
    expect(changeLines(WEB, after)).toEqual([
      { kind: "removed", text: "VLAN ID: 0" },
      { kind: "added", text: "VLAN ID: 10" },
      { kind: "added", text: "Gateway: 10.0.0.1" },
    ]);
  });

  it("tells everything of a network that is new", () => {
    expect(changeLines(null, WEB).map(({ text }) => text)).toEqual([
      "Name: web",
      "VXLAN ID: 100",
      "VLAN ID: 0",
    ]);
  });

  it("takes whatever was kept, however odd", () => {
    expect(changeLines("nonsense", 7)).toEqual([]);
  });
});
