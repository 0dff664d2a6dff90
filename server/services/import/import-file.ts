import type { AllVdcs, Grant, Scope } from "#server/domain/access.ts";
import { authorizeCloud } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { ReadFile } from "#server/domain/import/file-row.ts";
import type { ImportInput } from "#server/domain/import/import-input.ts";
import type { ImportNoun } from "#server/domain/import/noun.ts";
import { readFile } from "#server/domain/import/read-file.ts";
import { countVerdicts, type RowVerdict, type VerdictCounts } from "#server/domain/import/verdict.ts";
import type { NetworkDeps } from "../network/change-network.ts";
import { addressImporter } from "./address-importer.ts";
import { delegationImporter } from "./delegation-importer.ts";
import type { Importer, ImportOptions, OnProgress, Written } from "./importer.ts";
import { networkImporter } from "./network-importer.ts";
import { type AboutImport, apply, judge } from "./run-import.ts";

type Grants = Grant<"network:create", Scope>;
type Input = ImportInput & { vdcName?: string | null };

export type ImportOutcome = {
  noun: ImportNoun;
  format: ReadFile["format"];
  recognised: string;
  leftOut: readonly string[];
  counts: VerdictCounts;
  /** Stands for the verdicts; given back to apply exactly these. */
  digest: string;
  rows: RowVerdict[];
};

/** Judges every row against the present state and writes nothing. */
export async function checkFile(
  deps: NetworkDeps,
  grant: Grants,
  input: Input,
  onProgress: OnProgress,
): Promise<ImportOutcome> {
  const file = read(input);
  const judgement = await withImporter(deps, grant, input, file, (importer) =>
    judge(deps.db, importer, onProgress),
  );
  return outcomeOf(file, judgement);
}

/** `isApplied` false: something moved since, nothing was written, and these are the verdicts now. */
export async function applyFile(
  deps: NetworkDeps,
  grant: Grants,
  input: Input & { digest: string },
  onProgress: OnProgress,
): Promise<ImportOutcome & { isApplied: boolean }> {
  const file = read(input);
  const { actor, scope } = grant;
  const about: AboutImport = { actor, noun: file.noun, fileName: input.fileName, vdcId: scope.vdcId };
  const { isApplied, ...judgement } = await withImporter(deps, grant, input, file, (importer) =>
    apply(deps.db, importer, about, input.digest, onProgress),
  );
  return { ...outcomeOf(file, judgement), isApplied };
}

function read({ text }: Input): ReadFile {
  const { file, problem } = readFile(text);
  if (!file) throw new DomainError("rejected", [{ field: "text", message: problem }]);
  return file;
}

function outcomeOf(file: ReadFile, { rows, digest }: { rows: RowVerdict[]; digest: string }): ImportOutcome {
  const { noun, format, recognised, leftOut } = file;
  return { noun, format, recognised, leftOut, counts: countVerdicts(rows), digest, rows };
}

type Use<T> = <Row, Step extends Written>(importer: Importer<Row, Step>) => Promise<T>;

async function withImporter<T>(
  deps: NetworkDeps,
  grant: Grants,
  input: Input,
  file: ReadFile,
  use: Use<T>,
): Promise<T> {
  const { vdcName = null, networkName, markOutside } = input;
  const options: ImportOptions = { file, vdcName, networkName, markOutside };
  switch (file.noun) {
    case "networks":
      return use(await networkImporter(deps, grant, options));
    case "delegations":
      return use(delegationImporter(cloudGrant(grant), options, grant.scope.vdcId));
    case "addresses":
      return use(await addressImporter(deps.db, grant, options));
  }
}

function cloudGrant({ actor }: Grants): Grant<"delegation:manage", AllVdcs> {
  if (!actor.cloudRole) throw new DomainError("forbidden", "Delegations are imported by operators.");
  return authorizeCloud(actor, "delegation:manage");
}
