import { expect, it } from "vitest";
import { causeAt } from "./warning-review.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 12, minute));
const HISTORY = [
  { kind: "changed", at: at(9), note: "It lacks three." },
  { kind: "commented", at: at(8), note: "The disk has come." },
  { kind: "acknowledged", at: at(7), note: "Known." },
  { kind: "changed", at: at(5), note: "It lacks two." },
  { kind: "opened", at: at(1), note: "It lacks one." },
];

it.each([
  { when: "before it changed", instant: at(4), cause: "It lacks one." },
  { when: "at the moment it changed", instant: at(5), cause: "It lacks two." },
  { when: "while people talked", instant: at(8), cause: "It lacks two." },
  { when: "last", instant: at(20), cause: "It lacks three." },
  { when: "before anything is kept", instant: at(0), cause: null },
  { when: "never", instant: null, cause: null },
])("tells what a warning said $when", ({ instant, cause }) => {
  expect(causeAt(HISTORY, instant)).toBe(cause);
});
