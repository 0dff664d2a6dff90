import * as z from "zod";

const DAY_MINUTES = 1440;
/** Offsets of time zones and times of a schedule are whole quarters of an hour. */
const STEP_MINUTES = 15;
const STEP_MILLISECONDS = STEP_MINUTES * 60_000;
const STEPS_MAX = (3 * DAY_MINUTES) / STEP_MINUTES;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const MinuteOfDay = z
  .number()
  .int()
  .min(0)
  .max(DAY_MINUTES - 1)
  .multipleOf(STEP_MINUTES, { error: "Times are whole quarters of an hour." });

/** When a person is told, by the clock on their wall. */
export const Schedule = z.object({
  mode: z.enum(["at-once", "daily"]),
  /** Of the daily message. */
  dailyAtMinute: MinuteOfDay,
  timeZone: z.string().max(64).refine(isTimeZone, { error: "There is no such time zone." }),
  /** Held back until its end; over midnight when the end comes first, and the whole day when both are equal. */
  quiet: z.object({ fromMinute: MinuteOfDay, untilMinute: MinuteOfDay }).nullable(),
  /** What is critical is told at once, at any hour. */
  criticalBreaksThrough: z.boolean(),
});
export type Schedule = z.infer<typeof Schedule>;

const formatByTimeZone = new Map<string, Intl.DateTimeFormat>();

/** Minutes since midnight on the wall. */
function minuteOfDay(at: Date, timeZone: string): number {
  let format = formatByTimeZone.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    formatByTimeZone.set(timeZone, format);
  }
  const [hour = "0", minute = "0"] = format.format(at).split(":");
  return Number(hour) * 60 + Number(minute);
}

function isQuiet({ quiet, timeZone }: Schedule, at: Date): boolean {
  if (!quiet) return false;
  const { fromMinute, untilMinute } = quiet;
  const minute = minuteOfDay(at, timeZone);
  return fromMinute < untilMinute
    ? minute >= fromMinute && minute < untilMinute
    : minute >= fromMinute || minute < untilMinute;
}

/** Whether the wall clock came to `minute` between two looks at it. It may jump: over it in spring, back in autumn. */
function reaches(before: number, after: number, minute: number): boolean {
  if (after >= before) return before < minute && minute <= after;
  const isNextDay = before - after > DAY_MINUTES / 2;
  return isNextDay && (minute > before || minute <= after);
}

/** The first quarter of an hour at or after `from` of which `holds`; `from` a few days on if there is none. */
function firstStep(from: Date, holds: (at: Date, before: Date) => boolean): Date {
  let step = Math.ceil(from.getTime() / STEP_MILLISECONDS);
  const last = step + STEPS_MAX;
  while (step < last) {
    const at = new Date(step * STEP_MILLISECONDS);
    if (holds(at, new Date((step - 1) * STEP_MILLISECONDS))) return at;
    step += 1;
  }
  return new Date(last * STEP_MILLISECONDS);
}

/** When something noticed at `noticedAt` is told to a person with this schedule, as seen at `now`. */
export function tellAt(
  schedule: Schedule,
  { noticedAt, hasCritical }: { noticedAt: Date; hasCritical: boolean },
  now: Date,
): Date {
  if (hasCritical && schedule.criticalBreaksThrough) return noticedAt;
  const { mode, dailyAtMinute, timeZone } = schedule;
  if (mode === "daily") {
    return firstStep(new Date(noticedAt.getTime() + 1), (at, before) =>
      reaches(minuteOfDay(before, timeZone), minuteOfDay(at, timeZone), dailyAtMinute),
    );
  }
  const earliest = noticedAt > now ? noticedAt : now;
  return isQuiet(schedule, earliest) ? firstStep(earliest, (at) => !isQuiet(schedule, at)) : earliest;
}
