const RELATIVE = new Intl.RelativeTimeFormat("en", { style: "short", numeric: "always" });
const EXACT = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });

const STEPS = [
  { unit: "year", seconds: 31_536_000 },
  { unit: "month", seconds: 2_592_000 },
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3600 },
  { unit: "minute", seconds: 60 },
  { unit: "second", seconds: 1 },
] as const;

const JUST_NOW_SECONDS = 10;

/** "2 min ago", never rounded up: what is called two minutes old is at least that. */
export function formatAge(at: Date, now: Date): string {
  const elapsedSeconds = Math.round((now.getTime() - at.getTime()) / 1000);
  const distance = Math.abs(elapsedSeconds);
  if (distance < JUST_NOW_SECONDS) return "just now";
  const step = STEPS.find(({ seconds }) => distance >= seconds) ?? STEPS[STEPS.length - 1];
  if (!step) return "just now";
  const count = Math.floor(distance / step.seconds);
  return RELATIVE.format(elapsedSeconds < 0 ? count : -count, step.unit).replace(".", "");
}

/** In UTC, so that people in different places read the same time. */
export function formatInstant(at: Date): string {
  return `${EXACT.format(at)} UTC`;
}
