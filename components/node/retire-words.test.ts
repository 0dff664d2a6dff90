import { describe, expect, it } from "vitest";
import { carriedSentences, leftWords, type Preview } from "./retire-words.ts";

const NOTHING: Preview = {
  ...{ factsObservedAt: null, vmCount: 0, vmNames: [], networks: [], linkCount: 0 },
  ...{ linkedPdcs: [], leftBehind: [] },
};

describe("carriedSentences", () => {
  it("says nothing of a node that carries nothing", () => {
    expect(carriedSentences(NOTHING)).toEqual([]);
  });

  it("names VMs, the networks and vDCs they use, what only this node carries, and links", () => {
    const network = (name: string, isOnlyHere: boolean) => ({
      ...{ id: name, name, vdcId: "v", vdcName: "red", isOnlyHere },
    });
    expect(
      carriedSentences({
        ...NOTHING,
        vmCount: 12,
        vmNames: ["a", "b"],
        networks: [network("web", true), network("db", false)],
        linkCount: 1,
        linkedPdcs: [{ pdcLabel: "bru-1", linkCount: 1 }],
      }),
    ).toEqual([
      "12 VMs run on it: a, b, 10 more.",
      "They use 2 networks of 1 vDC (red).",
      "No other node has VMs on web of red.",
      "It has 1 link: 1 to bru-1.",
    ]);
  });
});

it("says what one node holds for the one that goes", () => {
  const left = {
    nodeId: "n",
    hostname: "cn1",
    arpEntryCount: 1,
    presharedKeyCount: 2,
    ikeRuleCount: 0,
    policyCount: 1,
  };
  expect(leftWords(left)).toBe("1 ARP entry, 2 pre-shared keys, 1 IPsec policy");
});
