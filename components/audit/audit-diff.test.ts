import { describe, expect, it } from "vitest";
import { auditDiff, changedFields, changedLines } from "./audit-diff.ts";

describe("auditDiff", () => {
  it("puts what changed first, before above after, in the words of the screen", () => {
    expect(auditDiff({ name: "web", mtuBytes: 1400 }, { name: "web", mtuBytes: 1392 })).toEqual([
      { kind: "removed", text: "MTU: 1400" },
      { kind: "added", text: "MTU: 1392" },
      { kind: "same", text: "Name: web" },
    ]);
  });

  it("shows a creation as added and a removal as removed", () => {
    expect(auditDiff(null, { role: "viewer" })).toEqual([{ kind: "added", text: "Role: viewer" }]);
    expect(auditDiff({ role: "viewer" }, null)).toEqual([{ kind: "removed", text: "Role: viewer" }]);
  });

  it("compares lists and objects by their content", () => {
    expect(changedFields({ ids: [1, 2] }, { ids: [1, 2] })).toEqual([]);
    expect(changedFields({ ids: [1, 2] }, { ids: [1, 3] })).toEqual(["Ids"]);
  });

  it("tells listed addresses range by range", () => {
    const rows = [
      { range: "10.0.0.5–10.0.0.7", usage: "server", note: "" },
      { range: "10.0.0.9", usage: "other", note: "printer" },
    ];
    expect(changedLines(null, { addresses: rows }).map(({ text }) => text)).toEqual([
      "Listed: 10.0.0.5–10.0.0.7, for servers",
      "Listed: 10.0.0.9, reserved, printer",
    ]);
  });

  it("takes any value there may be", () => {
    expect(auditDiff("a", ["b"])).toEqual([
      { kind: "removed", text: "a" },
      { kind: "added", text: "b" },
    ]);
    expect(auditDiff(null, undefined)).toEqual([]);
  });
});

describe("changedLines", () => {
  it("tells a delegation row by row, and only the rows that differ", () => {
    const row = (vxlanIds: string, sharedVlanIds: string | null = null) => ({
      overlayRuleNames: ["customers"],
      vxlanIds,
      sharedVlanIds,
    });
    expect(
      changedLines(
        { isRestricted: true, networkCountMax: null, vxlanDelegations: [row("100-199"), row("300")] },
        {
          isRestricted: true,
          networkCountMax: 5,
          vxlanDelegations: [
            row("100-199"),
            row("300", "10-19"),
            { overlayRuleNames: null, vxlanIds: "7", sharedVlanIds: null },
          ],
        },
      ).map(({ kind, text }) => `${kind} ${text}`),
    ).toEqual([
      "removed Limit of networks: none",
      "added Limit of networks: 5",
      "removed VXLAN ids: 300 on customers",
      "added VXLAN ids: 300 on customers, shared, with VLANs 10-19",
      "added VXLAN ids: 7 on all user rules",
    ]);
  });

  it("never shows JSON, however deep a value is", () => {
    const lines = changedLines(null, { networks: [{ name: "web", ids: [1, 2] }], isOn: false, note: "" });
    expect(lines.map(({ text }) => text)).toEqual([
      "Networks: Name web; Ids 1, 2",
      "Is on: no",
      "Note: none",
    ]);
  });
});
