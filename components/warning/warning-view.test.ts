import { describe, expect, it } from "vitest";
import { warningFilterOf, warningHref } from "./warning-view.ts";

const of = (query: string) => warningFilterOf((param) => new URLSearchParams(query).get(param));

describe("warningFilterOf", () => {
  it("shows what is open when the address says nothing", () => {
    expect(of("")).toEqual({ state: "open" });
  });

  it("reads every filter of the address", () => {
    const nodeId = "00000000-0000-4000-8000-00000000000a";
    expect(of(`state=all&severity=critical&code=arp-drift&pdc=a+b&node=${nodeId}`)).toEqual({
      state: "all",
      severity: "critical",
      code: "arp-drift",
      pdcName: "a b",
      nodeId,
    });
  });

  it("leaves out what is no filter", () => {
    expect(of("state=nonsense&severity=&code=toString&node=1&pdc=x")).toEqual({
      state: "open",
      pdcName: "x",
    });
  });
});

describe("warningHref", () => {
  it("keeps the filters", () => {
    expect(warningHref("?state=all&warning=1", "2")).toBe("/warnings?state=all&warning=2");
  });
});
