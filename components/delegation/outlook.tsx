import type { RouterOutputs } from "../trpc/trpc.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { Sparkline } from "../ui/sparkline.tsx";
import { forecastSentence, outlookSubject } from "./forecast-words.ts";

export type OutlookData = RouterOutputs["delegation"]["getForecast"][number];

/** When something is used up, with how it came to that. */
export function Outlook({ outlook }: { outlook: OutlookData | "pending" }) {
  if (outlook === "pending") return <Skeleton className="h-8 max-w-96" />;
  const { overlayRuleName, capacity, forecast, takenByDay } = outlook;
  const [first = 0, last = 0] = [takenByDay[0], takenByDay.at(-1)];
  const figure = (count: number) => count.toLocaleString("en");
  const subject = outlookSubject(overlayRuleName);
  const label = `${subject} taken in the last 90 days: from ${figure(first)} to ${figure(last)} of ${figure(capacity)}`;
  const tone =
    forecast.kind === "full" || (forecast.kind === "full-in" && forecast.weeks <= 4)
      ? "text-degraded"
      : "text-muted";
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1">
      {forecast.kind !== "too-little-history" && (
        <Sparkline values={takenByDay} max={capacity} label={label} />
      )}
      <p className={tone}>{forecastSentence(forecast)}</p>
    </div>
  );
}
