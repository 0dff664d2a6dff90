import { describe, expect, it } from "vitest";
import { fingerprintsIn, keyStanding } from "./key-standing.ts";

const [A, B] = ["a", "b"].map((letter) => `SHA256:${letter.repeat(43)}`);

describe("fingerprintsIn", () => {
  it("finds them in what ssh-keygen prints, and nothing longer or shorter", () => {
    expect([...fingerprintsIn(`256 ${A} root@cn1 (ED25519)\n${B}x\nSHA256:short`)]).toEqual([A]);
  });
});

describe("keyStanding", () => {
  it.each([
    { shown: null, expected: A ?? null, known: "", standing: "not-shown" },
    { shown: A ?? null, expected: A ?? null, known: "", standing: "same" },
    { shown: A ?? null, expected: B ?? null, known: A ?? "", standing: "other" },
    { shown: A ?? null, expected: null, known: A ?? "", standing: "same" },
    { shown: A ?? null, expected: null, known: B ?? "", standing: "not-compared" },
  ])("calls $shown, expected $expected, $standing", ({ shown, expected, known, standing }) => {
    const node = { hostKeyFingerprint: shown, expectedFingerprint: expected };
    expect(keyStanding(node, fingerprintsIn(known))).toBe(standing);
  });
});
