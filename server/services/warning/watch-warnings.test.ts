import { expect, it } from "vitest";
import type { LiveEvent } from "#server/domain/live-event.ts";
import { watchForWarnings } from "./watch-warnings.ts";

async function* announced(...topics: LiveEvent["topic"][]): AsyncGenerator<LiveEvent> {
  for (const topic of topics) yield { topic, id: null, vdcId: null };
}

it("judges changes together that arrive while it is at work", async () => {
  let count = 0;
  const recompute = async () => {
    count += 1;
    await new Promise((resolve) => setTimeout(resolve, 10));
  };
  await watchForWarnings(announced("network", "network", "vdc", "network"), recompute, () => {});
  expect(count).toBe(2);
});

it("passes over what warnings do not depend on", async () => {
  let count = 0;
  await watchForWarnings(
    announced("warning", "refresh", "user"),
    async () => void count++,
    () => {},
  );
  expect(count).toBe(0);
});

it("judges anew after a refresh of a node", async () => {
  let count = 0;
  await watchForWarnings(
    announced("node"),
    async () => void count++,
    () => {},
  );
  expect(count).toBe(1);
});

it("goes on after a failure, and tells it", async () => {
  const told: unknown[] = [];
  async function* slowly() {
    yield* announced("network");
    await new Promise((resolve) => setTimeout(resolve, 5));
    yield* announced("network");
  }
  await watchForWarnings(
    slowly(),
    async () => {
      throw new Error("no database");
    },
    (error) => told.push(error),
  );
  expect(told).toHaveLength(2);
});
