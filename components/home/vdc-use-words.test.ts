import { describe, expect, it } from "vitest";
import { freeVxlanCount, vdcUseWords } from "./vdc-use-words.ts";

const USE = {
  networkCount: 3,
  networkCountMax: null,
  isRestricted: true,
  delegatedVxlanCount: 16_777_000,
  takenVxlanCount: 7,
};

describe("vdcUseWords", () => {
  it("tells what is free of what was delegated", () => {
    expect(vdcUseWords(USE)).toBe("3 networks, 16,776,993 of 16,777,000 VXLAN ids free");
  });

  it("names the limit of networks where there is one", () => {
    expect(vdcUseWords({ ...USE, networkCountMax: 10 })).toMatch(/^3 of 10 networks/);
  });

  it("gives no number to a vDC that may use any free id", () => {
    expect(freeVxlanCount({ ...USE, isRestricted: false })).toBeNull();
    expect(vdcUseWords({ ...USE, isRestricted: false })).toBe("3 networks, any free VXLAN id");
  });

  it("never calls less than nothing free", () => {
    expect(freeVxlanCount({ ...USE, delegatedVxlanCount: 2 })).toBe(0);
  });
});
