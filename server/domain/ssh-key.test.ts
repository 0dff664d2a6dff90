import { describe, expect, it } from "vitest";
import { countKeyChecks, countNotOpened, type KeyCheck, nodesToCheck } from "./ssh-key.ts";

const STATES = [null, "queued", "checking", "accepted", "refused", "failed"] as const;
const checks = STATES.map((state): KeyCheck => ({
  nodeId: String(state),
  hostname: "a",
  state,
  detail: null,
  finishedAt: null,
}));

describe("the check of a key", () => {
  it("counts every node once, and takes only a node's own yes for a yes", () => {
    const counts = countKeyChecks(STATES.map((state) => ({ state, count: 2 })));
    expect(counts).toEqual({ accepted: 2, refused: 2, failed: 2, waiting: 4, unchecked: 2 });
    expect(countNotOpened(counts)).toBe(10);
  });

  it("asks again those that have not accepted a new key, and those that may still accept an old one", () => {
    expect(nodesToCheck(checks, false)).toEqual(["null", "refused", "failed"]);
    expect(nodesToCheck(checks, true)).toEqual(["null", "accepted", "failed"]);
  });
});
