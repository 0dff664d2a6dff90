import * as z from "zod";
import { type CountByHealth, HEALTH_STATES } from "../health.ts";

/** What was recorded inside one bucket. */
export type RecordedBucket = {
  index: number;
  /** The largest number in each state at any moment of the bucket. */
  nodeCountMax: CountByHealth;
  linkCountMax: CountByHealth;
  clearTextCountMax: number;
  changeCount: number;
  lastChangeAt: Date | null;
  /** Of its last moment. */
  last: RecordedMoment;
};

export type RecordedMoment = {
  at: Date;
  nodeCountByState: CountByHealth;
  linkCountByState: CountByHealth;
  clearTextCount: number;
};

export type TimelineBucket = {
  from: Date;
  to: Date;
  /** The worst of the bucket in numbers; null: nothing was recorded then. */
  counts: { nodes: CountByHealth; links: CountByHealth; clearTextCount: number } | null;
  changeCount: number;
  /** null: nothing changed. */
  lastChangeAt: Date | null;
};

/** Moments are recorded at least this often; after a longer silence nobody knows how it was. */
export const MOMENT_SECONDS_MAX = 15 * 60;

const instant = z.date("This is not an instant.");
export const TimelineQuery = z.object({
  /** Absent: since facts are kept. */
  from: instant.optional(),
  /** Absent: until now. */
  to: instant.optional(),
  bucketCount: z.number().int().min(1).max(240).default(96),
});
export type TimelineQuery = z.infer<typeof TimelineQuery>;

export const ComparisonQuery = z.object({ from: instant, /** Absent: now. */ to: instant.optional() });
export type ComparisonQuery = z.infer<typeof ComparisonQuery>;

/** Equal parts from first to last. What held before a bucket holds in it until something else was recorded. */
export function timelineOf(
  { from, to, bucketCount }: { from: Date; to: Date; bucketCount: number },
  earlier: RecordedMoment | null,
  recorded: readonly RecordedBucket[],
): TimelineBucket[] {
  const stepMs = (to.getTime() - from.getTime()) / bucketCount;
  const byIndex = new Map(recorded.map((bucket) => [bucket.index, bucket]));
  let held = earlier;
  return Array.from({ length: bucketCount }, (_, index): TimelineBucket => {
    const start = new Date(from.getTime() + index * stepMs);
    const own = byIndex.get(index);
    const isHeld = held !== null && start.getTime() - held.at.getTime() <= MOMENT_SECONDS_MAX * 2000;
    const counts = own ? countsOf(own, isHeld ? held : null) : isHeld && held ? countsOfMoment(held) : null;
    held = own?.last ?? held;
    return {
      from: start,
      to: new Date(from.getTime() + (index + 1) * stepMs),
      counts,
      changeCount: own?.changeCount ?? 0,
      lastChangeAt: own?.lastChangeAt ?? null,
    };
  });
}

function countsOf(own: RecordedBucket, held: RecordedMoment | null): TimelineBucket["counts"] {
  return {
    nodes: larger(own.nodeCountMax, held?.nodeCountByState),
    links: larger(own.linkCountMax, held?.linkCountByState),
    clearTextCount: Math.max(own.clearTextCountMax, held?.clearTextCount ?? 0),
  };
}

function countsOfMoment(moment: RecordedMoment): NonNullable<TimelineBucket["counts"]> {
  const { nodeCountByState, linkCountByState, clearTextCount } = moment;
  return { nodes: nodeCountByState, links: linkCountByState, clearTextCount };
}

function larger(a: CountByHealth, b: CountByHealth | undefined): CountByHealth {
  const counts = { ...a };
  for (const state of HEALTH_STATES) counts[state] = Math.max(a[state], b?.[state] ?? 0);
  return counts;
}
