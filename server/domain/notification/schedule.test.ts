import { describe, expect, it } from "vitest";
import { Schedule, tellAt } from "./schedule.ts";

const AT_ONCE: Schedule = {
  mode: "at-once",
  dailyAtMinute: 480,
  timeZone: "Europe/Prague",
  quiet: null,
  criticalBreaksThrough: false,
};
const NIGHT = { fromMinute: 22 * 60, untilMinute: 7 * 60 };
const NOON = { fromMinute: 12 * 60, untilMinute: 13 * 60 };

function told(schedule: Partial<Schedule>, noticedAt: string, hasCritical = false, now = noticedAt): string {
  const at = { noticedAt: new Date(noticedAt), hasCritical };
  return tellAt({ ...AT_ONCE, ...schedule }, at, new Date(now)).toISOString();
}

describe("tellAt", () => {
  it.each([
    {
      when: "no quiet hours",
      schedule: {},
      noticedAt: "2026-01-10T02:00:00Z",
      at: "2026-01-10T02:00:00.000Z",
    },
    {
      when: "before quiet hours over midnight",
      schedule: { quiet: NIGHT },
      noticedAt: "2026-01-10T20:59:59Z",
      at: "2026-01-10T20:59:59.000Z",
    },
    {
      when: "at their beginning",
      schedule: { quiet: NIGHT },
      noticedAt: "2026-01-10T21:00:00Z",
      at: "2026-01-11T06:00:00.000Z",
    },
    {
      when: "after midnight",
      schedule: { quiet: NIGHT },
      noticedAt: "2026-01-11T01:23:45Z",
      at: "2026-01-11T06:00:00.000Z",
    },
    {
      when: "at their end",
      schedule: { quiet: NIGHT },
      noticedAt: "2026-01-11T06:00:00Z",
      at: "2026-01-11T06:00:00.000Z",
    },
    {
      when: "quiet hours at noon",
      schedule: { quiet: NOON },
      noticedAt: "2026-01-11T11:30:00Z",
      at: "2026-01-11T12:00:00.000Z",
    },
    {
      when: "the night before summer time",
      schedule: { quiet: NIGHT },
      noticedAt: "2026-03-28T22:00:00Z",
      at: "2026-03-29T05:00:00.000Z",
    },
    {
      when: "the night before winter time",
      schedule: { quiet: NIGHT },
      noticedAt: "2026-10-24T21:00:00Z",
      at: "2026-10-25T06:00:00.000Z",
    },
    {
      when: "an end that the clock jumps over",
      schedule: { quiet: { fromMinute: 0, untilMinute: 150 } },
      noticedAt: "2026-03-29T00:10:00Z",
      at: "2026-03-29T01:00:00.000Z",
    },
    {
      when: "a zone a quarter of an hour off",
      schedule: { quiet: NIGHT, timeZone: "Asia/Kathmandu" },
      noticedAt: "2026-01-10T20:00:00Z",
      at: "2026-01-11T01:15:00.000Z",
    },
    {
      when: "daily, before the hour",
      schedule: { mode: "daily" as const },
      noticedAt: "2026-01-10T06:59:00Z",
      at: "2026-01-10T07:00:00.000Z",
    },
    {
      when: "daily, at the hour itself",
      schedule: { mode: "daily" as const },
      noticedAt: "2026-01-10T07:00:00Z",
      at: "2026-01-11T07:00:00.000Z",
    },
    {
      when: "daily at midnight",
      schedule: { mode: "daily" as const, dailyAtMinute: 0 },
      noticedAt: "2026-01-10T12:00:00Z",
      at: "2026-01-10T23:00:00.000Z",
    },
    {
      when: "daily at an hour that the clock jumps over",
      schedule: { mode: "daily" as const, dailyAtMinute: 150 },
      noticedAt: "2026-03-28T12:00:00Z",
      at: "2026-03-29T01:00:00.000Z",
    },
    {
      when: "daily at an hour that comes twice",
      schedule: { mode: "daily" as const, dailyAtMinute: 120 },
      noticedAt: "2026-10-24T12:00:00Z",
      at: "2026-10-25T00:00:00.000Z",
    },
    {
      when: "daily, quiet hours or not",
      schedule: { mode: "daily" as const, dailyAtMinute: 360, quiet: NIGHT },
      noticedAt: "2026-01-10T12:00:00Z",
      at: "2026-01-11T05:00:00.000Z",
    },
  ])("$when: $noticedAt is told at $at", ({ schedule, noticedAt, at }) => {
    expect(told(schedule, noticedAt)).toBe(at);
  });

  it("lets critical ones break through only by choice", () => {
    const night = "2026-01-11T01:00:00Z";
    expect(told({ quiet: NIGHT }, night, true)).toBe("2026-01-11T06:00:00.000Z");
    expect(told({ quiet: NIGHT, criticalBreaksThrough: true }, night, true)).toBe("2026-01-11T01:00:00.000Z");
    expect(told({ quiet: NIGHT, criticalBreaksThrough: true }, night, false)).toBe(
      "2026-01-11T06:00:00.000Z",
    );
    expect(told({ mode: "daily", criticalBreaksThrough: true }, night, true)).toBe(
      "2026-01-11T01:00:00.000Z",
    );
  });

  it("holds back in quiet hours what should have been told before they began", () => {
    expect(told({ quiet: NIGHT }, "2026-01-10T20:00:00Z", false, "2026-01-10T23:00:00Z")).toBe(
      "2026-01-11T06:00:00.000Z",
    );
  });

  it("does not wait for ever when every hour is quiet", () => {
    const always = { fromMinute: 0, untilMinute: 0 };
    expect(told({ quiet: always }, "2026-01-10T12:00:00Z")).toBe("2026-01-13T12:00:00.000Z");
  });
});

describe("Schedule", () => {
  it.each([
    { timeZone: "Europe/Prag" },
    { timeZone: "" },
    { dailyAtMinute: 481 },
    { dailyAtMinute: 1440 },
    { quiet: { fromMinute: -15, untilMinute: 0 } },
  ])("refuses %o", (part) => {
    expect(Schedule.safeParse({ ...AT_ONCE, ...part }).success).toBe(false);
  });
});
