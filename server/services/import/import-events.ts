import { DomainError } from "#server/domain/errors.ts";
import type { RowVerdict } from "#server/domain/import/verdict.ts";
import type { ImportOutcome } from "./import-file.ts";
import type { OnProgress } from "./importer.ts";

/** What the person who waits is told, in this order: progress, then all rows in parts, then the whole; or a refusal. */
export type ImportEvent =
  | { kind: "progress"; phase: "checking" | "writing"; done: number; total: number }
  | { kind: "rows"; rows: RowVerdict[] }
  | { kind: "outcome"; outcome: Omit<ImportOutcome, "rows">; isApplied: boolean }
  | { kind: "refused"; message: string };

const ROWS_AT_ONCE = 500;
const PROGRESS_MILLISECONDS = 200;

/** The work goes on when nobody listens any more. */
export async function* importEvents(
  work: (onProgress: OnProgress) => Promise<ImportOutcome & { isApplied?: boolean }>,
): AsyncGenerator<ImportEvent, void> {
  let latest: ImportEvent | null = null;
  const working = work((phase, done, total) => {
    latest = { kind: "progress", phase, done, total };
  });
  const settled = working.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([settled, elapsed()]))) {
    if (latest) yield latest;
    latest = null;
  }
  try {
    const { rows, isApplied = false, ...outcome } = await working;
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      yield { kind: "rows", rows: rows.slice(from, from + ROWS_AT_ONCE) };
    }
    yield { kind: "outcome", outcome, isApplied };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    yield { kind: "refused", message: error.message };
  }
}

function elapsed(): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), PROGRESS_MILLISECONDS);
  });
}
