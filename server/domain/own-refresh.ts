/** Between two orders of one vDC, whoever of its people gives them. */
const SECONDS_BETWEEN_ORDERS = 60;
const ORDERS_PER_HOUR_MAX = 10;
export const ORDER_WINDOW_SECONDS = 3600;

/** When a vDC may order its next refresh, given its orders of the last hour; null: now. */
export function nextOrderAt(orderedAts: readonly Date[], now: Date): Date | null {
  const times = orderedAts.map((at) => at.getTime()).toSorted((a, b) => b - a);
  const [latest] = times;
  const tooMany = times[ORDERS_PER_HOUR_MAX - 1];
  const next = Math.max(
    latest === undefined ? 0 : latest + SECONDS_BETWEEN_ORDERS * 1000,
    tooMany === undefined ? 0 : tooMany + ORDER_WINDOW_SECONDS * 1000,
  );
  return next > now.getTime() ? new Date(next) : null;
}
