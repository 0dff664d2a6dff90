import { describe, expect, it } from "vitest";
import { hostnameWords, pathWords, placeWords, unknownPairWords } from "./reach-words.ts";

it.each([
  { nodeCount: 1, carryingCount: 1, words: "its 1 node" },
  { nodeCount: 3, carryingCount: 3, words: "all 3 nodes" },
  { nodeCount: 3, carryingCount: 2, words: "2 of 3 nodes" },
  { nodeCount: 1, carryingCount: 0, words: "none of 1 node" },
])("says “$words”", ({ words, ...place }) => {
  expect(placeWords(place)).toBe(words);
});

it("names as many nodes as it was told and counts the others", () => {
  expect(hostnameWords(["cn1", "cn2"], 2)).toBe("cn1, cn2");
  expect(hostnameWords(["cn1"], 4)).toBe("cn1 and 3 more");
});

it("tells a path by its places", () => {
  expect(pathWords({ kind: "adminLink", pdcNames: ["bru-1", "bru-1"] })).toBe("inside bru-1, plain VXLAN");
  expect(pathWords({ kind: "ipsecLink", pdcNames: ["bru-1", "prg-1"] })).toBe("bru-1 – prg-1, IPsec");
});

describe("unknownPairWords", () => {
  const places = [
    { pdcName: "bru-1", carryingCount: 2 },
    { pdcName: "prg-1", carryingCount: 1 },
  ];
  const inside = { kind: "adminLink" as const, pdcNames: ["bru-1", "bru-1"] as [string, string] };
  const between = { kind: "ipsecLink" as const, pdcNames: ["bru-1", "prg-1"] as [string, string] };

  it("is silent when every path is known, and on a NIC tag", () => {
    expect(unknownPairWords({ places, paths: [inside, between] }, "customers")).toBeNull();
    expect(unknownPairWords({ places, paths: [] }, null)).toBeNull();
  });

  it("names the one path nobody knows of, and counts several", () => {
    expect(unknownPairWords({ places, paths: [inside] }, "customers")).toBe(
      "What paths between bru-1 and prg-1 allow is not known.",
    );
    expect(unknownPairWords({ places, paths: [between] }, "customers")).toBe(
      "What paths inside bru-1 allow is not known.",
    );
    expect(unknownPairWords({ places, paths: [] }, "customers")).toBe(
      "What 2 of the paths allow is not known.",
    );
  });
});
