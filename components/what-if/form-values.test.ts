import { describe, expect, it } from "vitest";
import { Scenario } from "#server/domain/what-if/scenario.ts";
import { kindOf, NAMELESS, readForm, valuesAbout } from "./form-values.ts";

describe("readForm", () => {
  it("names the fields that are missing, in the words of the form", () => {
    const { problems } = readForm("rename-pdc", valuesAbout("rename-pdc", []));
    expect(problems && [...problems]).toEqual([
      ["from", "Choose a PDC."],
      ["to", "Write the name of a PDC."],
    ]);
    expect(
      readForm("declare-path", valuesAbout("declare-path", ["bru-1"])).problems?.has("otherPdcName"),
    ).toBe(true);
  });

  it("takes the nodes without a name as a PDC of their own", () => {
    const values = { ...valuesAbout("rename-pdc", [NAMELESS]), to: " new-1 " };
    expect(readForm("rename-pdc", values).change).toEqual({ kind: "rename-pdc", from: "", to: "new-1" });
  });

  it("leaves out what is not typed, and refuses what is no number", () => {
    const values = { ...valuesAbout("change-rule", ["customers"]), mtuBytes: "1400" };
    const { change } = readForm("change-rule", values);
    expect(change).toEqual({
      kind: "change-rule",
      ruleName: "customers",
      nodeIds: null,
      mtuBytes: 1400,
      port: null,
      listenAddress: null,
    });
    expect(Scenario.safeParse([change]).success).toBe(true);
    expect(readForm("change-rule", { ...values, port: "many" }).problems?.get("port")).toMatch(
      /whole number/,
    );
  });

  it("opens no form for a kind that does not exist", () => {
    expect([kindOf("rename-pdc"), kindOf("burn-node"), kindOf("toString")]).toEqual([
      "rename-pdc",
      null,
      null,
    ]);
  });
});
