import { HEALTH_STATES, type HealthState } from "#server/domain/health.ts";
import type { RouterOutputs } from "../../trpc/trpc.ts";
import { formatInstant } from "../../ui/format-age.ts";

export type Timeline = RouterOutputs["mesh"]["timeline"];
export type Bucket = Timeline["buckets"][number];

export const SPANS = { hour: 3_600_000, day: 86_400_000, week: 604_800_000, all: null } as const;
export type SpanName = keyof typeof SPANS;
export const SPAN_WORDS: Record<SpanName, string> = {
  hour: "Last hour",
  day: "Last day",
  week: "Last week",
  all: "All that is kept",
};

/** In which part of the strip an instant lies; the last for now. */
export function bucketIndexOf(buckets: readonly Bucket[], at: Date | null): number {
  if (!at) return buckets.length - 1;
  const index = buckets.findIndex(({ to }) => at <= to);
  return index < 0 ? buckets.length - 1 : index;
}

/** What one sees when a part is chosen: how it was after its last change, else at its end. */
export function instantIn(bucket: Bucket): Date {
  return bucket.lastChangeAt ?? bucket.to;
}

/** The next instant at which anything changed; null: there is none in what is shown. */
export function changeAfter(buckets: readonly Bucket[], at: Date): Date | null {
  return buckets.find(({ lastChangeAt }) => lastChangeAt && lastChangeAt > at)?.lastChangeAt ?? null;
}

export function changeBefore(buckets: readonly Bucket[], at: Date): Date | null {
  return buckets.findLast(({ lastChangeAt }) => lastChangeAt && lastChangeAt < at)?.lastChangeAt ?? null;
}

/** "22 Nov, 14:05: 3 links down, 40 up; 2 changes". */
export function bucketWords({ from, to, counts, changeCount }: Bucket): string {
  const when = `${formatInstant(from)} to ${formatInstant(to)}`;
  if (!counts) return `${when}: nothing was recorded`;
  const links = HEALTH_STATES.filter((state) => counts.links[state] > 0).map(
    (state) => `${counts.links[state]} ${state}`,
  );
  const open = counts.clearTextCount > 0 ? `, ${counts.clearTextCount} in clear text` : "";
  const changes = changeCount === 0 ? "no change" : changeCount === 1 ? "1 change" : `${changeCount} changes`;
  return `${when}: links ${links.join(", ") || "none"}${open}; ${changes}`;
}

/** Share of each state's links in the height of a bar, worst at the top; the smallest is still seen. */
export function barParts({ counts }: Bucket): { state: HealthState; percent: number }[] {
  if (!counts) return [];
  const present = HEALTH_STATES.filter((state) => counts.links[state] > 0);
  const total = present.reduce((sum, state) => sum + counts.links[state], 0);
  const shares = present.map((state) => Math.max(counts.links[state] / total, LEAST_SHARE));
  const sum = shares.reduce((all, share) => all + share, 0);
  return present.map((state, position) => ({ state, percent: ((shares[position] ?? 0) / sum) * 100 }));
}

/** Whether two parts are drawn the same, whenever they were. */
export function looksSame(a: Bucket, b: Bucket): boolean {
  return (
    (a.counts === null) === (b.counts === null) &&
    a.changeCount > 0 === b.changeCount > 0 &&
    HEALTH_STATES.every((state) => a.counts?.links[state] === b.counts?.links[state])
  );
}

const LEAST_SHARE = 0.12;
