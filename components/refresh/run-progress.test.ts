import { describe, expect, it } from "vitest";
import { failureWords } from "./failure-words.ts";
import { formatDuration, outcomeSentence, progressOf } from "./run-progress.ts";

describe("progressOf", () => {
  it("counts what is over, failed and skipped nodes too", () => {
    expect(progressOf(["queued", "storing", "done", "unchanged", "failed", "skipped"])).toEqual({
      total: 6,
      done: 4,
      changed: 1,
      unchanged: 1,
      failed: 1,
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
