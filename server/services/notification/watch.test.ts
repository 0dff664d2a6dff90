import { afterEach, expect, it, vi } from "vitest";
import type { LiveEvent } from "#server/domain/live-event.ts";
import { watchForNotices } from "./watch.ts";

afterEach(() => vi.useRealTimers());

it("asks a whole while after the last news, also when it came while earlier news was gathered", async () => {
  vi.useFakeTimers();
  const news = new TransformStream<LiveEvent, LiveEvent>();
  const writer = news.writable.getWriter();
  const asked: number[] = [];
  const startedAt = Date.now();
  const tell = async () => void asked.push(Date.now() - startedAt);
  const watching = watchForNotices(news.readable, tell, () => {}, 2000);
  const say = (topic: LiveEvent["topic"]) => writer.write({ topic, id: null, vdcId: null });

  await say("notification");
  await vi.advanceTimersByTimeAsync(1200);
  await say("warning");
  await say("node");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toEqual([2000, 4000]);

  await say("warning");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toHaveLength(3);
  await writer.close();
  await watching;
});
