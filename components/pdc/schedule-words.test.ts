import { describe, expect, it } from "vitest";
import { minuteOfDay, scheduleWords, timeOfDay } from "./schedule-words.ts";

describe("times of day", () => {
  it.each([
    { minute: 0, text: "00:00" },
    { minute: 61, text: "01:01" },
    { minute: 1439, text: "23:59" },
  ])("tells minute $minute as $text and reads it back", ({ minute, text }) => {
    expect(timeOfDay(minute)).toBe(text);
    expect(minuteOfDay(text)).toBe(minute);
  });

  it.each(["24:00", "12:60", "noon", "", "1:2"])("does not take %j for a time", (text) => {
    expect(minuteOfDay(text)).toBeNull();
  });
});

describe("scheduleWords", () => {
  it("says only what the PDC has of its own", () => {
    expect(
      scheduleWords({
        refreshIntervalSeconds: 3600,
        refreshesAtOnceMax: 4,
        quietHours: { fromMinute: 1320, untilMinute: 360 },
      }),
    ).toBe("every 1 hour, 4 at once, quiet 22:00–06:00 UTC");
    expect(
      scheduleWords({ refreshIntervalSeconds: null, refreshesAtOnceMax: null, quietHours: null }),
    ).toBeNull();
  });
});
