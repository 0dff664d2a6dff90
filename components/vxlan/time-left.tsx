"use client";

import { formatInstant } from "../ui/format-age.ts";
import { useNow } from "../ui/use-now.ts";
import { timeLeftWords } from "./time-left-words.ts";

/** How long an id still rests, kept up to date, with the exact end on hover. */
export function TimeLeft({ until }: { until: Date }) {
  const now = useNow();
  return (
    <time
      dateTime={until.toISOString()}
      title={formatInstant(until)}
      suppressHydrationWarning
      className="whitespace-nowrap tabular-nums"
    >
      {timeLeftWords(until, now)}
    </time>
  );
}
