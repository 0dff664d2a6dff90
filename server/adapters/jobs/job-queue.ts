import { PGlite } from "@electric-sql/pglite";
import type pg from "pg";
import { fromPglite, PgBoss } from "pg-boss";

const NODE_REFRESH = "node-refresh";
const SCHEDULE = "schedule";
const MAINTENANCE = "maintenance";
const NODE_REFRESH_EXPIRES_SECONDS = 300;

export type JobHandlers = {
  refreshNode(nodeRefreshId: string): Promise<void>;
  /** Orders what the schedule wants. */
  refreshBySchedule(): Promise<void>;
  /** Once a minute: frees what a dead process left behind, ages warnings. */
  maintain(): Promise<void>;
};

export type JobQueue = {
  enqueue(nodeRefreshIds: readonly string[]): Promise<void>;
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
    { localConcurrency: options.concurrency, pollingIntervalSeconds: 0.5 },
    async ([job]) => {
      if (job) await handlers.refreshNode(job.data.nodeRefreshId);
    },
  );
  await boss.work(SCHEDULE, async () => handlers.refreshBySchedule());
  await boss.work(MAINTENANCE, async () => handlers.maintain());
  await boss.schedule(SCHEDULE, "* * * * *");
  await boss.schedule(MAINTENANCE, "* * * * *");
  return {
    enqueue: async (nodeRefreshIds) => {
      await boss.insert(
        NODE_REFRESH,
        nodeRefreshIds.map((nodeRefreshId) => ({
          data: { nodeRefreshId },
          retryLimit: 0,
          expireInSeconds: NODE_REFRESH_EXPIRES_SECONDS,
        })),
      );
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}
