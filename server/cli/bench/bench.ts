/** In milliseconds. */
export type Figure = { p50: number; p95: number; count: number };

export type BenchResult = {
  sizes: Record<string, number>;
  /** By size, then by what was done. */
  figures: Record<string, Record<string, Figure>>;
  /** The largest size's p50 and p95 over the smallest's. */
  ratios: Record<string, { p50: number; p95: number }>;
  /** Met while `value` is at most `max`. */
  goals: Record<string, { value: number; max: number }>;
};

/** Measures and says on the way what it is at. */
export type Bench = (progress: (text: string) => void) => Promise<BenchResult>;

const rounded = (milliseconds: number) => Math.round(milliseconds * 100) / 100;

export function figureOf(milliseconds: readonly number[]): Figure {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number) =>
    rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50: at(0.5), p95: at(0.95), count: sorted.length };
}

export function ratioOf(large: Figure, small: Figure): { p50: number; p95: number } {
  return { p50: rounded(large.p50 / small.p50), p95: rounded(large.p95 / small.p95) };
}

/** Runs `once` a few times unmeasured, then measures `count` runs. `once` is given the number of the run. */
export async function measure(
  count: number,
  once: (run: number) => Promise<unknown>,
  warmUps = Math.ceil(count / 5),
): Promise<Figure> {
  for (let run = 0; run < warmUps; run += 1) await once(run - warmUps);
  const milliseconds: number[] = [];
  for (let run = 0; run < count; run += 1) {
    const start = performance.now();
    await once(run);
    milliseconds.push(performance.now() - start);
  }
  return figureOf(milliseconds);
}
