import { describe, expect, it } from "vitest";
import { afterAttempt, ATTEMPTS_MAX, type Outcome, parseRetryAfter, retryDelaySeconds } from "./delivery.ts";

const answered = (statusCode: number, retryAfterSeconds: number | null = null): Outcome => ({
  kind: "answered",
  statusCode,
  retryAfterSeconds,
});
const FIRST = { attemptCount: 1, isTest: false, random: 0 };

describe("afterAttempt", () => {
  it.each([
    { statusCode: 200, state: "delivered" },
    { statusCode: 204, state: "delivered" },
    { statusCode: 301, state: "failed" },
    { statusCode: 302, state: "failed" },
    { statusCode: 400, state: "failed" },
    { statusCode: 404, state: "failed" },
    { statusCode: 408, state: "waiting" },
    { statusCode: 410, state: "failed" },
    { statusCode: 429, state: "waiting" },
    { statusCode: 500, state: "waiting" },
    { statusCode: 503, state: "waiting" },
  ])("is $state after status $statusCode", ({ statusCode, state }) => {
    expect(afterAttempt(answered(statusCode), FIRST).state).toBe(state);
  });

  it("tries again after a network error, but not after a refusal of ours", () => {
    const failed = (isLasting: boolean): Outcome => ({ kind: "failed", reason: "No.", isLasting });
    expect(afterAttempt(failed(false), FIRST)).toEqual({
      state: "waiting",
      failure: "No.",
      delaySeconds: 10,
    });
    expect(afterAttempt(failed(true), FIRST)).toEqual({ state: "failed", failure: "No." });
  });

  it("waits at least as long as the receiver asks, but an hour at most", () => {
    expect(afterAttempt(answered(429, 120), FIRST)).toMatchObject({ delaySeconds: 120 });
    expect(afterAttempt(answered(429, 3), FIRST)).toMatchObject({ delaySeconds: 10 });
    expect(afterAttempt(answered(503, 999_999), FIRST)).toMatchObject({ delaySeconds: 3600 });
  });

  it("gives up after the last attempt, and a test after its first", () => {
    expect(afterAttempt(answered(500), { ...FIRST, attemptCount: ATTEMPTS_MAX }).state).toBe("failed");
    expect(afterAttempt(answered(500), { ...FIRST, attemptCount: ATTEMPTS_MAX - 1 }).state).toBe("waiting");
    expect(afterAttempt(answered(500), { ...FIRST, isTest: true }).state).toBe("failed");
  });
});

describe("retryDelaySeconds", () => {
  it("grows up to an hour and is spread", () => {
    const attempts = Array.from({ length: 7 }, (_, index) => index + 1);
    expect(attempts.map((attempt) => retryDelaySeconds(attempt, 0))).toEqual([
      10, 30, 90, 270, 810, 2430, 3600,
    ]);
    expect(retryDelaySeconds(2, 1)).toBe(40);
  });
});

describe("parseRetryAfter", () => {
  const NOW = new Date("2026-03-01T12:00:00Z");
  it.each([
    { header: "120", seconds: 120 },
    { header: "Sun, 01 Mar 2026 12:02:00 GMT", seconds: 120 },
    { header: "Sun, 01 Mar 2026 11:00:00 GMT", seconds: 0 },
    { header: "soon", seconds: null },
    { header: "-5", seconds: null },
    { header: undefined, seconds: null },
  ])("reads $header as $seconds", ({ header, seconds }) => {
    expect(parseRetryAfter(header, NOW)).toBe(seconds);
  });
});
