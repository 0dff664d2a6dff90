import type { Db } from "#db/client.ts";
import { findSnapshot, listSnapshotInstants } from "#db/queries/facts-snapshot.ts";
import { findNodeRow, toNode } from "#db/queries/node.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { factsDifference } from "#server/domain/facts-difference.ts";
import type { SnapshotPair } from "#server/domain/snapshot-comparison.ts";

const INSTANTS_MAX = 1000;

/** The instants of which facts are kept, latest first: those at which something was found changed. */
export async function listSnapshots(db: Db, _grant: Grant<"node:read", AllVdcs>, nodeId: string) {
  return listSnapshotInstants(db, nodeId, INSTANTS_MAX);
}

async function factsAt(db: Db, nodeId: string, instant: string) {
  if (instant !== "now") return findSnapshot(db, nodeId, instant);
  const row = await findNodeRow(db, nodeId);
  const facts = row && toNode(row).facts;
  return row?.factsObservedAt && facts ? { facts, observedAt: row.factsObservedAt } : null;
}

/** What is otherwise at the later instant than at the earlier, by meaning. */
export async function compareSnapshots(
  db: Db,
  _grant: Grant<"node:read", AllVdcs>,
  { nodeId, from, to }: SnapshotPair,
) {
  const [a, b] = [await factsAt(db, nodeId, from), await factsAt(db, nodeId, to)];
  if (!a || !b)
    throw new DomainError("not-found", "What the node held at one of these instants is not kept any more.");
  const [earlier, later] = a.observedAt <= b.observedAt ? [a, b] : [b, a];
  return {
    earlierAt: earlier.observedAt,
    laterAt: later.observedAt,
    differences: factsDifference(earlier.facts, later.facts),
  };
}
