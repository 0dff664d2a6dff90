import { describe, expect, it } from "vitest";
import type { Answer } from "./use-what-if.ts";
import {
  encryptionTitle,
  mergedSentences,
  mtuSideWords,
  placeTitle,
  stepsText,
  verdictOf,
} from "./what-if-words.ts";

const none = { linkCount: 0, places: [], placeCount: 0 };
const answer = (change: object = {}): Answer =>
  ({
    encryption: { lost: none, exposed: none, unproved: none, gained: none },
    merged: [],
    isDifferent: true,
    ...change,
  }) as unknown as Answer; // Only what the first line looks at.

describe("the first line of the answer", () => {
  it.each([
    { what: "no difference", given: answer({ isDifferent: false }), tone: "none", title: "No difference." },
    { what: "nothing lost", given: answer(), tone: "good", title: "No link loses encryption." },
    {
      what: "one lost",
      given: answer({ encryption: { ...answer().encryption, lost: { ...none, linkCount: 1 } } }),
      tone: "bad",
      title: "1 link loses encryption.",
    },
    {
      what: "lost and exposed",
      given: answer({
        encryption: {
          ...answer().encryption,
          lost: { ...none, linkCount: 1200 },
          exposed: { ...none, linkCount: 1 },
        },
      }),
      tone: "bad",
      title: "1,200 links lose encryption, and 1 link goes in clear text between places.",
    },
    {
      what: "links that break",
      given: answer({
        merged: [{ pdcLabel: "b", from: ["a", "b"], reach: { reached: 0, cut: 2, unknown: 0 } }],
      }),
      tone: "bad",
      title: "2 pairs of nodes break.",
    },
  ])("says $what", ({ given, tone, title }) => {
    expect(verdictOf(given)).toEqual({ tone, title });
  });
});

describe("what is said of places", () => {
  it("names where links are and where they would be, once where that is the same", () => {
    const place = { id: "", linkCount: 1, examples: [] };
    expect(placeTitle({ ...place, before: ["a", "b"], after: ["b", "b"] })).toBe("a – b → inside b");
    expect(placeTitle({ ...place, before: ["a", "b"], after: ["a", "b"] })).toBe("a – b");
    expect(placeTitle({ ...place, before: null, after: ["a", "a"] })).toBe("Inside a");
  });

  it("says of merged places both what breaks and what nobody knows", () => {
    const told = mergedSentences({
      pdcLabel: "b",
      from: ["a", "b"],
      reach: { reached: 1, cut: 2, unknown: 3 },
    });
    expect(told.map(({ isBad }) => isBad)).toEqual([true, true, false]);
    expect(told[0]?.text).toContain("2 pairs break");
  });

  it("claims nothing of an MTU that is not known", () => {
    const side = {
      effectiveBytesMin: null,
      effectiveBytesMax: null,
      wantedBytesMax: null,
      fragmentingCount: 0,
      unknownCount: 3,
    };
    expect(mtuSideWords(side)).toEqual({ carries: "not known", verdict: "", isBad: false });
  });

  it("says of an MTU how many bytes cross whole, and what becomes of a full packet", () => {
    const side = {
      effectiveBytesMin: 1388,
      effectiveBytesMax: 1392,
      wantedBytesMax: 1400,
      fragmentingCount: 1,
      unknownCount: 0,
    };
    expect(mtuSideWords(side)).toEqual({
      carries: "1388–1392 bytes",
      verdict: "1400 in fragments on 1 link",
      isBad: true,
    });
  });

  it.each([
    { kind: "lost", one: "1 link loses encryption", two: "2 links lose encryption" },
    {
      kind: "exposed",
      one: "1 link goes in clear text between places",
      two: "2 links go in clear text between places",
    },
    {
      kind: "unproved",
      one: "1 link is no longer proved encrypted",
      two: "2 links are no longer proved encrypted",
    },
    { kind: "gained", one: "1 link gains encryption", two: "2 links gain encryption" },
  ] as const)("counts links in the right number: $kind", ({ kind, one, two }) => {
    expect(encryptionTitle(kind, 1)).toBe(one);
    expect(encryptionTitle(kind, 2)).toBe(two);
  });

  it("writes the steps as a checklist with every node", () => {
    const text = stepsText(
      [{ sentence: "Do it.", hostnames: ["cn1", "cn2"], isDoneHere: false, href: null }],
      ["A is tried"],
    );
    expect(text).toBe("What is planned: A is tried.\n\n1. [ ] Do it.\n   On: cn1, cn2");
  });
});
