import { describe, expect, it } from "vitest";
import { nextOrderAt } from "./own-refresh.ts";

const NOW = new Date("2026-11-23T12:00:00Z");
const ago = (...seconds: number[]) => seconds.map((each) => new Date(NOW.getTime() - each * 1000));

describe("nextOrderAt", () => {
  it.each([
    { orders: [], wait: null, what: "nobody ordered yet" },
    { orders: [60], wait: null, what: "the last order is a minute old" },
    { orders: [59, 600], wait: 1, what: "the last order is younger" },
    {
      orders: [3500, 3000, 2500, 2000, 1500, 1200, 900, 600, 300, 100],
      wait: 100,
      what: "ten within the hour",
    },
    {
      orders: [3600, 3000, 2500, 2000, 1500, 1200, 900, 600, 300, 100],
      wait: null,
      what: "the tenth is an hour old",
    },
    { orders: [10, 3500, 3000, 2500, 2000, 1500, 1200, 900, 600, 300], wait: 100, what: "both" },
  ])("waits $wait s: $what", ({ orders, wait }) => {
    expect(nextOrderAt(ago(...orders), NOW)).toEqual(
      wait === null ? null : new Date(NOW.getTime() + wait * 1000),
    );
  });
});
