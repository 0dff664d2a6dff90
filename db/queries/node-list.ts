import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  min,
  notInArray,
  type SQL,
  sql,
} from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { AllVdcs } from "#server/domain/access.ts";
import {
  LISTED_NODE_STATES,
  type NodeCursor,
  type NodeFilter,
  type NodePage,
  type NodeSort,
} from "#server/domain/node-list.ts";
import type { Db } from "../client.ts";
import { nodes } from "../schema/node.ts";
import { warnedNodes } from "./node-overview.ts";
import { nodePdcName } from "./node-schedule.ts";
import { nodeStateAt } from "./node-state.ts";

/** Nodes belong to no vDC, so whoever asks has a grant for the whole cloud. */
type Scope = AllVdcs;
/** `staleBefore`: facts from before are stale. */
export type NodeClock = { now: Date; staleBefore: Date };

/** Nothing a node said counts before its key is confirmed. */
const ifConfirmed = (column: AnyPgColumn) =>
  sql`case when ${nodes.hostKeyConfirmedAt} is not null then ${column} end`;
const adminAddress = sql<string | null>`${ifConfirmed(nodes.adminAddress)}`;
const externalAddress = sql<string | null>`${ifConfirmed(nodes.externalAddress)}`;
const factsObservedAt: SQL<Date | null> = sql`${ifConfirmed(nodes.factsObservedAt)}`.mapWith(
  nodes.factsObservedAt,
);

const searchedText = sql`lower(concat_ws(e'\n', ${nodes.id}, ${nodes.hostname}, ${nodePdcName}, ${adminAddress}, ${externalAddress},
  case when ${nodes.sshAddress} like '%:%' then '[' || ${nodes.sshAddress} || ']:' else ${nodes.sshAddress} || ':' end || ${nodes.sshPort}))`;

function isLike({ text, state, pdcName }: NodeFilter, clock: NodeClock): SQL | undefined {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return and(
    ...words.map((word) => sql`strpos(${searchedText}, ${word}) > 0`),
    state === undefined
      ? undefined
      : sql`${nodeStateAt(clock.staleBefore)} in ${state === "unknown" ? ["unknown", "quarantined"] : [state]}`,
    pdcName === undefined ? undefined : sql`${nodePdcName} = ${pdcName}`,
  );
}

type SortKey = { key: SQL; text: SQL; parse: (text: string) => SQL };

const byText = (key: SQL): SortKey => ({
  key: sql`(${key} collate "C")`,
  text: key,
  parse: (text) => sql`${text}`,
});
const byInteger = (key: SQL): SortKey => ({
  key,
  text: sql`${key}::text`,
  parse: (text) => sql`${text}::int`,
});
const byAddress = (column: SQL): SortKey => {
  const key = sql`coalesce(${column}, '0.0.0.0')::inet`;
  return { key, text: sql`${key}::text`, parse: (text) => sql`${text}::inet` };
};
/** To the microsecond, which JavaScript's own instants do not have. */
const byInstant = (column: SQL | AnyPgColumn): SortKey => {
  const key = sql`coalesce(extract(epoch from ${column}), 0)`;
  return { key, text: sql`${key}::text`, parse: (text) => sql`${text}::numeric` };
};

/** Each ends with the node's id. A cloud has some ten thousand nodes at most, whose short columns are sorted at once. */
function sortKeysOf(sort: NodeSort, clock: NodeClock): readonly SortKey[] {
  const hostname = byText(sql`lower(${nodes.hostname})`);
  switch (sort) {
    case "hostname":
      return [hostname];
    case "pdc":
      // Those that never told come before those without a name.
      return [byText(sql`coalesce('=' || lower(${nodePdcName}), '')`), hostname];
    case "state":
      return [
        byInteger(
          sql`array_position(array[${sql.join(
            LISTED_NODE_STATES.map((state) => sql`${state}`),
            sql`, `,
          )}]::text[], ${nodeStateAt(clock.staleBefore)})`,
        ),
        hostname,
      ];
    case "adminAddress":
      return [byAddress(adminAddress)];
    case "externalAddress":
      return [byAddress(externalAddress)];
    case "factsObservedAt":
      return [byInstant(sql`${ifConfirmed(nodes.factsObservedAt)}`)];
    case "lastRefresh":
      // Failures by their cause first, then what was read, then what was never asked.
      return [
        byText(
          sql`coalesce(case ${nodes.lastRefreshOutcome} when 'failed' then coalesce(${nodes.lastRefreshCause}, '') else '~' end, '~~')`,
        ),
        byInstant(nodes.lastRefreshFinishedAt),
      ];
    case "openWarningCount":
      return [byInteger(sql`coalesce(warned.open_count, 0)::int`)];
    case "ssh":
      return [byText(sql`${nodes.sshAddress}`), byInteger(sql`${nodes.sshPort}`)];
  }
}

function comesAfter(sortKeys: readonly SortKey[], isDescending: boolean, { keys, id }: NodeCursor): SQL {
  const here = sql.join([...sortKeys.map(({ key }) => key), sql`${nodes.id}`], sql`, `);
  const there = sql.join(
    [...sortKeys.map(({ parse }, at) => parse(keys[at] ?? "")), sql`${id}::uuid`],
    sql`, `,
  );
  return isDescending ? sql`(${here}) < (${there})` : sql`(${here}) > (${there})`;
}

const listedColumns = {
  id: nodes.id,
  hostname: nodes.hostname,
  pdcName: nodePdcName,
  adminAddress,
  externalAddress,
  sshAddress: nodes.sshAddress,
  sshPort: nodes.sshPort,
  hostKeyConfirmedAt: nodes.hostKeyConfirmedAt,
  jumpHostPdcName: nodes.jumpHostPdcName,
  hostKeyFingerprint: nodes.hostKeyFingerprint,
  hostKeyType: nodes.hostKeyType,
  hostKeyOfferedFingerprint: nodes.hostKeyOfferedFingerprint,
  hostKeyOfferedType: nodes.hostKeyOfferedType,
  expectedFingerprint: nodes.expectedFingerprint,
  factsObservedAt,
  lastRefreshOutcome: nodes.lastRefreshOutcome,
  lastRefreshFinishedAt: nodes.lastRefreshFinishedAt,
  lastRefreshCause: nodes.lastRefreshCause,
  lastRefreshDetail: nodes.lastRefreshDetail,
  pausedUntil: nodes.pausedUntil,
  pausedReason: nodes.pausedReason,
  pausedByName: nodes.pausedByName,
};

/** One page, read without any facts; `nextCursor` null: it is the last. A page begins where the one before ended. */
export async function listNodePage(
  db: Db,
  _scope: Scope,
  { sort, isDescending, limit, cursor, ...filter }: NodePage,
  clock: NodeClock,
) {
  const sortKeys = sortKeysOf(sort, clock);
  const direction = isDescending ? desc : asc;
  const read = db
    .select({
      ...listedColumns,
      listedState: nodeStateAt(clock.staleBefore),
      keys: sql<string[]>`array[${sql.join(
        sortKeys.map(({ text }) => text),
        sql`, `,
      )}]`,
    })
    .from(nodes)
    .$dynamic();
  const warned = warnedNodes(db, clock.now);
  const joined =
    sort === "openWarningCount" ? read.leftJoin(warned, eq(warned.nodeId, sql`${nodes.id}::text`)) : read;
  const rows = await joined
    .where(and(isLike(filter, clock), cursor ? comesAfter(sortKeys, isDescending, cursor) : undefined))
    .orderBy(...sortKeys.map(({ key }) => direction(key)), direction(nodes.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map(({ keys: _keys, ...row }) => row),
    nextCursor: rows.length > limit && last ? { keys: last.keys, id: last.id } : null,
  };
}
export type ListedNodeRow = Awaited<ReturnType<typeof listNodePage>>["rows"][number];

export async function countNodesLike(
  db: Db,
  _scope: Scope,
  filter: NodeFilter,
  clock: NodeClock,
): Promise<number> {
  const [row] = await db.select({ count: count() }).from(nodes).where(isLike(filter, clock));
  return row?.count ?? 0;
}

export async function listNodeIdsLike(
  db: Db,
  _scope: Scope,
  filter: NodeFilter,
  exceptNodeIds: readonly string[],
  clock: NodeClock,
): Promise<string[]> {
  const rows = await db
    .select({ id: nodes.id })
    .from(nodes)
    .where(and(isLike(filter, clock), notInArray(nodes.id, [...exceptNodeIds])));
  return rows.map(({ id }) => id);
}

/** Of each PDC that confirmed nodes name: how many nodes are in which state. */
export async function listPdcNodeCounts(db: Db, _scope: Scope, clock: NodeClock) {
  const listed = db
    .select({
      pdcName: sql<string>`${nodePdcName}`.as("pdc_name"),
      state: nodeStateAt(clock.staleBefore).as("listed_state"),
      isPaused: sql<boolean>`coalesce(${gt(nodes.pausedUntil, clock.now)}, false)`.as("is_paused"),
      factsObservedAt: nodes.factsObservedAt,
    })
    .from(nodes)
    .where(and(isNotNull(nodes.hostKeyConfirmedAt), isNotNull(nodes.reportedPdcName)))
    .as("listed");
  return db
    .select({
      pdcName: listed.pdcName,
      state: listed.state,
      nodeCount: count(),
      pausedNodeCount: sql<number>`count(*) filter (where ${listed.isPaused})::int`,
      oldestFactsAt: min(listed.factsObservedAt),
    })
    .from(listed)
    .groupBy(listed.pdcName, listed.state);
}

/** Quarantined nodes, those first that showed a key, by address. */
export async function listWaitingNodes(db: Db, _scope: Scope, limit: number) {
  return db
    .select({
      id: nodes.id,
      sshAddress: nodes.sshAddress,
      sshPort: nodes.sshPort,
      jumpHostPdcName: nodes.jumpHostPdcName,
      hostKeyFingerprint: nodes.hostKeyFingerprint,
      hostKeyType: nodes.hostKeyType,
      expectedFingerprint: nodes.expectedFingerprint,
    })
    .from(nodes)
    .where(isNull(nodes.hostKeyConfirmedAt))
    .orderBy(
      sql`${nodes.hostKeyFingerprint} is null`,
      asc(nodes.sshAddress),
      asc(nodes.sshPort),
      asc(nodes.id),
    )
    .limit(limit);
}

/** Nodes of exactly these names, in any case. */
export async function listNodesNamed(db: Db, _scope: Scope, hostnames: readonly string[]) {
  return db
    .select({ id: nodes.id, hostname: nodes.hostname })
    .from(nodes)
    .where(
      inArray(
        sql`lower(${nodes.hostname})`,
        hostnames.map((name) => name.toLowerCase()),
      ),
    )
    .orderBy(asc(nodes.hostname), asc(nodes.id));
}
