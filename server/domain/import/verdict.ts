import type { Violation } from "../errors.ts";

export const VERDICTS = ["refused", "new", "changed", "unchanged", "left-out"] as const;
/** What becomes of a row. `left-out`: nothing is wrong with it, and it is not taken over. */
export type Verdict = (typeof VERDICTS)[number];

/** `line` where it is another one than the row's own. */
export type RowViolation = Violation & { line?: number };
/** Of one column; "" is none. */
export type RowChange = { field: string; before: string; after: string };

/** One row of the file and what would be done with it. */
export type RowVerdict = {
  line: number;
  /** As the file names it. */
  vdcName: string | null;
  name: string;
  verdict: Verdict;
  violations: readonly RowViolation[];
  changes: readonly RowChange[];
  /** What was chosen for it, or why it is left out. */
  note: string | null;
};

export type VerdictCounts = Record<Verdict, number>;

export function countVerdicts(rows: readonly { verdict: Verdict }[]): VerdictCounts {
  const counts = { refused: 0, new: 0, changed: 0, unchanged: 0, "left-out": 0 };
  for (const { verdict } of rows) counts[verdict] += 1;
  return counts;
}

/** The words of a vDC that does not exist; also of every other that the person has no part in. */
export const NO_SUCH_VDC: Violation = { field: "vdc", message: "No such vDC." };
