import { describe, expect, it } from "vitest";
import { failureWords } from "./failure-words.ts";
import { countByRefreshState } from "#server/domain/refresh-run.ts";
import type { RefreshState } from "#server/domain/refresh-state.ts";
import {
  formatDuration,
  outcomeSentence,
  progressOf as progressOfCounts,
  remainingSeconds,
} from "./run-progress.ts";

const progressOf = (states: readonly RefreshState[]) =>
  progressOfCounts(countByRefreshState(states.map((state) => ({ state, count: 1 }))));

describe("progressOf", () => {
  it("counts what is over, failed and skipped nodes too", () => {
    expect(progressOf(["queued", "storing", "done", "unchanged", "failed", "skipped", "cancelled"])).toEqual({
      total: 7,
      done: 5,
      changed: 1,
      unchanged: 1,
      failed: 1,
      cancelled: 1,
      skipped: 1,
      isRunning: true,
    });
  });

  it("calls a run without nodes over", () => {
    expect(progressOf([]).isRunning).toBe(false);
  });
});

describe("outcomeSentence", () => {
  it("names only what there is", () => {
    expect(outcomeSentence(progressOf(["done", "unchanged", "unchanged"]))).toBe("1 changed, 2 unchanged");
    expect(outcomeSentence(progressOf(["failed", "queued"]))).toBe("1 failed, 1 to go");
  });
});

describe("remainingSeconds", () => {
  const startedAt = new Date(0);
  it("goes by the pace so far", () => {
    const progress = progressOf(["done", "failed", "unchanged", "queued", "queued", "storing"]);
    expect(remainingSeconds(progress, startedAt, new Date(6000))).toBe(6);
  });

  it("says nothing from too few nodes, nor when all are done", () => {
    expect(remainingSeconds(progressOf(["done", "done", "queued"]), startedAt, new Date(9000))).toBeNull();
    expect(remainingSeconds(progressOf(["done", "done", "done"]), startedAt, new Date(9000))).toBeNull();
  });
});

describe("formatDuration", () => {
  it.each([
    { milliseconds: 420, text: "0.4 s" },
    { milliseconds: 9_949, text: "9.9 s" },
    { milliseconds: 12_400, text: "12 s" },
    { milliseconds: 125_000, text: "2 min 5 s" },
    { milliseconds: -5, text: "0.0 s" },
  ])("tells $milliseconds ms as $text", ({ milliseconds, text }) => {
    expect(formatDuration(new Date(0), new Date(milliseconds))).toBe(text);
  });
});

describe("failureWords", () => {
  it("has words for a cause it does not know", () => {
    expect(failureWords("toString").title).toBe("Failed");
    expect(failureWords(null).title).toBe("Failed");
    expect(failureWords("time-out").title).toBe("Timed out");
  });
});
