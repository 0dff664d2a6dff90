import { describe, expect, it } from "vitest";
import { pdcOfJumpHost } from "./jump-host.ts";

const NOTHING = { jumpHostPdcName: null, reportedPdcName: null, reachedThroughPdcName: null };
const all = () => true;

describe("the jump host of a node", () => {
  it.each([
    { node: {}, has: all, pdcName: null, why: "nobody said or told anything" },
    { node: { reportedPdcName: "east" }, has: all, pdcName: "east", why: "the node reports its PDC" },
    {
      node: { jumpHostPdcName: "west", reportedPdcName: "east" },
      has: all,
      pdcName: "west",
      why: "an operator's word comes before the node's",
    },
    {
      node: { reportedPdcName: "new", reachedThroughPdcName: "east" },
      has: (name: string) => name !== "new",
      pdcName: "east",
      why: "the PDC it reports now has none",
    },
    {
      node: { reportedPdcName: "east", reachedThroughPdcName: "east" },
      has: () => false,
      pdcName: null,
      why: "there are none",
    },
  ])("is that of $pdcName where $why", ({ node, has, pdcName }) => {
    expect(pdcOfJumpHost({ ...NOTHING, ...node }, has)).toBe(pdcName);
  });
});
