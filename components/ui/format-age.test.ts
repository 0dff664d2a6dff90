import { describe, expect, it } from "vitest";
import { formatAge, formatInstant } from "./format-age.ts";

const now = new Date("2026-11-22T12:00:00Z");
const secondsBefore = (seconds: number) => new Date(now.getTime() - seconds * 1000);

describe("formatAge", () => {
  it.each([
    { seconds: 0, text: "just now" },
    { seconds: 9, text: "just now" },
    { seconds: 10, text: "10 sec ago" },
    { seconds: 59, text: "59 sec ago" },
    { seconds: 60, text: "1 min ago" },
    { seconds: 179, text: "2 min ago" },
    { seconds: 3600, text: "1 hr ago" },
    { seconds: 86_399, text: "23 hr ago" },
    { seconds: 86_400, text: "1 day ago" },
    { seconds: 86_400 * 45, text: "1 mo ago" },
    { seconds: 86_400 * 800, text: "2 yr ago" },
    { seconds: -180, text: "in 3 min" },
  ])("calls $seconds seconds $text", ({ seconds, text }) => {
    expect(formatAge(secondsBefore(seconds), now)).toBe(text);
  });
});

describe("formatInstant", () => {
  it("names the exact time and its zone", () => {
    expect(formatInstant(new Date("2026-11-22T23:06:44Z"))).toBe("22 Nov 2026, 23:06:44 UTC");
  });
});
