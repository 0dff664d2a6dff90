import { createHash } from "node:crypto";
import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { violationOf } from "#db/queries/violation.ts";
import type { Actor } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { ImportNoun } from "#server/domain/import/noun.ts";
import { countVerdicts, type RowVerdict } from "#server/domain/import/verdict.ts";
import { inSlices } from "../in-slices.ts";
import type { Importer, OnProgress, PlannedRow, Written } from "./importer.ts";
import { OvertakenError } from "./overtaken-error.ts";

/** Exclusion, unique and foreign key violations, and deadlock: somebody else was at it in the same moment. */
const OVERTAKEN_SQL_STATES: readonly string[] = ["23P01", "23505", "23503", "40P01"];
const ATTEMPT_COUNT_MAX = 3;
const ROWS_A_REPORT = 200;

/** Every row's verdict; `digest` stands for all of them and for what would be written. */
export type Judgement = { rows: RowVerdict[]; digest: string };

/** Judges all rows and writes nothing. */
export async function judge<Row, Step extends Written>(
  db: Db,
  importer: Importer<Row, Step>,
  onProgress: OnProgress,
): Promise<Judgement> {
  return judgementOf(await plan(db, importer, onProgress));
}

export type AboutImport = {
  actor: Actor;
  noun: ImportNoun;
  fileName: string;
  /** null: rows of several vDCs. */
  vdcId: string | null;
};

/**
 * Writes all rows or none, and only what was shown: when the state has moved so that the verdicts are other ones, nothing is
 * written and the new ones are the answer.
 */
export async function apply<Row, Step extends Written>(
  db: Db,
  importer: Importer<Row, Step>,
  about: AboutImport,
  shownDigest: string,
  onProgress: OnProgress,
): Promise<Judgement & { isApplied: boolean }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(async (tx) => {
        await importer.lock(tx);
        const planned = await plan(tx, importer, onProgress);
        const judgement = judgementOf(planned);
        const isRefused = judgement.rows.some(({ verdict }) => verdict === "refused");
        if (isRefused || judgement.digest !== shownDigest) return { ...judgement, isApplied: false };
        const steps = planned.flatMap(({ step }) => (step === null ? [] : [step]));
        if (steps.length > 0) {
          await importer.write(tx, steps, (count) => onProgress("writing", count, steps.length));
          await recordImport(tx, about, judgement);
        }
        return { ...judgement, isApplied: true };
      });
    } catch (error) {
      if (!isOvertaken(error)) throw error;
      if (attempt === ATTEMPT_COUNT_MAX) {
        throw new DomainError("conflict", "Somebody else changed this at the same moment. Try again.");
      }
    }
  }
}

async function plan<Row, Step extends Written>(
  db: Db,
  importer: Importer<Row, Step>,
  onProgress: OnProgress,
): Promise<PlannedRow<Step>[]> {
  const planRow = await importer.loadPlanner(db);
  const { rows } = importer;
  return inSlices(planEach());

  function* planEach(): Generator<void, PlannedRow<Step>[]> {
    const planned: PlannedRow<Step>[] = [];
    for (const row of rows) {
      planned.push(planRow(row));
      if (planned.length % ROWS_A_REPORT === 0) onProgress("checking", planned.length, rows.length);
      yield;
    }
    onProgress("checking", rows.length, rows.length);
    return planned;
  }
}

function judgementOf(planned: readonly PlannedRow<Written>[]): Judgement {
  const hash = createHash("sha256");
  for (const { verdict, step } of planned) hash.update(JSON.stringify([verdict, step?.values]));
  return { rows: planned.map(({ verdict }) => verdict), digest: hash.digest("base64url") };
}

async function recordImport(tx: Db, about: AboutImport, { rows, digest }: Judgement): Promise<void> {
  const { actor, noun, fileName, vdcId } = about;
  const { new: created, changed, unchanged } = countVerdicts(rows);
  await recordChange(tx, {
    actor,
    action: "import.apply",
    subjectKind: "import",
    subjectId: digest,
    subjectName: fileName || `pasted ${noun}`,
    vdcId,
    before: null,
    after: { noun, rows: rows.length, new: created, changed, unchanged },
  });
}

function isOvertaken(error: unknown): boolean {
  if (error instanceof DomainError) return false;
  if (error instanceof OvertakenError) return true;
  return OVERTAKEN_SQL_STATES.includes(violationOf(error)?.sqlState ?? "");
}
