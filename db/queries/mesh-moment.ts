import { createHash } from "node:crypto";
import { and, asc, desc, eq, gte, inArray, lt, lte, sql } from "drizzle-orm";
import { type CountByHealth, HEALTH_STATES } from "#server/domain/health.ts";
import type { LookChange, LookOf } from "#server/domain/mesh-time/mesh-look.ts";
import type { RecordedBucket, RecordedMoment } from "#server/domain/mesh-time/timeline.ts";
import type { Db } from "../client.ts";
import { meshChanges, meshMoments, meshSubjects } from "../schema/mesh-moment.ts";
import { chunks } from "./chunks.ts";

const MOMENTS_LOCK = 4_789_002;

/** One process at a time says what changed, until its transaction ends. */
export async function lockMoments(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${MOMENTS_LOCK})`);
}

const momentColumns = {
  at: meshMoments.at,
  nodeCountByState: meshMoments.nodeCountByState,
  linkCountByState: meshMoments.linkCountByState,
  clearTextCount: meshMoments.clearTextCount,
};

/** The last not after `at`. */
export async function findMoment(db: Db, at: Date): Promise<RecordedMoment | null> {
  const [row] = await db
    .select(momentColumns)
    .from(meshMoments)
    .where(lte(meshMoments.at, at))
    .orderBy(desc(meshMoments.at))
    .limit(1);
  return row ?? null;
}

const KEY_LENGTH_MAX = 400;

/** PDC names may be long, and an index takes no more than some 2700 bytes. */
function keyOf(id: string): string {
  return id.length <= KEY_LENGTH_MAX ? id : createHash("sha256").update(id).digest("hex");
}

/** How everything looked at the last moment. */
export async function listSubjects(db: Db): Promise<LookOf[]> {
  const { kind, id, label, look } = meshSubjects;
  return db.select({ kind, id, label, look }).from(meshSubjects);
}

export async function insertMoment(
  tx: Db,
  moment: RecordedMoment,
  changes: readonly LookChange[],
): Promise<void> {
  await tx.insert(meshMoments).values({ ...moment, changeCount: changes.length });
  const told = changes.flatMap(({ kind, ...rest }) =>
    kind === "link" ? [] : [{ kind, key: keyOf(rest.id), ...rest, at: moment.at }],
  );
  for (const some of chunks(told)) await tx.insert(meshChanges).values(some);
  const present = told.flatMap(({ kind, key, id, label, after }) =>
    after ? [{ kind, key, id, label, look: after }] : [],
  );
  for (const some of chunks(present)) {
    const given = { label: sql`excluded.label`, look: sql`excluded.look` };
    await tx
      .insert(meshSubjects)
      .values(some)
      .onConflictDoUpdate({ target: [meshSubjects.kind, meshSubjects.key], set: given });
  }
  const gone = Map.groupBy(
    told.filter(({ after }) => after === null),
    ({ kind }) => kind,
  );
  for (const [kind, subjects] of gone) {
    const keys = subjects.map(({ key }) => key);
    for (const some of chunks(keys)) {
      await tx.delete(meshSubjects).where(and(eq(meshSubjects.kind, kind), inArray(meshSubjects.key, some)));
    }
  }
}

/** Sums of the moments in each part of the time from `from` to `to`; parts without any are left out. */
export async function listMomentBuckets(
  db: Db,
  { from, to, bucketCount }: { from: Date; to: Date; bucketCount: number },
): Promise<RecordedBucket[]> {
  const seconds = (instant: Date) => instant.getTime() / 1000;
  const index =
    sql<number>`least(${bucketCount - 1}::int, floor((extract(epoch from ${meshMoments.at})::float8 - ${seconds(from)}::float8)
    / ${(seconds(to) - seconds(from)) / bucketCount}::float8)::int)`.as("index");
  const numbered = db
    .select({ ...momentColumns, changeCount: meshMoments.changeCount, index })
    .from(meshMoments)
    .where(and(gte(meshMoments.at, from), lte(meshMoments.at, to)))
    .as("numbered");
  const largest = (column: typeof numbered.nodeCountByState | typeof numbered.linkCountByState) => {
    const pairs = HEALTH_STATES.map((state) => sql`${state}::text, max((${column}->>${state}::text)::int)`);
    return sql<CountByHealth>`jsonb_build_object(${sql.join(pairs, sql`, `)})`;
  };
  const lastOf = <T>(column: (typeof numbered)[keyof typeof momentColumns]) =>
    sql<T>`(array_agg(${column} order by ${numbered.at} desc))[1]`;
  const rows = await db
    .select({
      index: numbered.index,
      nodeCountMax: largest(numbered.nodeCountByState),
      linkCountMax: largest(numbered.linkCountByState),
      clearTextCountMax: sql<number>`max(${numbered.clearTextCount})::int`,
      changeCount: sql<number>`sum(${numbered.changeCount})::int`,
      lastChangeAtMs: sql<
        number | null
      >`(extract(epoch from max(${numbered.at}) filter (where ${numbered.changeCount} > 0)) * 1000)::float8`,
      lastAtMs: sql<number>`(extract(epoch from max(${numbered.at})) * 1000)::float8`,
      lastNodes: lastOf<CountByHealth>(numbered.nodeCountByState),
      lastLinks: lastOf<CountByHealth>(numbered.linkCountByState),
      lastClearText: lastOf<number>(numbered.clearTextCount),
    })
    .from(numbered)
    .groupBy(numbered.index)
    .orderBy(asc(numbered.index));
  return rows.map((row) => ({
    index: row.index,
    nodeCountMax: row.nodeCountMax,
    linkCountMax: row.linkCountMax,
    clearTextCountMax: row.clearTextCountMax,
    changeCount: row.changeCount,
    lastChangeAt: row.lastChangeAtMs === null ? null : new Date(row.lastChangeAtMs),
    last: {
      at: new Date(row.lastAtMs),
      nodeCountByState: row.lastNodes,
      linkCountByState: row.lastLinks,
      clearTextCount: row.lastClearText,
    },
  }));
}

/** Newest first. */
export async function listChangesOf(
  db: Db,
  { kind, id }: { kind: "pdc" | "node" | "pdc-link"; id: string },
  limit: number,
): Promise<(LookChange & { at: Date })[]> {
  return db
    .select()
    .from(meshChanges)
    .where(and(eq(meshChanges.kind, kind), eq(meshChanges.key, keyOf(id))))
    .orderBy(desc(meshChanges.at))
    .limit(limit);
}

/** The last moment before the limit stays, since it says how everything was at the limit. */
export async function deleteMomentsBefore(db: Db, limit: Date): Promise<void> {
  await db.delete(meshChanges).where(lt(meshChanges.at, limit));
  const kept = sql`(select max(${meshMoments.at}) from ${meshMoments} where ${meshMoments.at} <= ${limit.toISOString()}::timestamptz)`;
  await db.delete(meshMoments).where(sql`${meshMoments.at} < ${kept}`);
}
