import { randomBytes } from "node:crypto";
import { NodeConnectionError } from "#server/adapters/ssh/node-connection-error.ts";
import type { NodeEndpoint, RunResult } from "#server/adapters/ssh/run-on-node.ts";
import type { Db } from "#db/client.ts";
import { announce } from "#db/queries/event.ts";
import {
  isNodeUuidElsewhere,
  listNodeRows,
  lockNodeRow,
  type NodeRow,
  saveFacts,
  toNode,
  updateNode,
} from "#db/queries/node.ts";
import { takeOverFoundRules } from "#db/queries/overlay-rule.ts";
import { claimNodeRefresh, updateNodeRefresh } from "#db/queries/refresh.ts";
import type { RefreshFailureCause } from "#server/domain/node.ts";
import { probeTargets } from "#server/domain/probe-targets.ts";
import { collectorScript } from "#server/domain/refresh.ts";
import { type Collected, collectFacts } from "./collect-facts.ts";

export type RefreshDeps = {
  db: Db;
  /** Salt of the key fingerprints, the same for the whole installation. */
  fingerprintSalt: string;
  runOnNode(endpoint: NodeEndpoint, script: string, onConnected: () => void): Promise<RunResult>;
  now(): Date;
};

type Failure = { cause: RefreshFailureCause; detail: string; shownFingerprint?: string | null };

function knownArpFilePaths(row: NodeRow): string[] {
  const rules = toNode(row).facts?.overlayRules?.value ?? [];
  return rules.map(({ arpFilePath }) => arpFilePath).filter((path) => path !== null);
}

async function announceRefresh(db: Db, nodeId: string): Promise<void> {
  await announce(db, { topic: "refresh", id: nodeId, vdcId: null });
}

/** What a failure leaves behind: the cause on the node, never a change of its facts. */
async function storeFailure(
  deps: RefreshDeps,
  refreshId: string,
  row: NodeRow,
  failure: Failure,
): Promise<void> {
  const finishedAt = deps.now();
  const { cause, detail, shownFingerprint } = failure;
  await deps.db.transaction(async (tx) => {
    const isEnded = await updateNodeRefresh(tx, refreshId, {
      state: cause === "host-key-unconfirmed" ? "skipped" : "failed",
      finishedAt,
      failureCause: cause,
      failureDetail: detail,
    });
    if (!isEnded) return;
    await updateNode(tx, row.id, {
      lastRefreshOutcome: "failed",
      lastRefreshFinishedAt: finishedAt,
      lastRefreshCause: cause,
      lastRefreshDetail: detail,
      ...(cause === "host-key-unconfirmed" && { hostKeyFingerprint: shownFingerprint }),
      ...(cause === "host-key-changed" && { hostKeyOfferedFingerprint: shownFingerprint }),
    });
    await announceRefresh(tx, row.id);
    await announce(tx, { topic: "node", id: row.id, vdcId: null });
  });
}

async function showCollecting(db: Db, refreshId: string, nodeId: string): Promise<void> {
  await updateNodeRefresh(db, refreshId, { state: "collecting" });
  await announceRefresh(db, nodeId);
}

type Read = Extract<Collected, { outcome: "read" }>;

async function storeFacts(
  deps: RefreshDeps,
  refreshId: string,
  row: NodeRow,
  read: Read,
  observedAt: Date,
): Promise<void> {
  const { facts, differences, partFailures } = read;
  const finishedAt = deps.now();
  const unread = partFailures.map(({ part, reason }) => `${part}: ${reason}`).join(" ");
  await deps.db.transaction(async (tx) => {
    await lockNodeRow(tx, row.id);
    const { snapshotId } = await saveFacts(tx, row.id, facts, {
      observedAt,
      hasChanged: differences.length > 0,
    });
    const isEnded = await updateNodeRefresh(tx, refreshId, {
      state: unread !== "" ? "failed" : differences.length > 0 ? "done" : "unchanged",
      finishedAt,
      differences,
      partFailures,
      snapshotId,
      ...(unread !== "" && { failureCause: "unparsable", failureDetail: unread }),
    });
    // Ended meanwhile as interrupted: its facts would come too late.
    if (!isEnded) throw new Error("this refresh was already over");
    await updateNode(tx, row.id, {
      lastRefreshOutcome: unread !== "" ? "failed" : "ok",
      lastRefreshFinishedAt: finishedAt,
      lastRefreshCause: unread !== "" ? "unparsable" : null,
      lastRefreshDetail: unread !== "" ? unread : null,
      hostKeyOfferedFingerprint: null,
    });
    await takeOverFoundRules(tx, facts.overlayRules?.value ?? []);
    await announceRefresh(tx, row.id);
    await announce(tx, { topic: "node", id: row.id, vdcId: null });
  });
}

async function ask(
  deps: RefreshDeps,
  refreshId: string,
  row: NodeRow,
  rows: readonly NodeRow[],
): Promise<Collected> {
  const mark = randomBytes(16).toString("hex");
  const script = collectorScript({
    mark,
    knownArpFilePaths: knownArpFilePaths(row),
    probeAddresses: probeTargets(row.id, rows.map(toNode)),
    fingerprintSalt: deps.fingerprintSalt,
  });
  const isConfirmed = row.hostKeyConfirmedAt !== null;
  const endpoint = {
    address: row.sshAddress,
    port: row.sshPort,
    pinnedFingerprint: isConfirmed ? row.hostKeyFingerprint : null,
  };
  const observedAt = deps.now();
  let collecting: Promise<void> | null = null;
  const result = await deps.runOnNode(endpoint, script, () => {
    collecting = showCollecting(deps.db, refreshId, row.id);
    // Awaited below; when the node fails first, nobody does.
    collecting.catch(() => undefined);
  });
  await collecting;
  await updateNodeRefresh(deps.db, refreshId, { state: "storing" });
  const collected = collectFacts(toNode(row).facts, result, mark, observedAt);
  if (collected.outcome === "failed") return collected;
  const nodeUuid = collected.facts.identity?.value.nodeUuid ?? "";
  if (!(await isNodeUuidElsewhere(deps.db, nodeUuid, row.id))) return collected;
  return {
    outcome: "failed",
    cause: "identity-changed",
    detail: `Another node is already known as ${nodeUuid}; two nodes cannot share one UUID.`,
  };
}

/** One queued refresh from claim to storing. A failure of the node is a result, not an error; its event has the consequences. */
export async function refreshNode(deps: RefreshDeps, nodeRefreshId: string): Promise<void> {
  const claimed = await claimNodeRefresh(deps.db, nodeRefreshId, deps.now());
  if (!claimed) return;
  const rows = await listNodeRows(deps.db);
  const row = rows.find(({ id }) => id === claimed.nodeId);
  if (!row) return;
  await announceRefresh(deps.db, row.id);
  const startedAt = deps.now();
  try {
    const collected = await ask(deps, nodeRefreshId, row, rows);
    if (collected.outcome === "failed") await storeFailure(deps, nodeRefreshId, row, collected);
    else await storeFacts(deps, nodeRefreshId, row, collected, startedAt);
  } catch (error) {
    if (!(error instanceof NodeConnectionError)) {
      const detail = "Overmesh could not store what the node answered; the log has the reason.";
      await storeFailure(deps, nodeRefreshId, row, { cause: "command-failed", detail });
      throw error;
    }
    const { failureCause: cause, message: detail, shownFingerprint } = error;
    await storeFailure(deps, nodeRefreshId, row, { cause, detail, shownFingerprint });
  }
}
