import { describe, expect, it } from "vitest";
import { failedStepWords, failureWords } from "./failure-words.ts";

describe("a failure", () => {
  it.each([
    "unreachable",
    "handshake",
    "host-key-changed",
    "host-key-unconfirmed",
    "jump-host-unreachable",
    "jump-host-refused",
    "authentication",
    "time-out",
    "connection-lost",
    "output-too-large",
    "command-failed",
    "unparsable",
    "identity-changed",
    "interrupted",
    "a cause of tomorrow",
  ])("has a name and advice: %s", (cause) => {
    const { title, advice } = failureWords(cause);
    expect(title).toMatch(/^[A-Z]/);
    expect(advice).toMatch(/^[A-Z].{15,}\.$/);
  });

  it("tells at which step it happened, where that was kept", () => {
    expect(failedStepWords("collecting")).toBe("while the node answered");
    expect(failedStepWords(null)).toBeNull();
  });
});
