import type { Db } from "#db/client.ts";
import type { ReadFile } from "#server/domain/import/file-row.ts";
import type { RowVerdict } from "#server/domain/import/verdict.ts";

/** `done` of `total` rows; said now and then. */
export type OnProgress = (phase: "checking" | "writing", done: number, total: number) => void;

/** What applying a row writes; `values` are what was shown, so they may not be other ones then. */
export type Written = { values: unknown };

export type PlannedRow<Step extends Written> = {
  verdict: RowVerdict;
  /** What is written for it; null: nothing. */
  step: Step | null;
};

/** How rows of one noun are judged and written. */
export type Importer<Row, Step extends Written> = {
  rows: readonly Row[];
  /** Judges one row after another against the state of this moment; nobody else changes it while locks are held. */
  loadPlanner(db: Db): Promise<(row: Row) => PlannedRow<Step>>;
  /** Until the transaction ends nobody else changes what the rows were judged by. */
  lock(tx: Db): Promise<void>;
  /** Writes, records every change and tells every vDC once. */
  write(tx: Db, steps: readonly Step[], onDone: (count: number) => void): Promise<void>;
};

/** What a person gives beside the text. */
export type ImportOptions = {
  file: ReadFile;
  /** For rows that name none. */
  vdcName: string | null;
  networkName: string | null;
  /** Networks left outside a delegation are accepted. */
  markOutside: boolean;
};
