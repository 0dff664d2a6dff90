import type { Db } from "#db/client.ts";
import {
  countDeliveries,
  countEndedRefreshes,
  countNodesByHealth,
  countOpenWarningsByCode,
  countRefreshesUnderWay,
  oldestFactsObservedAt,
} from "#db/queries/metrics.ts";
import { HEALTH_STATES } from "#server/domain/health.ts";
import { type Gauge, renderMetrics } from "#server/domain/metrics.ts";
import { REFRESH_STATES_ENDED } from "#server/domain/refresh-state.ts";
import { type Settings, staleBefore } from "#server/domain/settings.ts";

const HOUR_MILLISECONDS = 3_600_000;

/** What a monitoring system watches; counts by the database, with no name of a node, vDC or person. */
export async function readMetrics(
  { db, settings }: { db: Db; settings: Settings },
  now: Date,
): Promise<string> {
  const hourAgo = new Date(now.getTime() - HOUR_MILLISECONDS);
  return renderMetrics([
    await openWarnings(db, now),
    await nodesByState(db, staleBefore(settings, now)),
    await oldestFacts(db, now),
    await endedRefreshes(db, hourAgo),
    ...(await queues(db, hourAgo)),
  ]);
}

async function openWarnings(db: Db, now: Date): Promise<Gauge> {
  const rows = await countOpenWarningsByCode(db, now);
  return {
    name: "overmesh_open_warnings",
    help: "Open warnings; reviewed ones are acknowledged or snoozed.",
    samples: rows.map(({ code, severity, isReviewed, count }) => ({
      labels: { code, severity, reviewed: String(isReviewed) },
      value: count,
    })),
  };
}

async function nodesByState(db: Db, staleBefore: Date): Promise<Gauge> {
  const counts = await countNodesByHealth(db, staleBefore);
  return {
    name: "overmesh_nodes",
    help: "Compute nodes by state.",
    samples: HEALTH_STATES.map((state) => ({ labels: { state }, value: counts[state] })),
  };
}

/** Says nothing while no node was read: no number would be true. */
async function oldestFacts(db: Db, now: Date): Promise<Gauge> {
  const at = await oldestFactsObservedAt(db);
  return {
    name: "overmesh_oldest_facts_age_seconds",
    help: "Age of the facts of the node that was not read for longest.",
    samples: at ? [{ value: Math.max(0, (now.getTime() - at.getTime()) / 1000) }] : [],
  };
}

async function endedRefreshes(db: Db, since: Date): Promise<Gauge> {
  const countOf = new Map((await countEndedRefreshes(db, since)).map((row) => [row.state, row.count]));
  return {
    name: "overmesh_refreshes_last_hour",
    help: "Refreshes of nodes that ended within the last hour, by outcome.",
    samples: REFRESH_STATES_ENDED.map((outcome) => ({
      labels: { outcome },
      value: countOf.get(outcome) ?? 0,
    })),
  };
}

async function queues(db: Db, since: Date): Promise<Gauge[]> {
  const refreshes = await countRefreshesUnderWay(db);
  const deliveries = await countDeliveries(db, since);
  const length = (queue: string, value: number) => ({ labels: { queue }, value });
  return [
    {
      name: "overmesh_queue_length",
      help: "Work that waits or is under way.",
      samples: [
        length("refresh-waiting", refreshes.queued),
        length("refresh-running", refreshes.running),
        length("notification", deliveries.underWay),
      ],
    },
    {
      name: "overmesh_failed_notifications_last_hour",
      help: "Messages to webhooks and people that were given up within the last hour.",
      samples: [{ value: deliveries.failed }],
    },
  ];
}
