import { randomBytes } from "node:crypto";
import { NodeConnectionError } from "#server/adapters/ssh/node-connection-error.ts";
import type { NodeEndpoint } from "#server/adapters/ssh/node-way.ts";
import type { RunResult } from "#server/adapters/ssh/run-on-node.ts";
import type { Db } from "#db/client.ts";
import { announce } from "#db/queries/event.ts";
import { updateJumpHost } from "#db/queries/jump-host.ts";
import { findNodeToAsk, type LightNodeRow, type NodeVersion } from "#db/queries/node-version.ts";
import { isNodeUuidElsewhere, readAgain, saveFacts, updateNode } from "#db/queries/node.ts";
import { takeOverFoundRules } from "#db/queries/overlay-rule.ts";
import {
  type ClaimedRefresh,
  claimNodeRefresh,
  endUnchangedRefresh,
  enterRefreshState,
  listRefreshJobs,
  refreshEndEvents,
  updateNodeRefresh,
} from "#db/queries/refresh.ts";
import { changedRuleNames } from "#server/domain/changed-rules.ts";
import type { NodeFacts } from "#server/domain/facts.ts";
import type { HostKeyType, ShownHostKey } from "#server/domain/host-key.ts";
import type { Node, RefreshFailureCause } from "#server/domain/node.ts";
import type { ProbeRings } from "#server/domain/probe-rings.ts";
import { pathProbeTargets, probeTargets } from "#server/domain/probe-targets.ts";
import type { FailedAttempt } from "#server/domain/refresh-retry.ts";
import { collectorScript } from "#server/domain/refresh.ts";
import { asFirstContact, isAskedOnce } from "#server/domain/node-trust.ts";
import type { RefreshQueue } from "../refresh-queue.ts";
import { type Collected, collectFacts, type SectionOutcome } from "./collect-facts.ts";
import { confirmExpectedKey } from "../node/confirm-host-key.ts";
import { introductionScript } from "./introduction-script.ts";
import type { RuleChange } from "./order-refresh.ts";
import { type NodeWay, wayToNode } from "./node-endpoint.ts";
import type { RefreshesInProgress } from "./refreshes-in-progress.ts";

export type RefreshDeps = {
  db: Db;
  /** Salt of the key fingerprints, the same for the whole installation. */
  fingerprintSalt: string;
  /** `keyFingerprint` of the key that nodes are asked with. */
  runOnNode(
    endpoint: NodeEndpoint,
    script: string,
    during: { onConnected: (hostKey: ShownHostKey) => void; signal: AbortSignal },
    keyFingerprint: string | null,
  ): Promise<RunResult>;
  /** What this process keeps of a node anyway; undefined: nothing. */
  keptVersion?(nodeId: string): NodeVersion | undefined;
  /** Who probes whom; a moment old at most. */
  probeRings(): Promise<ProbeRings>;
  refreshQueue: RefreshQueue;
  inProgress: RefreshesInProgress;
  /** null: it has failed for good. */
  retryDelaySeconds(attempt: FailedAttempt): number | null;
  /** Absent: nothing is refreshed but what is asked for. */
  onRulesChanged?: ((change: RuleChange) => Promise<void>) | undefined;
  now(): Date;
};

/** The refresh ended while it was worked on: cancelled, or taken for dead. What came of it is dropped. */
class RefreshIsOver extends Error {}

type Failure = {
  cause: RefreshFailureCause;
  detail: string;
  shownKey?: ShownHostKey | null;
  sections?: SectionOutcome[];
};

/** A node on its way through a refresh, with what was known of it, and the way it is reached. */
type Visit = { row: LightNodeRow; node: Node; way: NodeWay; keyFingerprint: string | null };

function knownArpFilePaths({ facts }: Node): string[] {
  const rules = facts?.overlayRules?.value ?? [];
  return rules.map(({ arpFilePath }) => arpFilePath).filter((path) => path !== null);
}

async function announceRefresh(db: Db, nodeId: string): Promise<void> {
  await announce(db, { topic: "refresh", id: nodeId, vdcId: null });
}

/** The node is still quarantined: what it said is kept apart from facts. */
async function storeIntroduction(
  deps: RefreshDeps,
  refreshId: string,
  row: LightNodeRow,
  { facts, observedAt }: Read & { observedAt: Date },
): Promise<void> {
  const finishedAt = deps.now();
  const cause = "host-key-unconfirmed" as const;
  const detail = "It was asked once what it says it is; nothing of it counts until its key is confirmed.";
  await deps.db.transaction(async (tx) => {
    const end = { state: "skipped" as const, finishedAt, failureCause: cause, failureDetail: detail };
    if (!(await updateNodeRefresh(tx, refreshId, end))) throw new RefreshIsOver();
    await updateNode(tx, row.id, {
      ...{ introducedFacts: facts, introducedAt: observedAt, askOnceFingerprint: null },
      ...{ lastRefreshOutcome: "failed", lastRefreshFinishedAt: finishedAt },
      ...{ lastRefreshCause: cause, lastRefreshDetail: detail },
    });
    await announce(tx, ...refreshEndEvents(row.id));
  });
}

/** What a failure leaves behind: the cause on the node, never a change of its facts. */
async function storeFailure(
  deps: RefreshDeps,
  refreshId: string,
  { row, way }: Visit,
  failure: Failure,
): Promise<void> {
  const finishedAt = deps.now();
  const { sections = [] } = failure;
  const { cause, detail, shownKey } = asFirstContact(row, failure);
  await deps.db.transaction(async (tx) => {
    const isEnded = await updateNodeRefresh(tx, refreshId, {
      state: cause === "host-key-unconfirmed" ? "skipped" : "failed",
      finishedAt,
      failureCause: cause,
      failureDetail: detail,
      sections,
    });
    if (!isEnded) return;
    const offered = shownKey && {
      hostKeyOfferedFingerprint: shownKey.fingerprint,
      hostKeyOfferedType: shownKey.type,
    };
    if (cause === "jump-host-refused" && way.jumpPdcName !== null && offered)
      await updateJumpHost(tx, way.jumpPdcName, offered);
    await updateNode(tx, row.id, {
      lastRefreshOutcome: "failed",
      lastRefreshFinishedAt: finishedAt,
      lastRefreshCause: cause,
      lastRefreshDetail: detail,
      askOnceFingerprint: null,
      ...(cause === "host-key-unconfirmed" &&
        shownKey && { hostKeyFingerprint: shownKey.fingerprint, hostKeyType: shownKey.type }),
      ...(cause === "host-key-changed" && offered),
    });
    await announce(tx, ...refreshEndEvents(row.id));
  });
}

type Read = Extract<Collected, { outcome: "read" }>;

async function storeFacts(
  deps: RefreshDeps,
  refreshId: string,
  { row, way }: Visit,
  read: Read,
  { observedAt, hostKeyType }: { observedAt: Date; hostKeyType: HostKeyType | null },
): Promise<void> {
  if (isAskedOnce(row)) return storeIntroduction(deps, refreshId, row, { ...read, observedAt });
  const { facts, isKnown, differences, partFailures, sections } = read;
  const finishedAt = deps.now();
  const unread = partFailures.map(({ part, reason }) => `${part}: ${reason}`).join(" ");
  const ofNode = {
    lastRefreshOutcome: unread !== "" ? ("failed" as const) : ("ok" as const),
    lastRefreshFinishedAt: finishedAt,
    lastRefreshCause: unread !== "" ? ("unparsable" as const) : null,
    lastRefreshDetail: unread !== "" ? unread : null,
    ...{ hostKeyOfferedFingerprint: null, hostKeyOfferedType: null },
    ...(row.hostKeyConfirmedAt !== null && { hostKeyType }),
    ...(way.jumpPdcName !== null && { reachedThroughPdcName: way.jumpPdcName }),
  };
  const ofRefresh = {
    finishedAt,
    ...{ failureCause: null, failureDetail: null, failedStep: null },
    ...{ differences, partFailures, sections },
  };
  if (isKnown && differences.length === 0 && unread === "" && row.expectedFingerprint === null) {
    const known = { ...ofNode, ...readAgain(facts, observedAt) };
    const isEnded = await endUnchangedRefresh(deps.db, { id: refreshId, nodeId: row.id }, ofRefresh, known);
    if (!isEnded) throw new RefreshIsOver();
    return;
  }
  await enter(deps.db, refreshId, row.id, "storing");
  await deps.db.transaction(async (tx) => {
    const { snapshotId } = await saveFacts(tx, row.id, facts, {
      observedAt,
      hasChanged: differences.length > 0,
      isKnown,
      besides: ofNode,
    });
    const isEnded = await updateNodeRefresh(tx, refreshId, {
      ...ofRefresh,
      state: unread !== "" ? "failed" : differences.length > 0 ? "done" : "unchanged",
      snapshotId,
      ...(unread !== "" && { failureCause: "unparsable", failureDetail: unread, failedStep: "parsing" }),
    });
    if (!isEnded) throw new RefreshIsOver();
    if (row.expectedFingerprint !== null) await confirmExpectedKey(tx, row, hostKeyType, finishedAt);
    if (!isKnown) await takeOverFoundRules(tx, facts.overlayRules?.value ?? []);
    await announce(tx, ...refreshEndEvents(row.id));
  });
}

/** Only after what was read is stored: whoever hears of it may ask for it. */
async function tellOfRules(
  { onRulesChanged }: RefreshDeps,
  { row, node }: Visit,
  facts: NodeFacts,
): Promise<void> {
  if (isAskedOnce(row)) return;
  const ruleNames = changedRuleNames(node.facts, facts);
  if (ruleNames.length > 0) await onRulesChanged?.({ nodeId: row.id, hostname: row.hostname, ruleNames });
}

/** Marks where the refresh stands; throws `RefreshIsOver` when it stands nowhere any more. */
async function enter(
  db: Db,
  refreshId: string,
  nodeId: string,
  state: "collecting" | "parsing" | "storing",
): Promise<void> {
  if (!(await enterRefreshState(db, { id: refreshId, nodeId }, state))) throw new RefreshIsOver();
}

async function scriptFor(deps: RefreshDeps, { row, node }: Visit, mark: string): Promise<string> {
  if (isAskedOnce(row)) return introductionScript(mark);
  const rings = await deps.probeRings();
  return collectorScript({
    mark,
    knownArpFilePaths: knownArpFilePaths(node),
    probeAddresses: probeTargets(node, rings),
    pathProbeTargets: pathProbeTargets(node, rings),
    fingerprintSalt: deps.fingerprintSalt,
  });
}

type Asked = { signal: AbortSignal; onAnswering: (hostKey: ShownHostKey) => void };

async function ask(deps: RefreshDeps, refreshId: string, visit: Visit, asked: Asked): Promise<Collected> {
  const { row, node, way, keyFingerprint } = visit;
  const mark = randomBytes(16).toString("hex");
  const script = await scriptFor(deps, visit, mark);
  const observedAt = deps.now();
  let collecting: Promise<void> | null = null;
  const onConnected = (hostKey: ShownHostKey) => {
    asked.onAnswering(hostKey);
    collecting = enter(deps.db, refreshId, row.id, "collecting");
    // Awaited below; when the node fails first, nobody does.
    collecting.catch(() => undefined);
  };
  const during = { onConnected, signal: asked.signal };
  const result = await deps.runOnNode(way.endpoint, script, during, keyFingerprint);
  await collecting;
  await enter(deps.db, refreshId, row.id, "parsing");
  const collected = collectFacts(node.facts, result, mark, {
    from: observedAt,
    until: deps.now(),
  });
  if (collected.outcome === "failed" || isAskedOnce(row)) return collected;
  const nodeUuid = collected.facts.identity?.value.nodeUuid ?? "";
  // No two rows have the same one.
  if (nodeUuid === row.nodeUuid || !(await isNodeUuidElsewhere(deps.db, nodeUuid, row.id))) return collected;
  return {
    sections: collected.sections,
    outcome: "failed",
    cause: "identity-changed",
    detail: `Another node is already known as ${nodeUuid}; two nodes cannot share one UUID.`,
  };
}

/** Puts the refresh back into the queue, with what failed kept for people to read meanwhile. */
async function postpone(
  deps: RefreshDeps,
  claimed: ClaimedRefresh,
  { failureCause, message }: NodeConnectionError,
  delaySeconds: number,
): Promise<void> {
  const isWaiting = await updateNodeRefresh(deps.db, claimed.id, {
    state: "queued",
    attempt: claimed.attempt + 1,
    notBefore: new Date(deps.now().getTime() + delaySeconds * 1000),
    failureCause,
    failureDetail: message,
  });
  if (!isWaiting) return;
  await announceRefresh(deps.db, claimed.nodeId);
  const jobs = await listRefreshJobs(deps.db, [claimed.id], { isUrgent: true });
  await deps.refreshQueue.enqueue(jobs.map((job) => ({ ...job, delaySeconds })));
}

const TURN_SECONDS = 1;

async function waitForTurn({ db, refreshQueue }: RefreshDeps, nodeRefreshId: string): Promise<void> {
  const jobs = await listRefreshJobs(db, [nodeRefreshId], { isUrgent: true });
  await refreshQueue.enqueue(jobs.map((job) => ({ ...job, delaySeconds: TURN_SECONDS })));
}

/** One queued refresh from claim to storing. A failure of the node is a result, not an error; its event has the consequences. */
export async function refreshNode(deps: RefreshDeps, nodeRefreshId: string): Promise<void> {
  const claimed = await claimNodeRefresh(deps.db, nodeRefreshId, deps.now());
  if (claimed === "over") return;
  if (claimed === "pdc-busy") return waitForTurn(deps, nodeRefreshId);
  const found = await findNodeToAsk(deps.db, claimed.nodeId, deps.keptVersion?.(claimed.nodeId));
  if (!found) return;
  const { hasJumpHosts, ...toAsk } = found;
  const visit = { ...toAsk, way: await wayToNode(deps.db, toAsk.row, hasJumpHosts) };
  await deps.inProgress.run(nodeRefreshId, (signal) => work(deps, claimed, visit, signal));
}

async function work(
  deps: RefreshDeps,
  claimed: ClaimedRefresh,
  visit: Visit,
  signal: AbortSignal,
): Promise<void> {
  const startedAt = deps.now();
  let hostKeyType: HostKeyType | null = null;
  const onAnswering = (hostKey: ShownHostKey) => {
    hostKeyType = hostKey.type;
  };
  try {
    const collected = await ask(deps, claimed.id, visit, { signal, onAnswering });
    if (collected.outcome === "failed") await storeFailure(deps, claimed.id, visit, collected);
    else {
      await storeFacts(deps, claimed.id, visit, collected, { observedAt: startedAt, hostKeyType });
      await tellOfRules(deps, visit, collected.facts);
    }
  } catch (error) {
    if (error instanceof RefreshIsOver || signal.aborted) return;
    if (!(error instanceof NodeConnectionError)) {
      const detail = "Overmesh could not store what the node answered; the log has the reason.";
      await storeFailure(deps, claimed.id, visit, { cause: "command-failed", detail });
      throw error;
    }
    const { failureCause: cause, message: detail, shownKey } = error;
    const hasBegunAnswering = hostKeyType !== null;
    const delaySeconds = deps.retryDelaySeconds({ cause, hasBegunAnswering, attempt: claimed.attempt });
    if (delaySeconds === null) await storeFailure(deps, claimed.id, visit, { cause, detail, shownKey });
    else await postpone(deps, claimed, error, delaySeconds);
  }
}
