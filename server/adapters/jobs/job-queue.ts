import { PGlite } from "@electric-sql/pglite";
import type pg from "pg";
import { fromPglite, PgBoss } from "pg-boss";
import type { RefreshJob } from "#server/domain/refresh-job.ts";

const NODE_REFRESH = "node-refresh";
const SCHEDULE = "schedule";
const MAINTENANCE = "maintenance";
const NODE_REFRESH_EXPIRES_SECONDS = 300;

/**
 * Keeps workers free for other PDCs while one is at its limit; the limit itself is held where a refresh is taken. A
 * group's tier says its limit, since pg-boss knows limits by tier only.
 */
const LIMIT_BY_TIER = Object.fromEntries(
  Array.from({ length: 64 }, (_, index) => [`${index + 1}`, index + 1]),
);
const URGENT_PRIORITY = 10;

export type JobHandlers = {
  refreshNode(nodeRefreshId: string): Promise<void>;
  /** Orders what the schedule wants. */
  refreshBySchedule(): Promise<void>;
  /** Once a minute: frees what a dead process left behind, ages warnings. */
  maintain(): Promise<void>;
};

export type JobQueue = {
  enqueue(jobs: readonly RefreshJob[]): Promise<void>;
  stop(): Promise<void>;
};

/** pg-boss on either database; jobs survive a restart of the process. */
export async function startJobQueue(
  client: PGlite | pg.Pool,
  handlers: JobHandlers,
  options: { concurrency: number; onError: (error: Error) => void },
): Promise<JobQueue> {
  const boss =
    client instanceof PGlite
      ? new PgBoss({ db: fromPglite(client), backend: "pglite", useListenNotify: true })
      : new PgBoss({ db: { executeSql: (text, values) => client.query(text, values) } });
  boss.on("error", options.onError);
  await boss.start();
  for (const name of [NODE_REFRESH, SCHEDULE, MAINTENANCE]) await boss.createQueue(name);
  await boss.work<{ nodeRefreshId: string }>(
    NODE_REFRESH,
    {
      localConcurrency: options.concurrency,
      pollingIntervalSeconds: 0.5,
      groupConcurrency: { default: options.concurrency, tiers: LIMIT_BY_TIER },
    },
    async ([job]) => {
      if (job) await handlers.refreshNode(job.data.nodeRefreshId);
    },
  );
  await boss.work(SCHEDULE, async () => handlers.refreshBySchedule());
  await boss.work(MAINTENANCE, async () => handlers.maintain());
  await boss.schedule(SCHEDULE, "* * * * *");
  await boss.schedule(MAINTENANCE, "* * * * *");
  return {
    enqueue: async (jobs) => {
      await boss.insert(
        NODE_REFRESH,
        jobs.map(({ nodeRefreshId, pdcName, atOnceMax, isUrgent, delaySeconds }) => ({
          data: { nodeRefreshId },
          retryLimit: 0,
          expireInSeconds: NODE_REFRESH_EXPIRES_SECONDS,
          priority: isUrgent ? URGENT_PRIORITY : 0,
          startAfter: delaySeconds,
          group: { id: `pdc:${pdcName ?? ""}`, tier: `${atOnceMax}` },
        })),
      );
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}
