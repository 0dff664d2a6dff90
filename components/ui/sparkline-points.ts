type Box = { max: number; width: number; height: number };

/** Evenly from left to right; 0 at the bottom, `max` or the greatest value at the top. A single value is a level line. */
export function sparklinePoints(
  values: readonly number[],
  { max, width, height }: Box,
): [x: number, y: number][] {
  const all = values.length === 1 ? [...values, ...values] : values;
  const top = Math.max(max, ...all, 1);
  const step = width / Math.max(1, all.length - 1);
  const rounded = (value: number) => Math.round(value * 100) / 100;
  return all.map((value, index) => [rounded(index * step), rounded(height * (1 - value / top))]);
}
