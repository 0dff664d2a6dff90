import { describe, expect, it } from "vitest";
import type { RefreshFailureCause } from "./node.ts";
import { REFRESH_ATTEMPTS_MAX, retryDelaySeconds } from "./refresh-retry.ts";

const delay = (cause: RefreshFailureCause, attempt: number, random = 0.5, hasBegunAnswering = false) =>
  retryDelaySeconds({ cause, hasBegunAnswering, attempt }, random);

describe("retryDelaySeconds", () => {
  it.each<RefreshFailureCause>(["unreachable", "connection-lost", "time-out"])(
    "tries again after %s, later each time, until the attempts are used up",
    (cause) => {
      expect(delay(cause, 1)).toBe(1);
      expect(delay(cause, 2)).toBe(3);
      expect(delay(cause, REFRESH_ATTEMPTS_MAX)).toBeNull();
    },
  );

  it.each<RefreshFailureCause>([
    "host-key-changed",
    "host-key-unconfirmed",
    "authentication",
    "command-failed",
    "unparsable",
    "output-too-large",
    "identity-changed",
    "interrupted",
  ])("does not try again after %s, which a person has to mend", (cause) => {
    expect(delay(cause, 1)).toBeNull();
  });

  it("spreads the delay from half to one and a half of it", () => {
    expect(delay("unreachable", 1, 0)).toBe(0.5);
    expect(delay("unreachable", 1, 1)).toBe(1.5);
  });

  it("does not ask a node again that was too slow to finish, but one that was cut off", () => {
    expect(delay("time-out", 1, 0.5, true)).toBeNull();
    expect(delay("connection-lost", 1, 0.5, true)).toBe(1);
  });
});
