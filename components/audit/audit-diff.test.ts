import { describe, expect, it } from "vitest";
import { auditDiff, changedFields } from "./audit-diff.ts";

describe("auditDiff", () => {
  it("puts what changed first, before above after", () => {
    expect(auditDiff({ name: "web", mtuBytes: 1400 }, { name: "web", mtuBytes: 1392 })).toEqual([
      { kind: "removed", text: "mtuBytes: 1400" },
      { kind: "added", text: "mtuBytes: 1392" },
      { kind: "same", text: "name: web" },
    ]);
  });

  it("shows a creation as added and a removal as removed", () => {
    expect(auditDiff(null, { role: "viewer" })).toEqual([{ kind: "added", text: "role: viewer" }]);
    expect(auditDiff({ role: "viewer" }, null)).toEqual([{ kind: "removed", text: "role: viewer" }]);
  });

  it("compares lists and objects by their content", () => {
    expect(changedFields({ ids: [1, 2] }, { ids: [1, 2] })).toEqual([]);
    expect(changedFields({ ids: [1, 2] }, { ids: [1, 3] })).toEqual(["ids"]);
  });

  it("takes any value there may be", () => {
    expect(auditDiff("a", ["b"])).toEqual([
      { kind: "removed", text: '"a"' },
      { kind: "added", text: '["b"]' },
    ]);
    expect(auditDiff(null, undefined)).toEqual([]);
  });
});
