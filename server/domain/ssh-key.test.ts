import { describe, expect, it } from "vitest";
import { countKeyChecks, type KeyCheck, nodesNotOpened, nodesToCheck } from "./ssh-key.ts";

const STATES = [null, "queued", "checking", "accepted", "refused", "failed"] as const;
const checks = STATES.map((state): KeyCheck => ({
  nodeId: String(state),
  hostname: "a",
  state,
  detail: null,
  finishedAt: null,
}));

describe("the check of a key", () => {
  it("counts every node once", () => {
    const counts = countKeyChecks(checks);
    expect(counts).toEqual({ accepted: 1, refused: 1, failed: 1, waiting: 2, unchecked: 1 });
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(checks.length);
  });

  it("takes only a node's own yes for a yes", () => {
    expect(nodesNotOpened(checks).map(({ nodeId }) => nodeId)).not.toContain("accepted");
    expect(nodesNotOpened(checks)).toHaveLength(5);
  });

  it("asks again those that have not accepted a new key, and those that may still accept an old one", () => {
    expect(nodesToCheck(checks, false)).toEqual(["null", "refused", "failed"]);
    expect(nodesToCheck(checks, true)).toEqual(["null", "accepted", "failed"]);
  });
});
