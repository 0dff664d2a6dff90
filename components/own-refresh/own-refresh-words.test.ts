import { expect, it } from "vitest";
import { ownRefreshWords, waitWords } from "./own-refresh-words.ts";

const NOW = new Date("2026-11-23T12:00:00Z");

it.each([
  [{ placeCount: 1, refreshingCount: 0, notReadCount: 0 }, "This network has VMs in 1 place."],
  [
    { placeCount: 3, refreshingCount: 2, notReadCount: 1 },
    "Reading 2 of the 3 places with VMs on this network…",
  ],
  [
    { placeCount: 3, refreshingCount: 0, notReadCount: 1 },
    "This network has VMs in 3 places; 1 of them could not be read the last time, so what is known of it may be older.",
  ],
])("says of %j: %s", (places, words) => {
  expect(ownRefreshWords(places)).toBe(words);
});

it.each([
  [null, null],
  [-1, null],
  [12, "Again in 12 s"],
  [600, "Again in 10 min"],
])("says of an order that may be given in %s s: %s", (seconds, words) => {
  expect(waitWords(seconds === null ? null : new Date(NOW.getTime() + seconds * 1000), NOW)).toBe(words);
});
