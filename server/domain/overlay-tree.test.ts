import { describe, expect, it } from "vitest";
import { type FactParts, mergeFacts, type Overlay, type OverlayRule, type VmVnic } from "./facts.ts";
import { overlayTree } from "./overlay-tree.ts";

const rule = (name: string): OverlayRule => ({
  name,
  text: "",
  encapsulation: "vxlan",
  search: "files",
  listenAddress: "0.0.0.0",
  listenPort: 4789,
  arpFilePath: null,
  mtuBytes: 1400,
  problems: [],
});
const overlay = (overlayRuleName: string | null, name: string, vxlanId: number): Overlay => ({
  name,
  overlayRuleName,
  vxlanId,
  status: "online",
  statusDetail: null,
  listenAddress: null,
  listenPort: 4789,
  mtuBytes: 1400,
  arpFilePath: null,
});
const vmVnic = (overlayRuleName: string | null, vxlanId: number | null): VmVnic => ({
  vmUuid: "00000000-0000-0000-0000-000000000001",
  vmAlias: "web",
  interfaceName: "net0",
  macAddress: "02:08:20:00:00:01",
  nicTag: overlayRuleName === null ? "external" : `${overlayRuleName}/${vxlanId}`,
  overlayRuleName,
  vxlanId,
  vlanId: 0,
  addresses: [],
  isDhcp: false,
  mtuBytes: null,
});
const treeOf = (parts: Partial<FactParts>) => overlayTree(mergeFacts(null, parts, new Date(0)));

describe("overlayTree", () => {
  it("keeps a rule that has no overlay yet", () => {
    expect(treeOf({ overlayRules: [rule("customers")] })).toEqual([
      { ruleName: "customers", rule: rule("customers"), overlays: [] },
    ]);
  });

  it("puts a VM's vNIC on the overlay its NIC tag names", () => {
    const vnic = vmVnic("customers", 123);
    const [branch] = treeOf({
      overlayRules: [rule("customers")],
      overlays: [overlay("customers", "customers123", 123)],
      vmVnics: [vnic, vmVnic(null, null)],
    });
    expect(branch?.overlays).toMatchObject([{ name: "customers123", vmVnics: [vnic] }]);
  });

  it("shows an overlay that VMs want although it does not run", () => {
    const [branch] = treeOf({ vmVnics: [vmVnic("customers", 7)] });
    expect(branch).toMatchObject({ ruleName: "customers", rule: null });
    expect(branch?.overlays).toMatchObject([{ name: "customers7", live: null }]);
  });

  it("keeps overlays without a known rule apart and last, with their vNICs", () => {
    const tree = treeOf({
      overlayRules: [rule("zebra")],
      overlays: [overlay(null, "gone9", 9)],
      vmVnics: [vmVnic("gone", 9)],
    });
    expect(tree.map(({ ruleName }) => ruleName)).toEqual(["zebra", null]);
    expect(tree[1]?.overlays[0]?.vmVnics).toHaveLength(1);
  });

  it("is empty for a node that has told nothing", () => {
    expect(treeOf({})).toEqual([]);
  });
});
