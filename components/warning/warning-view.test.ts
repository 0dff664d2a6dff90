import { describe, expect, it } from "vitest";
import { isUnfiltered, warningFilterOf, warningHref, warningOrderOf, warningsHref } from "./warning-view.ts";

const of = (query: string) => warningFilterOf((param) => new URLSearchParams(query).get(param));
const OPEN = { state: "open", effects: "folded" } as const;
const ID = "00000000-0000-4000-8000-00000000000a";

describe("warningFilterOf", () => {
  it("shows what is open when the address says nothing", () => {
    expect(of("")).toEqual(OPEN);
    expect(isUnfiltered(of(""))).toBe(true);
  });

  it("reads every filter of the address", () => {
    const query = `state=all&effects=listed&severity=critical&code=arp-drift&pdc=a+b&node=${ID}&vdc=${ID}&assignee=me&cause=${ID}&q=x`;
    expect(of(query)).toEqual({
      state: "all",
      effects: "listed",
      severity: "critical",
      code: "arp-drift",
      pdcName: "a b",
      nodeId: ID,
      vdcId: ID,
      assignee: "me",
      rootCauseId: ID,
      text: "x",
    });
    expect(isUnfiltered(of(query))).toBe(false);
  });

  it("leaves out what is no filter", () => {
    expect(of("state=nonsense&severity=&code=toString&node=1&assignee=all&pdc=x")).toEqual({
      ...OPEN,
      pdcName: "x",
    });
  });
});

describe("warningsHref", () => {
  it.each([
    "/warnings?state=open",
    "/warnings?state=all&severity=critical&pdc=a%26b",
    `/warnings?state=open&effects=listed&assignee=nobody&cause=${ID}`,
  ])("is read back as written: %s", (href) => {
    expect(warningsHref(of(href.slice(href.indexOf("?"))))).toBe(href);
  });
});

describe("warningHref", () => {
  it("keeps the filters", () => {
    expect(warningHref("?state=all&warning=1", "2")).toBe("/warnings?state=all&warning=2");
  });
});

describe("warningOrderOf", () => {
  it.each([
    { text: "", order: { sort: "urgency", isReversed: false } },
    { text: "nonsense", order: { sort: "urgency", isReversed: false } },
    { text: "-severity", order: { sort: "urgency", isReversed: true } },
    { text: "openedAt", order: { sort: "openedAt", isReversed: true } },
    { text: "-changedAt", order: { sort: "changedAt", isReversed: false } },
  ])("reads $text", ({ text, order }) => {
    expect(warningOrderOf(text)).toEqual(order);
  });
});
