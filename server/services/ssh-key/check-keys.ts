import type { KeyRing } from "#server/adapters/ssh/key-ring.ts";
import { NodeConnectionError } from "#server/adapters/ssh/node-connection-error.ts";
import type { NodeEndpoint } from "#server/adapters/ssh/node-way.ts";
import type { SshCredential } from "#server/adapters/ssh/ssh-identity.ts";
import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { announce } from "#db/queries/event.ts";
import { findNodeRow } from "#db/queries/node.ts";
import { claimKeyCheck } from "#db/queries/node-claim.ts";
import {
  endKeyCheck,
  failInterruptedKeyChecks,
  type KeyCheckRef,
  listForgottenKeyChecks,
  listKeyChecks,
  lockSshKeys,
  queueKeyChecks,
} from "#db/queries/ssh-key.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { nodesToCheck } from "#server/domain/ssh-key.ts";
import { wayToNode } from "../refresh/node-endpoint.ts";

/** Hands checks to the workers. */
export type KeyCheckQueue = {
  enqueueKeyChecks(checks: readonly KeyCheckRef[], delaySeconds: number): Promise<void>;
};

type OrderDeps = { db: Db; keyCheckQueue: KeyCheckQueue };
type CheckDeps = OrderDeps & {
  keyRing: KeyRing;
  isLetIn(endpoint: NodeEndpoint, credential: SshCredential): Promise<boolean>;
  now(): Date;
};

const TURN_SECONDS = 1;
/** Longer than any check can take. */
const CHECK_SECONDS_MAX = 300;
const FORGOTTEN_AFTER_SECONDS = 120;

async function announceChecks(db: Db): Promise<void> {
  await announce(db, { topic: "refresh", id: null, vdcId: null });
}

/** Asks the nodes whether they let the key in, and runs nothing there. */
export async function orderKeyCheck(
  { db, keyCheckQueue }: OrderDeps,
  { actor }: Grant<"node:manage", AllVdcs>,
  fingerprint: string,
  now: Date,
): Promise<{ nodeCount: number }> {
  const nodeIds = await db.transaction(async (tx) => {
    const key = (await lockSshKeys(tx)).find((each) => each.fingerprint === fingerprint);
    if (!key) throw new DomainError("not-found", "No such SSH key.");
    const wanted = nodesToCheck(await listKeyChecks(tx, fingerprint), key.role === "old");
    await queueKeyChecks(tx, fingerprint, wanted, now);
    await recordChange(tx, {
      actor,
      action: "ssh-key.check",
      subjectKind: "ssh-key",
      subjectId: fingerprint,
      subjectName: fingerprint,
      vdcId: null,
      before: null,
      after: { nodeCount: wanted.length },
    });
    await announceChecks(tx);
    return wanted;
  });
  await keyCheckQueue.enqueueKeyChecks(
    nodeIds.map((nodeId) => ({ fingerprint, nodeId })),
    0,
  );
  return { nodeCount: nodeIds.length };
}

/** One queued check from claim to answer, under the limits of refreshes; a node's failure is a result, not an error. */
export async function checkKey(deps: CheckDeps, check: KeyCheckRef): Promise<void> {
  const claimed = await claimKeyCheck(deps.db, check, deps.now());
  if (claimed === "over") return;
  if (claimed === "busy") return deps.keyCheckQueue.enqueueKeyChecks([check], TURN_SECONDS);
  await announceChecks(deps.db);
  const end = await answerOf(deps, check);
  await endKeyCheck(deps.db, check, { ...end, finishedAt: deps.now() });
  await announceChecks(deps.db);
}

async function answerOf(
  { db, keyRing, isLetIn }: CheckDeps,
  { fingerprint, nodeId }: KeyCheckRef,
): Promise<{ state: "accepted" | "refused" | "failed"; detail: string | null }> {
  const key = keyRing.find(fingerprint);
  const row = await findNodeRow(db, nodeId);
  if (!key || !row)
    return { state: "failed", detail: "This server does not hold the private half of the key." };
  try {
    const state = (await isLetIn((await wayToNode(db, row)).endpoint, key.credential))
      ? "accepted"
      : "refused";
    return { state, detail: null };
  } catch (error) {
    if (error instanceof NodeConnectionError) return { state: "failed", detail: error.message };
    await endKeyCheck(
      db,
      { fingerprint, nodeId },
      { state: "failed", detail: "Overmesh failed; the log has the reason.", finishedAt: null },
    );
    throw error;
  }
}

/** No check stays under way for ever: the dead are ended, the forgotten queued again. `startedBefore` narrows at start-up. */
export async function maintainKeyChecks(
  { db, keyCheckQueue }: OrderDeps,
  now: Date,
  startedBefore = new Date(now.getTime() - CHECK_SECONDS_MAX * 1000),
): Promise<void> {
  await failInterruptedKeyChecks(db, startedBefore, now);
  const forgottenBefore = new Date(now.getTime() - FORGOTTEN_AFTER_SECONDS * 1000);
  await keyCheckQueue.enqueueKeyChecks(await listForgottenKeyChecks(db, forgottenBefore), 0);
}
