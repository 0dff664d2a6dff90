import { describe, expect, it } from "vitest";
import { jumpHostState, keyToAnswer } from "./jump-host-words.ts";

const fresh = {
  isConfirmed: false,
  hostKeyFingerprint: null,
  hostKeyOfferedFingerprint: null,
  lastCheckedAt: null,
  lastCheckDetail: null,
};

describe("the state of a jump host", () => {
  it.each([
    { change: {}, word: "Key not confirmed", key: null },
    { change: { hostKeyFingerprint: "a" }, word: "Key not confirmed", key: "a" },
    { change: { hostKeyFingerprint: "a", isConfirmed: true }, word: "Not checked", key: null },
    {
      change: { hostKeyFingerprint: "a", isConfirmed: true, lastCheckedAt: new Date() },
      word: "In use",
      key: null,
    },
    {
      change: {
        hostKeyFingerprint: "a",
        isConfirmed: true,
        lastCheckedAt: new Date(),
        lastCheckDetail: "No.",
      },
      word: "Check failed",
      key: null,
    },
    {
      change: { hostKeyFingerprint: "a", isConfirmed: true, hostKeyOfferedFingerprint: "b" },
      word: "Another key",
      key: "b",
    },
  ])("is “$word”, with $key to compare", ({ change, word, key }) => {
    const jumpHost = { ...fresh, ...change };
    expect(jumpHostState(jumpHost).word).toBe(word);
    expect(keyToAnswer(jumpHost)).toBe(key);
  });
});
