const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;

/** "23 h 10 min", never rounded down: what is said to be over is over. */
export function timeLeftWords(until: Date, now: Date): string {
  const seconds = Math.ceil((until.getTime() - now.getTime()) / 1000);
  if (seconds <= 0) return "over";
  if (seconds < MINUTE_SECONDS) return "less than a minute";
  if (seconds < HOUR_SECONDS) return `${Math.ceil(seconds / MINUTE_SECONDS)} min`;
  const minutes = Math.ceil(seconds / MINUTE_SECONDS);
  if (seconds < 2 * DAY_SECONDS) {
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
  }
  const hours = Math.ceil(seconds / HOUR_SECONDS);
  const [days, rest] = [Math.floor(hours / 24), hours % 24];
  return rest === 0 ? `${days} days` : `${days} days ${rest} h`;
}
