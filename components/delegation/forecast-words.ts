import { type Forecast, HISTORY_DAYS_MIN } from "#server/domain/forecast.ts";

const DAYS_SHOWN_AS_PACE = 90;

function pace({ growth, days }: { growth: number; days: number }): string {
  const span = days === DAYS_SHOWN_AS_PACE ? "the last 90 days" : `the last ${days} days`;
  return `${growth.toLocaleString("en")} more in ${span}`;
}

/** "about 3 weeks": no more exact than such a forecast can be. */
function spanWords(weeks: number): string {
  if (weeks < 1) return "less than a week";
  if (weeks === 1) return "about a week";
  if (weeks <= 12) return `about ${weeks} weeks`;
  return `about ${Math.round((weeks * 7) / 30)} months`;
}

/** A whole sentence. */
export function forecastSentence(forecast: Forecast): string {
  switch (forecast.kind) {
    case "full":
      return "Full now.";
    case "full-in":
      return `Full in ${spanWords(forecast.weeks)} at the pace of the last ${forecast.days} days (${forecast.growth.toLocaleString("en")} more).`;
    case "later":
      return `Not full for two years at least (${pace(forecast)}).`;
    case "too-slow":
      return `Grows too slowly to say when it is full (${pace(forecast)}).`;
    case "not-growing":
      return `Not growing in the last ${forecast.days} days.`;
    case "too-little-history":
      return `Too little history to say when it is full (${forecast.days} of ${HISTORY_DAYS_MIN} days).`;
  }
}

/** The same in a table's cell. */
export function forecastWords(forecast: Forecast): string {
  switch (forecast.kind) {
    case "full":
      return "full now";
    case "full-in":
      return `full in ${spanWords(forecast.weeks)}`;
    case "later":
      return "not for two years";
    case "too-slow":
      return "grows slowly";
    case "not-growing":
      return "not growing";
    case "too-little-history":
      return "too little history";
  }
}

/** What a forecast is about: "networks", or "VXLAN ids on customers". */
export function outlookSubject(overlayRuleName: string | null): string {
  return overlayRuleName === null ? "networks" : `VXLAN ids on ${overlayRuleName}`;
}
