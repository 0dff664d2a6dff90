"use client";

import { memo } from "react";
import type { HealthState } from "#server/domain/health.ts";
import { cn } from "../../ui/cn.ts";
import { formatInstant } from "../../ui/format-age.ts";
import {
  barParts,
  type Bucket,
  bucketIndexOf,
  bucketWords,
  instantIn,
  looksSame,
  type Timeline,
} from "./strip.ts";

const FILLS: Record<HealthState, string> = {
  down: "bg-down-glyph",
  degraded: "bg-degraded-glyph",
  stale: "bg-stale-glyph",
  unknown: "bg-unknown-glyph/60",
  up: "bg-up-glyph/45",
};

type BarProps = { bucket: Bucket; isChosen: boolean };

const Bar = memo(
  function Bar({ bucket, isChosen }: BarProps) {
    return (
      <span
        aria-hidden
        className={cn(
          "relative flex h-full min-w-0 flex-1 flex-col rounded-[1px]",
          !bucket.counts && "bg-[repeating-linear-gradient(135deg,var(--line)_0_2px,transparent_2px_5px)]",
          isChosen && "ring-2 ring-ink",
        )}
      >
        {barParts(bucket).map(({ state, percent }) => (
          <span key={state} className={FILLS[state]} style={{ height: `${percent}%` }} />
        ))}
        {bucket.changeCount > 0 && (
          <span className="absolute -top-1 left-1/2 size-1 -translate-x-1/2 rounded-full bg-ink" />
        )}
      </span>
    );
  },
  (before, after) => before.isChosen === after.isChosen && looksSame(before.bucket, after.bucket),
);

export type StateStripProps = {
  timeline: Timeline;
  at: Date | null;
  since: Date | null;
  onChoose: (at: Date | null) => void;
};

/** How many links were in each state, part by part; the keys of a slider choose one, the last is now. */
export const StateStrip = memo(function StateStrip({
  timeline: { buckets, keptSince, from, to },
  at,
  since,
  onChoose,
}: StateStripProps) {
  const last = buckets.length - 1;
  const chosen = bucketIndexOf(buckets, at);
  const choose = (index: number) => {
    const bucket = buckets[Math.max(0, index)];
    if (bucket) onChoose(index >= last ? null : instantIn(bucket));
  };
  const shareOf = (instant: Date) =>
    `${((instant.getTime() - from.getTime()) / (to.getTime() - from.getTime())) * 100}%`;
  const current = buckets[chosen];
  return (
    <>
      <div className="relative flex h-9 items-end gap-px rounded-sm pt-1 outline-offset-2 has-focus-visible:outline-2 has-focus-visible:outline-ring">
        <input
          type="range"
          aria-label="Instant of the mesh"
          aria-valuetext={at && current ? bucketWords(current) : "now"}
          min={0}
          max={last}
          value={chosen}
          onChange={({ target }) => choose(Number(target.value))}
          title={current && bucketWords(current)}
          className="absolute inset-0 z-10 size-full cursor-pointer opacity-0"
        />
        {buckets.map((bucket, index) => (
          <Bar
            // Its place, not its time: from one reading to the next every part is a little later.
            // oxlint-disable-next-line react/no-array-index-key
            key={index}
            bucket={bucket}
            isChosen={index === chosen && at !== null}
          />
        ))}
        {since && since >= from && (
          <span aria-hidden className="absolute inset-y-0 w-0.5 bg-accent" style={{ left: shareOf(since) }} />
        )}
      </div>
      <p className="mt-1 flex justify-between gap-3 text-sm text-subtle">
        <span>{formatInstant(from)}</span>
        <span className="truncate max-sm:hidden">
          {keptSince
            ? `Facts are kept since ${formatInstant(keptSince)}. A dot marks a change; hatched: nothing was recorded.`
            : "No facts are kept yet."}
        </span>
        <span>now</span>
      </p>
    </>
  );
});
