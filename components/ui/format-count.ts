const COUNT = new Intl.NumberFormat("en");

/** 12,345. One formatter for all: a new one for each number is slow. */
export function formatCount(count: number): string {
  return COUNT.format(count);
}
