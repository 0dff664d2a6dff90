import type { Db } from "#db/client.ts";
import { findNodeRow, lastRefreshOf, type NodeRow, toNode } from "#db/queries/node.ts";
import {
  countNodesLike,
  type ListedNodeRow,
  listNodePage,
  listNodesNamed,
  listPdcNodeCounts,
  listWaitingNodes,
  type NodeClock,
} from "#db/queries/node-list.ts";
import { inFlightStateByNodeId, openWarningCountByNodeId } from "#db/queries/node-overview.ts";
import { listWarnings } from "#db/queries/warning.ts";
import { listPartFailures } from "#db/queries/warning-situation.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { HealthState } from "#server/domain/health.ts";
import type { HostKeyType } from "#server/domain/host-key.ts";
import { nodeState } from "#server/domain/mesh.ts";
import { healthOfListed, type NodeCursor, type NodeFilter, type NodePage } from "#server/domain/node-list.ts";
import { adminAddress, externalAddress, type LastRefresh } from "#server/domain/node.ts";
import { isPaused } from "#server/domain/refresh-schedule.ts";
import type { RefreshStateInFlight } from "#server/domain/refresh-state.ts";
import { type Settings, staleBefore } from "#server/domain/settings.ts";
import { wayToNode } from "../refresh/node-endpoint.ts";
import { sumOf } from "#server/domain/sum.ts";

type Deps = { db: Db; settings: Settings };
type Reader = Grant<"node:read", AllVdcs>;

/** A row of the nodes table. Of a quarantined node only what the operator typed and the key it showed are known. */
export type NodeSummary = {
  id: string;
  hostname: string;
  /** "" when the node has none; null: it never told. */
  pdcName: string | null;
  adminAddress: string | null;
  externalAddress: string | null;
  sshAddress: string;
  sshPort: number;
  state: HealthState;
  isConfirmed: boolean;
  /** PDC through whose jump host an operator says it is reached; null: nobody said so. */
  jumpHostPdcName: string | null;
  hostKeyFingerprint: string | null;
  hostKeyType: HostKeyType | null;
  /** Another key that the node showed since; refused until confirmed. */
  offeredFingerprint: string | null;
  offeredType: HostKeyType | null;
  /** The key that the list it was enrolled from says it has; null: none, or it is confirmed. */
  expectedFingerprint: string | null;
  factsObservedAt: Date | null;
  lastRefresh: LastRefresh | null;
  /** null: no refresh of it is in flight. */
  refreshInFlight: RefreshStateInFlight | null;
  openWarningCount: number;
  /** null: the schedule reads it as the others. */
  pausedUntil: Date | null;
  pausedReason: string | null;
  pausedByName: string | null;
};

type Beside = {
  refreshInFlight: RefreshStateInFlight | null;
  openWarningCount: number;
};

async function loadBeside(
  db: Db,
  nodeIds: readonly string[],
  now: Date,
): Promise<(nodeId: string) => Beside> {
  const inFlight = await inFlightStateByNodeId(db, nodeIds);
  const warningCounts = await openWarningCountByNodeId(db, now, nodeIds);
  return (nodeId) => ({
    refreshInFlight: inFlight.get(nodeId) ?? null,
    openWarningCount: warningCounts.get(nodeId) ?? 0,
  });
}

const clockAt = (now: Date, settings: Settings): NodeClock => ({
  now,
  staleBefore: staleBefore(settings, now),
});

/** What the table and the page tell alike of a node's row. */
function trustOf(row: Pick<ListedNodeRow, keyof ListedNodeRow & keyof NodeRow>, now: Date) {
  return {
    id: row.id,
    hostname: row.hostname,
    sshAddress: row.sshAddress,
    sshPort: row.sshPort,
    isConfirmed: row.hostKeyConfirmedAt !== null,
    jumpHostPdcName: row.jumpHostPdcName,
    hostKeyFingerprint: row.hostKeyFingerprint,
    hostKeyType: row.hostKeyType,
    offeredFingerprint: row.hostKeyOfferedFingerprint,
    offeredType: row.hostKeyOfferedType,
    expectedFingerprint: row.expectedFingerprint,
    lastRefresh: lastRefreshOf(row),
    ...(row.pausedUntil !== null && isPaused(row, now)
      ? { pausedUntil: row.pausedUntil, pausedReason: row.pausedReason, pausedByName: row.pausedByName }
      : { pausedUntil: null, pausedReason: null, pausedByName: null }),
  };
}

/** One page of nodes, without their facts. */
export async function listNodeSummaries(
  { db, settings }: Deps,
  { scope }: Reader,
  page: NodePage,
  now: Date,
): Promise<{ nodes: NodeSummary[]; nextCursor: NodeCursor | null }> {
  const { rows, nextCursor } = await listNodePage(db, scope, page, clockAt(now, settings));
  const besideOf = await loadBeside(
    db,
    rows.map(({ id }) => id),
    now,
  );
  return {
    nextCursor,
    nodes: rows.map((row) => ({
      ...trustOf(row, now),
      state: healthOfListed(row.listedState),
      pdcName: row.pdcName,
      adminAddress: row.adminAddress,
      externalAddress: row.externalAddress,
      factsObservedAt: row.factsObservedAt,
      ...besideOf(row.id),
    })),
  };
}

/** A number of nodes can always be counted: `countMax` is never reached. */
export async function countNodes(
  { db, settings }: Deps,
  { scope }: Reader,
  filter: NodeFilter,
  now: Date,
): Promise<{ count: number; countMax: number }> {
  const count = await countNodesLike(db, scope, filter, clockAt(now, settings));
  return { count, countMax: count };
}

/** PDC names as confirmed nodes report them, with the number of their nodes. */
export async function listPdcNames(
  { db, settings }: Deps,
  { scope }: Reader,
  now: Date,
): Promise<{ name: string; nodeCount: number }[]> {
  const rows = await listPdcNodeCounts(db, scope, clockAt(now, settings));
  return [...Map.groupBy(rows, ({ pdcName }) => pdcName)]
    .map(([name, counts]) => ({ name, nodeCount: sumOf(counts.map(({ nodeCount }) => nodeCount)) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** More are looked at once these are done. */
const WAITING_MAX = 1000;

/** Quarantined nodes with the keys they showed. */
export async function listWaiting({ db }: Pick<Deps, "db">, { scope }: Reader) {
  const rows = await listWaitingNodes(db, scope, WAITING_MAX + 1);
  const inFlight = await inFlightStateByNodeId(
    db,
    rows.map(({ id }) => id),
  );
  return {
    nodes: rows
      .slice(0, WAITING_MAX)
      .map((row) => ({ ...row, refreshInFlight: inFlight.get(row.id) ?? null })),
    hasMore: rows.length > WAITING_MAX,
  };
}

export async function findNodesNamed(
  { db }: Pick<Deps, "db">,
  { scope }: Reader,
  hostnames: readonly string[],
): Promise<{ id: string; hostname: string }[]> {
  return listNodesNamed(db, scope, hostnames);
}

/** One node with all its facts, each part with its age. */
export async function nodeById({ db, settings }: Deps, grant: Reader, nodeId: string, now: Date) {
  const row = await findNodeRow(db, nodeId);
  if (!row) throw new DomainError("not-found", "No such node.");
  const warnings = await listWarnings(
    db,
    grant.scope,
    { state: "unresolved", nodeId, effects: "listed" },
    now,
  );
  const node = toNode(row);
  const { facts } = node;
  return {
    ...trustOf(row, now),
    state: nodeState(node, settings, now),
    pdcName: facts?.identity?.value.pdcName ?? null,
    adminAddress: facts && adminAddress(facts),
    externalAddress: facts && externalAddress(facts),
    factsObservedAt: facts?.identity?.observedAt ?? null,
    ...(await loadBeside(db, [row.id], now))(row.id),
    nodeUuid: row.nodeUuid,
    enrolledAt: row.createdAt,
    /** PDC through whose jump host it is asked; null: directly. */
    reachedThrough: (await wayToNode(db, row)).jumpPdcName,
    hostKeyConfirmedAt: row.hostKeyConfirmedAt,
    facts,
    /** What the last refresh that got through could not read. */
    partFailures: (await listPartFailures(db, [nodeId])).get(nodeId) ?? [],
    openWarnings: warnings.map(({ id, code, severity, cause, openedAt }) => ({
      id,
      code,
      severity,
      cause,
      openedAt,
    })),
  };
}
