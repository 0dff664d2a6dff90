import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Forecast, FORECAST_DAYS, forecastOf, takenByDay, urgencyOf } from "./forecast.ts";

describe("takenByDay", () => {
  it("goes back from the present, day by day", () => {
    const changes = [
      { daysAgo: 0, change: 2 },
      { daysAgo: 2, change: -1 },
      { daysAgo: 2, change: 4 },
    ];
    expect(takenByDay(10, changes, 4)).toEqual([5, 5, 8, 8, 10]);
  });

  it("ends at the present and finds again what the days began with, whatever happened", () => {
    const day = fc.integer({ min: 0, max: FORECAST_DAYS - 1 });
    const growth = fc.array(fc.record({ daysAgo: day, change: fc.integer({ min: 0, max: 5 }) }));
    fc.assert(
      fc.property(fc.nat(100), growth, (first, changes) => {
        const now = changes.reduce((sum, { change }) => sum + change, first);
        const series = takenByDay(now, changes);
        expect(series).toHaveLength(FORECAST_DAYS + 1);
        expect([series[0], series.at(-1)]).toEqual([first, now]);
        expect(series).toEqual(series.toSorted((a, b) => a - b));
      }),
    );
  });

  it("is never below nothing, even when events are missing", () => {
    expect(takenByDay(1, [{ daysAgo: 0, change: 5 }], 1)).toEqual([0, 1]);
  });
});

/** From `first` to `last` in a straight line. */
const line = (first: number, last: number, days = FORECAST_DAYS) =>
  Array.from({ length: days + 1 }, (_, day) => Math.round(first + ((last - first) * day) / days));

describe("forecastOf", () => {
  const of = (first: number, last: number, capacity: number, historyDays = 400) =>
    forecastOf(line(first, last), { capacity, historyDays });

  it.each<[string, Forecast, Forecast]>([
    ["full", of(0, 20, 20), { kind: "full" }],
    ["full when there is more than fits", of(0, 20, 10), { kind: "full" }],
    ["in about three weeks", of(0, 90, 111), { kind: "full-in", weeks: 3, growth: 90, days: 90 }],
    ["within days", of(0, 90, 92), { kind: "full-in", weeks: 0, growth: 90, days: 90 }],
    ["not growing", of(20, 20, 30), { kind: "not-growing", days: 90 }],
    ["shrinking", of(25, 20, 30), { kind: "not-growing", days: 90 }],
    ["too slow to tell", of(18, 20, 21), { kind: "too-slow", growth: 2, days: 90 }],
    ["in years", of(0, 10, 1000), { kind: "later", growth: 10, days: 90 }],
    ["too young to tell", of(0, 20, 30, 27), { kind: "too-little-history", days: 27 }],
  ])("says %s", (_words, forecast, expected) => {
    expect(forecast).toEqual(expected);
  });

  it("takes the pace of a shorter history from its own days alone", () => {
    expect(of(0, 90, 120, 30)).toEqual({ kind: "full-in", weeks: 4, growth: 30, days: 30 });
  });

  it("never comes later for a faster pace or a smaller rest", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 200 }),
        fc.nat(50),
        fc.integer({ min: 1, max: 500 }),
        (growth, more, free) => {
          const slow = of(0, growth, growth + free);
          const fast = of(0, growth + more, growth + more + free);
          expect(urgencyOf(fast)).toBeLessThanOrEqual(urgencyOf(slow));
          expect(urgencyOf(slow)).toBeLessThanOrEqual(urgencyOf(of(0, growth, growth + free + 10)));
        },
      ),
    );
  });
});
