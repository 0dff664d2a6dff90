import type { Db } from "#db/client.ts";
import {
  countNodeRefreshesOfRun,
  findNodeRefreshDetails,
  findRefreshRun,
  listNodeRefreshesOfNode,
  listNodeRefreshesOfRun,
  listRefreshRuns,
} from "#db/queries/refresh.ts";
import type { Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { FactsDifference } from "#server/domain/facts-difference.ts";
import { countByRefreshState, type NodeRefreshPage } from "#server/domain/refresh-run.ts";
import type { PartFailure, SectionOutcome } from "./collect-facts.ts";

const RUNS_MAX = 200;
const REFRESHES_OF_NODE_MAX = 50;

type StoredRefresh = Awaited<ReturnType<typeof listNodeRefreshesOfNode>>[number];

/** The JSON columns are written by `refreshNode` alone, in these shapes. */
function withShapes({ firstDifferences, ...row }: StoredRefresh) {
  return {
    ...row,
    /** The first few; `differenceCount` tells of how many. */
    differences: firstDifferences as FactsDifference[],
    partFailures: row.partFailures as PartFailure[],
  };
}

export async function listRuns(db: Db, _grant: Grant<"refresh:read">) {
  const runs = await listRefreshRuns(db, { limit: RUNS_MAX });
  return runs.map((run) => ({
    ...run,
    finishedAt: run.inFlightCount === 0 ? run.finishedAt : null,
  }));
}

async function requireRun(db: Db, runId: string) {
  const run = await findRefreshRun(db, runId);
  if (!run) throw new DomainError("not-found", "No such refresh.");
  return run;
}

/** A run with how many of its nodes are in which state. */
export async function runById(db: Db, _grant: Grant<"refresh:read">, runId: string) {
  const run = await requireRun(db, runId);
  const counted = await countNodeRefreshesOfRun(db, runId);
  const ends = counted.flatMap(({ lastFinishedAt }) => lastFinishedAt?.getTime() ?? []);
  return {
    ...run,
    countByState: countByRefreshState(counted),
    /** null: none of its nodes is through. */
    lastFinishedAt: ends.length > 0 ? new Date(Math.max(...ends)) : null,
  };
}

/** One page of a run's nodes. */
export async function listNodesOfRun(
  db: Db,
  _grant: Grant<"refresh:read">,
  page: { runId: string } & NodeRefreshPage,
) {
  await requireRun(db, page.runId);
  const { rows, nextCursor } = await listNodeRefreshesOfRun(db, page);
  return { nodeRefreshes: rows.map(withShapes), nextCursor };
}

/** What a row leaves out. */
export async function nodeRefreshDetails(db: Db, _grant: Grant<"refresh:read">, nodeRefreshId: string) {
  const found = await findNodeRefreshDetails(db, nodeRefreshId);
  if (!found) throw new DomainError("not-found", "No such refresh.");
  return {
    differences: found.differences as FactsDifference[],
    sections: found.sections as SectionOutcome[],
  };
}

export async function listRefreshesOfNode(db: Db, _grant: Grant<"refresh:read">, nodeId: string) {
  return (await listNodeRefreshesOfNode(db, nodeId, REFRESHES_OF_NODE_MAX)).map(withShapes);
}
