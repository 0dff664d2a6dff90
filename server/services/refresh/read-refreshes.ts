import type { Db } from "#db/client.ts";
import {
  findRefreshRun,
  listNodeRefreshesOfNode,
  listNodeRefreshesOfRun,
  listRefreshRuns,
} from "#db/queries/refresh.ts";
import type { Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { FactsDifference } from "#server/domain/facts-difference.ts";
import type { PartFailure, SectionOutcome } from "./collect-facts.ts";

const RUNS_MAX = 200;
const REFRESHES_OF_NODE_MAX = 50;

type StoredRefresh = Awaited<ReturnType<typeof listNodeRefreshesOfRun>>[number];

/** The three JSON columns are written by `refreshNode` alone, in these shapes. */
function withShapes(row: StoredRefresh) {
  return {
    ...row,
    differences: row.differences as FactsDifference[],
    partFailures: row.partFailures as PartFailure[],
    sections: row.sections as SectionOutcome[],
  };
}

export async function listRuns(db: Db, _grant: Grant<"refresh:read">) {
  const runs = await listRefreshRuns(db, RUNS_MAX);
  return runs.map((run) => ({
    ...run,
    finishedAt: run.finishedAt && run.inFlightCount === 0 ? new Date(run.finishedAt) : null,
  }));
}

export async function runById(db: Db, _grant: Grant<"refresh:read">, runId: string) {
  const run = await findRefreshRun(db, runId);
  if (!run) throw new DomainError("not-found", "No such refresh.");
  const nodeRefreshes = await listNodeRefreshesOfRun(db, runId);
  return { ...run, nodeRefreshes: nodeRefreshes.map(withShapes) };
}

export async function listRefreshesOfNode(db: Db, _grant: Grant<"refresh:read">, nodeId: string) {
  return (await listNodeRefreshesOfNode(db, nodeId, REFRESHES_OF_NODE_MAX)).map(withShapes);
}
