import { expect, it } from "vitest";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import type { RefreshJob } from "#server/domain/refresh-job.ts";
import { type JobHandlers, startJobQueue } from "#server/adapters/jobs/job-queue.ts";

const job = (nodeRefreshId: string, change: Partial<RefreshJob> = {}): RefreshJob => ({
  nodeRefreshId,
  pdcName: "prague-1",
  atOnceMax: 16,
  isUrgent: false,
  delaySeconds: 0,
  ...change,
});

describeOnEachDatabase("the job queue", (on) => {
  async function withQueue(
    refreshNode: JobHandlers["refreshNode"],
    concurrency: number,
    use: (queue: Awaited<ReturnType<typeof startJobQueue>>) => Promise<void>,
  ) {
    const none = async () => {};
    const handlers = { refreshNode, checkKey: none, deliver: none, refreshBySchedule: none, maintain: none };
    const onError = (error: Error) => expect.unreachable(error.message);
    const queue = await startJobQueue(on.database.client, handlers, { concurrency, onError });
    try {
      await use(queue);
    } finally {
      await queue.stop();
    }
  }

  it("takes what a person waits for before the rest, and a delayed one not before its time", async () => {
    const order: string[] = [];
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    let isFirst = true;
    const refresh = async (id: string) => {
      if (isFirst) {
        isFirst = false;
        await begun;
      }
      order.push(id);
    };
    await withQueue(refresh, 1, async (queue) => {
      await queue.enqueue([job("first")]);
      await expect.poll(() => isFirst, { timeout: 10_000 }).toBe(false);
      await queue.enqueue([
        job("delayed", { delaySeconds: 2 }),
        job("scheduled"),
        job("nameless", { pdcName: null }),
      ]);
      await queue.enqueue([job("urgent", { isUrgent: true })]);
      begin();
      await expect.poll(() => order.length, { timeout: 30_000 }).toBe(5);
    });
    expect(order.slice(0, 2)).toEqual(["first", "urgent"]);
    expect(order.at(-1)).toBe("delayed");
  });
});
