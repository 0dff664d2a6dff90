import { findMoment, listChangesOf, listMomentBuckets } from "#db/queries/mesh-moment.ts";
import { firstSnapshotAt, listNodeRecords, listRefreshEnds } from "#db/queries/node-record.ts";
import { listPathMtus } from "#db/queries/pdc-path.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { linkContextOf } from "#server/domain/mesh.ts";
import { linkBetween } from "#server/domain/mesh/link.ts";
import { linkPathOf } from "#server/domain/mesh/link-path.ts";
import { tellChange, type ToldChange } from "#server/domain/mesh-time/change-words.ts";
import { compareMeshes } from "#server/domain/mesh-time/compare-meshes.ts";
import { isSameLook, type MeshLook } from "#server/domain/mesh-time/mesh-look.ts";
import type { HistoryQuery } from "#server/domain/mesh-time/history-query.ts";
import { nodeAt } from "#server/domain/mesh-time/node-at.ts";
import { type ComparisonQuery, type TimelineQuery, timelineOf } from "#server/domain/mesh-time/timeline.ts";
import type { MeshDeps, MeshSource } from "../mesh/mesh-source.ts";
import { modelAt } from "./past-mesh.ts";

type Deps = MeshDeps & { mesh?: MeshSource };
type ReadGrant = Grant<"mesh:read", AllVdcs>;

const HISTORY_LENGTH_MAX = 50;
/** Each instant of a link's history asks for both nodes' facts of then. */
const LINK_INSTANTS_MAX = 30;
const SHORTEST_SPAN_MILLISECONDS = 60_000;

/** How many nodes and links were in each state, from when facts are kept until now or in a part of that. */
export async function readTimeline({ db }: Deps, _grant: ReadGrant, query: TimelineQuery, now: Date) {
  const keptSince = await firstSnapshotAt(db);
  const to = query.to && query.to < now ? query.to : now;
  const first = query.from ?? keptSince ?? now;
  const from = new Date(Math.min(first.getTime(), to.getTime() - SHORTEST_SPAN_MILLISECONDS));
  const span = { from, to, bucketCount: query.bucketCount };
  const buckets = timelineOf(span, await findMoment(db, from), await listMomentBuckets(db, span));
  return { keptSince, now, from, to, buckets };
}

/** What is different at `to`, or now, from what was at `from`. */
export async function compareInstants(
  deps: Deps,
  _grant: ReadGrant,
  { from, to }: ComparisonQuery,
  now: Date,
) {
  const until = to && to < now ? to : undefined;
  if (from >= (until ?? now)) {
    throw new DomainError("rejected", [{ field: "from", message: "Compare with an earlier instant." }]);
  }
  const before = await modelAt(deps, from, now);
  const comparison = compareMeshes(before, await modelAt(deps, until, now));
  const keptSince = await firstSnapshotAt(deps.db);
  return {
    ...{ from, to: until ?? now, isUntilNow: until === undefined },
    /** null: there are facts of both instants. */
    unknownUntil: keptSince && from < keptSince ? keptSince : null,
    ...comparison,
  };
}

type PastChange = ToldChange & { at: Date };

/** How one part of the mesh came to look as it does, newest first. */
export async function readHistory(deps: Deps, _grant: ReadGrant, query: HistoryQuery, now: Date) {
  const { kind, id } = query;
  const changes =
    kind === "link"
      ? await linkHistory(deps, id, now)
      : (await listChangesOf(deps.db, { kind, id }, HISTORY_LENGTH_MAX)).map((change): PastChange => ({
          ...tellChange(change),
          at: change.at,
        }));
  return { changes, isComplete: changes.length < HISTORY_LENGTH_MAX };
}

/** Made from what both ends told at each refresh that changed or ended anything; claims of other nodes are left out. */
async function linkHistory({ db, settings }: Deps, id: string, now: Date): Promise<PastChange[]> {
  const nodeIds = id.split(",");
  const instants = (await listRefreshEnds(db, nodeIds, LINK_INSTANTS_MAX)).toReversed();
  const pathMtus = await listPathMtus(db);
  const { staleAfterSeconds, publicAddressExceptions } = settings;
  const changes: PastChange[] = [];
  let before: MeshLook | null = null;
  for (const [position, at] of instants.entries()) {
    const records = await listNodeRecords(db, at, nodeIds);
    const nodes = records.flatMap((record) => nodeAt(record, at) ?? []);
    const [a, b] = nodes;
    const context = linkContextOf(nodes, { now: at, staleAfterSeconds, publicAddressExceptions, pathMtus });
    const link = a && b ? linkBetween(a, b, context) : null;
    const after: MeshLook | null = link && {
      state: link.state,
      path: linkPathOf(link),
      effectiveMtuBytes: link.effectiveMtuBytes,
    };
    const label = nodes
      .map(({ hostname }) => hostname)
      .toSorted()
      .join(" – ");
    const isDifferent = before && after ? !isSameLook(before, after) : before !== after;
    // Of the first instant nobody knows what was before.
    if (isDifferent && position > 0 && at <= now) {
      changes.push({ ...tellChange({ kind: "link", id, label, before, after }), at });
    }
    before = after;
  }
  return changes.toReversed();
}
