import type { Db } from "#db/client.ts";
import { findNodeRow, listNodeRows, type NodeRow, toNode } from "#db/queries/node.ts";
import { inFlightStateByNodeId, openWarningCountByNodeId } from "#db/queries/node-overview.ts";
import { listWarnings } from "#db/queries/warning.ts";
import { listPartFailures } from "#db/queries/warning-situation.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { HealthState } from "#server/domain/health.ts";
import type { HostKeyType } from "#server/domain/host-key.ts";
import { nodeState } from "#server/domain/mesh.ts";
import { adminAddress, externalAddress, type LastRefresh } from "#server/domain/node.ts";
import { isPaused } from "#server/domain/refresh-schedule.ts";
import type { RefreshStateInFlight } from "#server/domain/refresh-state.ts";
import type { Settings } from "#server/domain/settings.ts";
import { wayToNode } from "../refresh/node-endpoint.ts";

type Deps = { db: Db; settings: Settings };

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

type Beside = { inFlight: Map<string, RefreshStateInFlight>; warningCounts: Map<string, number> };

async function loadBeside(db: Db, now: Date): Promise<Beside> {
  return {
    inFlight: await inFlightStateByNodeId(db),
    warningCounts: await openWarningCountByNodeId(db, now),
  };
}

function summaryOf(row: NodeRow, settings: Settings, now: Date, beside: Beside): NodeSummary {
  const node = toNode(row);
  const { facts } = node;
  return {
    id: row.id,
    hostname: row.hostname,
    pdcName: facts?.identity?.value.pdcName ?? null,
    adminAddress: facts && adminAddress(facts),
    externalAddress: facts && externalAddress(facts),
    sshAddress: row.sshAddress,
    sshPort: row.sshPort,
    state: nodeState(node, settings, now),
    isConfirmed: node.isConfirmed,
    jumpHostPdcName: row.jumpHostPdcName,
    hostKeyFingerprint: row.hostKeyFingerprint,
    hostKeyType: row.hostKeyType,
    offeredFingerprint: row.hostKeyOfferedFingerprint,
    offeredType: row.hostKeyOfferedType,
    expectedFingerprint: row.expectedFingerprint,
    factsObservedAt: facts?.identity?.observedAt ?? null,
    lastRefresh: node.lastRefresh,
    refreshInFlight: beside.inFlight.get(row.id) ?? null,
    openWarningCount: beside.warningCounts.get(row.id) ?? 0,
    ...(row.pausedUntil !== null && isPaused(row, now)
      ? { pausedUntil: row.pausedUntil, pausedReason: row.pausedReason, pausedByName: row.pausedByName }
      : { pausedUntil: null, pausedReason: null, pausedByName: null }),
  };
}

/** By hostname. */
export async function listNodeSummaries(
  { db, settings }: Deps,
  _grant: Grant<"node:read", AllVdcs>,
  now: Date,
): Promise<NodeSummary[]> {
  const beside = await loadBeside(db, now);
  return (await listNodeRows(db)).map((row) => summaryOf(row, settings, now, beside));
}

/** One node with all its facts, each part with its age. */
export async function nodeById(
  { db, settings }: Deps,
  grant: Grant<"node:read", AllVdcs>,
  nodeId: string,
  now: Date,
) {
  const row = await findNodeRow(db, nodeId);
  if (!row) throw new DomainError("not-found", "No such node.");
  const warnings = await listWarnings(
    db,
    grant.scope,
    { state: "unresolved", nodeId, effects: "listed" },
    now,
  );
  return {
    ...summaryOf(row, settings, now, await loadBeside(db, now)),
    nodeUuid: row.nodeUuid,
    enrolledAt: row.createdAt,
    /** PDC through whose jump host it is asked; null: directly. */
    reachedThrough: (await wayToNode(db, row)).jumpPdcName,
    hostKeyConfirmedAt: row.hostKeyConfirmedAt,
    facts: toNode(row).facts,
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
