import { describe, expect, it } from "vitest";
import type { Forecast } from "#server/domain/forecast.ts";
import { forecastSentence, forecastWords } from "./forecast-words.ts";

const inWeeks = (weeks: number, days = 90): Forecast => ({ kind: "full-in", weeks, growth: 12, days });

describe("forecasts in words", () => {
  it.each<[Forecast, string, string]>([
    [{ kind: "full" }, "Full now.", "full now"],
    [
      inWeeks(0),
      "Full in less than a week at the pace of the last 90 days (12 more).",
      "full in less than a week",
    ],
    [
      inWeeks(1, 30),
      "Full in about a week at the pace of the last 30 days (12 more).",
      "full in about a week",
    ],
    [
      inWeeks(12),
      "Full in about 12 weeks at the pace of the last 90 days (12 more).",
      "full in about 12 weeks",
    ],
    [
      inWeeks(26),
      "Full in about 6 months at the pace of the last 90 days (12 more).",
      "full in about 6 months",
    ],
    [
      { kind: "later", growth: 3, days: 90 },
      "Not full for two years at least (3 more in the last 90 days).",
      "not for two years",
    ],
    [
      { kind: "too-slow", growth: 1, days: 40 },
      "Grows too slowly to say when it is full (1 more in the last 40 days).",
      "grows slowly",
    ],
    [{ kind: "not-growing", days: 90 }, "Not growing in the last 90 days.", "not growing"],
    [
      { kind: "too-little-history", days: 1 },
      "Too little history to say when it is full (1 of 28 days).",
      "too little history",
    ],
  ])("%j", (forecast, sentence, words) => {
    expect([forecastSentence(forecast), forecastWords(forecast)]).toEqual([sentence, words]);
  });
});
