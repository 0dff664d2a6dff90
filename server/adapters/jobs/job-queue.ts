import { PGlite } from "@electric-sql/pglite";
import type pg from "pg";
import { fromPglite, type GroupConcurrencyConfig, type Job, PgBoss } from "pg-boss";
import type { DeliveryJob } from "#server/domain/notification/delivery.ts";
import type { RefreshJob } from "#server/domain/refresh-job.ts";
import { type Work, workThrough } from "./work-through.ts";

const NODE_REFRESH = "node-refresh";
const KEY_CHECK = "key-check";
const SCHEDULE = "schedule";
const MAINTENANCE = "maintenance";
const DELIVERY = "notification-delivery";
const DELIVERIES_AT_ONCE = 8;
const DELIVERY_EXPIRES_SECONDS = 60;
const NODE_REFRESH_EXPIRES_SECONDS = 300;
const REST_MILLISECONDS = 500;
const STOP_MILLISECONDS = 5_000;

/**
 * Keeps workers free for other PDCs while one is at its limit; the limit itself is held where a refresh is taken. A
 * group's tier says its limit, since pg-boss knows limits by tier only.
 */
const LIMIT_BY_TIER = Object.fromEntries(
  Array.from({ length: 64 }, (_, index) => [`${index + 1}`, index + 1]),
);
const URGENT_PRIORITY = 10;
const KEY_CHECKS_AT_ONCE = 4;

export type KeyCheckJob = { fingerprint: string; nodeId: string };

export type JobHandlers = {
  refreshNode(nodeRefreshId: string): Promise<void>;
  /** One attempt; it orders the next one itself. */
  deliver(deliveryId: string): Promise<void>;
  /** Asks one node whether it lets a key in. */
  checkKey(check: KeyCheckJob): Promise<void>;
  /** Orders what the schedule wants. */
  refreshBySchedule(): Promise<void>;
  /** Once a minute: frees what a dead process left behind, ages warnings. */
  maintain(): Promise<void>;
};

export type JobQueue = {
  enqueue(jobs: readonly RefreshJob[]): Promise<void>;
  enqueueDeliveries(jobs: readonly DeliveryJob[]): Promise<void>;
  enqueueKeyChecks(checks: readonly KeyCheckJob[], delaySeconds: number): Promise<void>;
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
  for (const name of [NODE_REFRESH, KEY_CHECK, SCHEDULE, MAINTENANCE, DELIVERY]) await boss.createQueue(name);
  const through = <Data extends object>(
    queue: string,
    work: (data: Data) => Promise<void>,
    { atOnce, ...fetching }: { atOnce: number; groupConcurrency?: GroupConcurrencyConfig },
  ): Work =>
    workThrough<Job<Data>>(
      {
        take: (limit) => boss.fetch<Data>(queue, { batchSize: limit, ...fetching }),
        settle: async (done, failed) => {
          if (done.length > 0)
            await boss.complete(
              queue,
              done.map(({ id }) => id),
            );
          for (const { job, error } of failed)
            await boss.fail(queue, job.id, { message: error instanceof Error ? error.message : "" });
        },
      },
      ({ data }) => work(data),
      { atOnce, restMilliseconds: REST_MILLISECONDS, onError: options.onError },
    );
  const refreshes = through<{ nodeRefreshId: string }>(
    NODE_REFRESH,
    ({ nodeRefreshId }) => handlers.refreshNode(nodeRefreshId),
    {
      atOnce: options.concurrency,
      groupConcurrency: { default: options.concurrency, tiers: LIMIT_BY_TIER },
    },
  );
  const deliveries = through<{ deliveryId: string }>(
    DELIVERY,
    ({ deliveryId }) => handlers.deliver(deliveryId),
    { atOnce: DELIVERIES_AT_ONCE },
  );
  const keyChecks = through<KeyCheckJob>(KEY_CHECK, (check) => handlers.checkKey(check), {
    atOnce: KEY_CHECKS_AT_ONCE,
  });
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
      refreshes.wake();
    },
    enqueueDeliveries: async (jobs) => {
      if (jobs.length === 0) return;
      await boss.insert(
        DELIVERY,
        jobs.map(({ deliveryId, delaySeconds }) => ({
          data: { deliveryId },
          retryLimit: 0,
          expireInSeconds: DELIVERY_EXPIRES_SECONDS,
          startAfter: delaySeconds,
        })),
      );
      deliveries.wake();
    },
    enqueueKeyChecks: async (checks, delaySeconds) => {
      if (checks.length === 0) return;
      await boss.insert(
        KEY_CHECK,
        checks.map((data) => ({
          data,
          retryLimit: 0,
          expireInSeconds: NODE_REFRESH_EXPIRES_SECONDS,
          priority: URGENT_PRIORITY,
          startAfter: delaySeconds,
        })),
      );
      keyChecks.wake();
    },
    stop: async () => {
      await Promise.all([refreshes, deliveries, keyChecks].map((work) => work.stop(STOP_MILLISECONDS)));
      await boss.stop({ graceful: true, timeout: STOP_MILLISECONDS });
    },
  };
}
