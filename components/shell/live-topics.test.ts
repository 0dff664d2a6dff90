import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeTopicBatch, routersOf, type Topic } from "./live-topics.ts";

describe("routersOf", () => {
  it("names each router once", () => {
    const routers = routersOf(["refresh", "node", "refresh"]);
    expect(new Set(routers).size).toBe(routers.length);
    expect(routers).toEqual(expect.arrayContaining(["refresh", "node", "overlayRule"]));
  });

  it.each<Topic>(["network", "node", "vdc"])(
    "reads networks shared by the operator again after news of a %s",
    (topic) => {
      expect(routersOf([topic])).toContain("networkShare");
    },
  );
});

describe("makeTopicBatch", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("hands a burst of events on once", async () => {
    const reload = vi.fn<(topics: ReadonlySet<Topic>) => Promise<void>>(async () => undefined);
    const batch = makeTopicBatch(reload, 100);
    for (let count = 0; count < 1000; count += 1) batch.add("refresh");
    batch.add("warning");
    await vi.advanceTimersByTimeAsync(100);
    expect(reload.mock.calls).toEqual([[new Set(["refresh", "warning"])]]);
  });

  it("waits for the answers before it asks again", async () => {
    let finish = () => {};
    const reload = vi.fn<() => Promise<void>>(() => new Promise((resolve) => (finish = resolve)));
    const batch = makeTopicBatch(reload, 100);
    batch.add("node");
    await vi.advanceTimersByTimeAsync(100);
    batch.add("node");
    await vi.advanceTimersByTimeAsync(1000);
    expect(reload).toHaveBeenCalledTimes(1);
    finish();
    await vi.advanceTimersByTimeAsync(100);
    expect(reload).toHaveBeenCalledTimes(2);
  });

  it("asks nothing any more once it is stopped", async () => {
    const reload = vi.fn<() => Promise<void>>(async () => undefined);
    const batch = makeTopicBatch(reload, 100);
    batch.add("node");
    batch.stop();
    await vi.advanceTimersByTimeAsync(1000);
    expect(reload).not.toHaveBeenCalled();
  });
});
