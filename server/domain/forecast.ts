/** How far back the pace is looked for. */
export const FORECAST_DAYS = 90;
export const HISTORY_DAYS_MIN = 28;
/** With less growth than this, one id more or less would change the answer altogether. */
const GROWTH_MIN = 3;
const WEEKS_MAX = 104;

/** `growth` in `days`: what the answer rests on. */
export type Forecast =
  | { kind: "full" }
  | { kind: "full-in"; weeks: number; growth: number; days: number }
  /** In more than two years. */
  | { kind: "later"; growth: number; days: number }
  | { kind: "too-slow"; growth: number; days: number }
  | { kind: "not-growing"; days: number }
  | { kind: "too-little-history"; days: number };

/** Net change of the number taken in the 24 hours that ended so many days ago. */
export type TakenChange = { daysAgo: number; change: number };

/** What was taken at the end of each day, oldest first; the last is now. Rebuilt backward from the present. */
export function takenByDay(
  takenNow: number,
  changes: readonly TakenChange[],
  days = FORECAST_DAYS,
): number[] {
  const changeByDay = new Map<number, number>();
  for (const { daysAgo, change } of changes) {
    changeByDay.set(daysAgo, (changeByDay.get(daysAgo) ?? 0) + change);
  }
  const newestFirst = [takenNow];
  let taken = takenNow;
  for (let daysAgo = 0; daysAgo < days; daysAgo += 1) {
    taken -= changeByDay.get(daysAgo) ?? 0;
    newestFirst.push(Math.max(0, taken));
  }
  return newestFirst.toReversed();
}

/**
 * When `capacity` is used up at the pace of the days there is a history of, and no sooner than that can be said.
 * `historyDays`: how long there has been anything to take from.
 */
export function forecastOf(
  taken: readonly number[],
  { capacity, historyDays }: { capacity: number; historyDays: number },
): Forecast {
  const now = taken.at(-1) ?? 0;
  const free = capacity - now;
  if (free <= 0) return { kind: "full" };
  const days = Math.min(historyDays, taken.length - 1);
  if (days < HISTORY_DAYS_MIN) return { kind: "too-little-history", days: Math.max(0, days) };
  const growth = now - (taken.at(-1 - days) ?? now);
  if (growth <= 0) return { kind: "not-growing", days };
  if (growth < GROWTH_MIN) return { kind: "too-slow", growth, days };
  const weeks = (free * days) / (growth * 7);
  if (weeks > WEEKS_MAX) return { kind: "later", growth, days };
  return { kind: "full-in", weeks: Math.round(weeks), growth, days };
}

const URGENCY: Record<Forecast["kind"], number> = {
  full: 0,
  "full-in": 1,
  later: 2,
  "too-slow": 3,
  "not-growing": 4,
  "too-little-history": 5,
};

/** The smaller, the sooner it runs out. */
export function urgencyOf(forecast: Forecast): number {
  return forecast.kind === "full-in" ? 1 + forecast.weeks / (WEEKS_MAX + 1) : URGENCY[forecast.kind];
}
