import { describe, expect, it } from "vitest";
import { mergeFacts } from "./facts.ts";
import type { LastRefresh, Node, RefreshFailureCause } from "./node.ts";
import { nodeState } from "./node-state.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const secondsAgo = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const identity = {
  nodeUuid: "00000000-0000-0000-0000-000000000001",
  hostname: "prague-1-01",
  pdcName: "prague-1",
  adminIp: null,
  adminNicTagName: "admin",
  liveImage: null,
  bootedAt: null,
};
const failed = (cause: RefreshFailureCause): LastRefresh => ({
  outcome: "failed",
  finishedAt: NOW,
  cause,
  detail: "",
});
const nodeWith = (change: Partial<Node>): Node => ({
  id: "a",
  hostname: "prague-1-01",
  isConfirmed: true,
  facts: mergeFacts(null, { identity }, secondsAgo(60)),
  lastRefresh: { outcome: "ok", finishedAt: secondsAgo(60) },
  ...change,
});

describe("nodeState", () => {
  it.each([
    { title: "fresh facts and a refresh that went well", change: {}, state: "up" },
    { title: "a host key nobody confirmed", change: { isConfirmed: false }, state: "unknown" },
    { title: "no facts", change: { facts: null, lastRefresh: null }, state: "unknown" },
    {
      title: "facts beyond the limit",
      change: { facts: mergeFacts(null, { identity }, secondsAgo(901)) },
      state: "stale",
    },
    { title: "no answer", change: { lastRefresh: failed("time-out") }, state: "down" },
    { title: "another host key", change: { lastRefresh: failed("host-key-changed") }, state: "degraded" },
    {
      title: "an answer that could not be read",
      change: { lastRefresh: failed("unparsable") },
      state: "degraded",
    },
    { title: "a refresh that was interrupted", change: { lastRefresh: failed("interrupted") }, state: "up" },
  ])("is $state for $title", ({ change, state }) => {
    expect(nodeState(nodeWith(change), 900, NOW)).toBe(state);
  });

  it("never calls an unanswering node with stale facts anything better than down", () => {
    const node = nodeWith({
      facts: mergeFacts(null, { identity }, secondsAgo(9000)),
      lastRefresh: failed("unreachable"),
    });
    expect(nodeState(node, 900, NOW)).toBe("down");
  });
});
