/** A statement has room for 65 535 parameters; no table here has more than 30 columns. */
const ROWS_PER_STATEMENT = 1000;

/** The same rows in parts that fit one statement each. */
export function chunks<T>(rows: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
    parts.push(rows.slice(from, from + ROWS_PER_STATEMENT));
  }
  return parts;
}
