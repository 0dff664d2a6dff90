import { describe, expect, it } from "vitest";
import { isClockOff, parseNodeClock } from "./node-clock.ts";

const asked = { from: new Date("2026-11-22T12:00:00.400Z"), until: new Date("2026-11-22T12:00:07.200Z") };
const shown = (time: string) => `${Date.parse(time) / 1000}\n`;

describe("parseNodeClock", () => {
  it.each([
    { time: "2026-11-22T12:00:00Z", secondsAhead: 0, what: "when it was asked" },
    { time: "2026-11-22T12:00:05Z", secondsAhead: 0, what: "while it answered" },
    { time: "2026-11-22T15:00:08Z", secondsAhead: 10_800, what: "three hours ahead" },
    { time: "2026-11-22T09:00:00Z", secondsAhead: -10_800, what: "three hours behind" },
  ])("tells $secondsAhead s for a clock that showed the time $what", ({ time, secondsAhead }) => {
    expect(parseNodeClock(shown(time), asked)).toEqual({ isParsed: true, value: { secondsAhead } });
  });

  it("does not read what is no time", () => {
    expect(parseNodeClock("Mon Nov 23\n", asked)).toMatchObject({ isParsed: false });
  });
});

it("counts a clock as wrong when it is off by more than a minute, either way", () => {
  const isOff = (secondsAhead: number) => isClockOff({ secondsAhead });
  expect([0, 60, -60, 61, -61].map(isOff)).toEqual([false, false, false, true, true]);
});
