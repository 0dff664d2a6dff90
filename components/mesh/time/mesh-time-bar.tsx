"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight, GitCompareArrows, History, Pause, Play } from "lucide-react";
import { memo, useEffect, useState } from "react";
import { sentenceOf } from "../../trpc/refusal.ts";
import { useTRPC } from "../../trpc/trpc.ts";
import { Button } from "../../ui/button.tsx";
import { formatInstant } from "../../ui/format-age.ts";
import { useSearchParam } from "../../ui/search-params.ts";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useMedia } from "../use-media.ts";
import { InstantField } from "./instant-field.tsx";
import { MeshComparison } from "./mesh-comparison.tsx";
import { StateStrip } from "./state-strip.tsx";
import { type Bucket, changeAfter, changeBefore, SPAN_WORDS, type SpanName, SPANS } from "./strip.ts";
import { useMeshInstant } from "./use-mesh-instant.ts";

const BUCKET_COUNT = 96;
const REREAD_MILLISECONDS = 60_000;
const STEP_MILLISECONDS = 1500;
const DAY_MILLISECONDS = 86_400_000;

/** Now or any instant since facts are kept, two of them compared, and how it went between. */
export const MeshTimeBar = memo(function MeshTimeBar() {
  const { at, since, setAt, setSince } = useMeshInstant();
  const [spanText, setSpan] = useSearchParam("span");
  const span: SpanName = spanText in SPANS ? (spanText as SpanName) : "day"; // Just looked up.
  const timeline = useTimeline(span);
  const buckets = timeline.data?.buckets ?? [];
  const compare = () => setSince(new Date((at?.getTime() ?? Date.now()) - DAY_MILLISECONDS));
  return (
    <section aria-label="Time" className="mb-4 rounded-lg border border-line bg-surface shadow-xs">
      {at && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-t-lg border-b border-line bg-info-soft px-3 py-2 text-info">
          <History aria-hidden className="size-4 shrink-0" />
          <span className="font-medium">Mesh as of {formatInstant(at)}, by the facts of then.</span>
          <span className="text-sm">Live updates do not change it.</span>
          <Button size="sm" className="ml-auto" onClick={() => setAt(null)}>
            Back to now
          </Button>
        </p>
      )}
      <output className="sr-only" aria-live="polite">
        {at ? `The mesh is shown as of ${formatInstant(at)}.` : "The mesh is shown as it is now."}
      </output>
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2 px-3 py-2">
        <InstantField label="As of" value={at} unset="now" onChange={setAt} />
        <Steps buckets={buckets} at={at} setAt={setAt} />
        {since ? (
          <>
            <InstantField label="Compared with" value={since} unset="nothing" onChange={setSince} />
            <Button size="sm" onClick={() => setSince(null)}>
              End the comparison
            </Button>
          </>
        ) : (
          <Button size="sm" onClick={compare}>
            <GitCompareArrows aria-hidden /> Compare with the day before
          </Button>
        )}
        <SpanChoice span={span} setSpan={setSpan} />
      </div>
      <div className="px-3 pb-2">
        {timeline.data && <StateStrip timeline={timeline.data} at={at} since={since} onChoose={setAt} />}
        {!timeline.data &&
          (timeline.error ? (
            <p className="text-sm text-down">{sentenceOf(timeline.error)}</p>
          ) : (
            <Skeleton className="h-[3.625rem] w-full" />
          ))}
      </div>
      {since && <MeshComparison from={since} to={at} />}
    </section>
  );
});

const SPAN_OPTIONS = Object.entries(SPAN_WORDS).map(([value, label]) => ({ value, label }));

type SpanChoiceProps = { span: SpanName; setSpan: (span: string) => void };

const SpanChoice = memo(function SpanChoice({ span, setSpan }: SpanChoiceProps) {
  return (
    <Select
      aria-label="Time shown"
      value={span}
      onValueChange={(next) => setSpan(next === "day" ? "" : next)}
      options={SPAN_OPTIONS}
      className="ml-auto w-36"
    />
  );
});

function useTimeline(span: SpanName) {
  const [opened] = useState(() => Date.now());
  const length = SPANS[span];
  const from = length === null ? {} : { from: new Date(opened - length) };
  return useQuery({
    ...useTRPC().mesh.timeline.queryOptions({ ...from, bucketCount: BUCKET_COUNT }),
    refetchInterval: REREAD_MILLISECONDS,
    placeholderData: keepPreviousData,
  });
}

type StepsProps = { buckets: readonly Bucket[]; at: Date | null; setAt: (at: Date | null) => void };

function Steps({ buckets, at, setAt }: StepsProps) {
  const end = buckets.at(-1)?.to ?? new Date(0);
  const before = changeBefore(buckets, at ?? end);
  const after = at && changeAfter(buckets, at);
  return (
    <div className="flex items-center gap-1">
      <Button
        size="icon-sm"
        aria-label="Change before"
        disabled={!before}
        onClick={() => before && setAt(before)}
      >
        <ChevronLeft aria-hidden />
      </Button>
      <PlayButton buckets={buckets} at={at} setAt={setAt} />
      <Button size="icon-sm" aria-label="Change after" disabled={!at} onClick={() => setAt(after ?? null)}>
        <ChevronRight aria-hidden />
      </Button>
    </div>
  );
}

/** Steps through the changes up to now. Who wants less motion steps by hand. */
function PlayButton({ buckets, at, setAt }: StepsProps) {
  const mayMove = useMedia("(prefers-reduced-motion: no-preference)");
  const [isPlaying, setIsPlaying] = useState(false);
  useEffect(() => {
    if (!isPlaying) return undefined;
    const timer = setTimeout(() => {
      const next = at && changeAfter(buckets, at);
      setAt(next ?? null);
      if (!next) setIsPlaying(false);
    }, STEP_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [isPlaying, at, buckets, setAt]);
  if (!mayMove) return null;
  const first = buckets.find(({ lastChangeAt }) => lastChangeAt)?.lastChangeAt;
  const toggle = () => {
    if (!isPlaying && !at && first) setAt(first);
    setIsPlaying(!isPlaying);
  };
  return (
    <Button
      size="icon-sm"
      aria-label={isPlaying ? "Pause" : "Play the changes"}
      disabled={!isPlaying && !first}
      onClick={toggle}
    >
      {isPlaying ? <Pause aria-hidden /> : <Play aria-hidden />}
    </Button>
  );
}
