import { describe, expect, it } from "vitest";
import { draftOf, emptyValues } from "./form-values.ts";
import { shownViolations } from "./shown-violations.ts";

const VALUES = { ...emptyValues({ overlayRuleName: "customers" }), name: "web", subnet: "10.0.0.0/24" };
const QUIET = { values: VALUES, settled: VALUES, dirtyFields: {}, isSubmitted: false, answers: [] };

describe("what the form says while it is filled in", () => {
  it("nothing about fields nobody has touched", () => {
    const values = { ...VALUES, name: "", subnet: "" };
    expect([...shownViolations({ ...QUIET, values, settled: values })]).toEqual([]);
  });

  it("everything at once when it is sent", () => {
    const values = { ...VALUES, name: "", subnet: "" };
    const shown = shownViolations({ ...QUIET, values, settled: VALUES, isSubmitted: true });
    expect([...shown.keys()]).toEqual(["name", "subnet"]);
  });

  it("nothing in the middle of a word, and nothing once it is mended", () => {
    const short = { ...VALUES, name: "we" };
    const dirtyFields = { name: true };
    expect(shownViolations({ ...QUIET, values: short, dirtyFields }).size).toBe(0);
    expect(shownViolations({ ...QUIET, values: short, settled: short, dirtyFields }).size).toBe(1);
    expect(shownViolations({ ...QUIET, settled: short, dirtyFields }).size).toBe(0);
  });

  it("the server's words as long as what they are about is unchanged", () => {
    const violations = [{ field: "vxlanId", message: "VXLAN 9999 is outside what this vDC was delegated." }];
    const values = { ...VALUES, vxlanId: "9999" };
    const answers = [{ draft: draftOf(values), violations }];
    const input = { ...QUIET, values, settled: values, dirtyFields: { vxlanId: true }, answers };
    expect(shownViolations(input).get("vxlanId")).toBe(violations[0]?.message);
    expect(shownViolations({ ...input, values: { ...values, name: "other" } }).size).toBe(1);
    expect(shownViolations({ ...input, values: { ...values, vxlanId: "999" } }).size).toBe(0);
    expect(shownViolations({ ...input, values: { ...values, overlayRuleName: "storage" } }).size).toBe(0);
  });

  it("at once what no typing can mend", () => {
    const answers = [
      {
        draft: draftOf(VALUES),
        violations: [
          { field: "", message: "This vDC may have at most 3 networks." },
          { field: "vxlanId", message: "No VXLAN id is free in what this vDC was delegated." },
        ],
      },
    ];
    expect([...shownViolations({ ...QUIET, answers }).keys()]).toEqual(["", "vxlanId"]);
  });
});
