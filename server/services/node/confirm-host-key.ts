import type { Db } from "#db/client.ts";
import { type NodeRow, updateNode } from "#db/queries/node.ts";
import type { Actor, Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { HostKeyType } from "#server/domain/host-key.ts";
import type { HostKeyConfirmation } from "#server/domain/node-enrolment.ts";
import { confirmsItself } from "#server/domain/node-trust.ts";
import { existingNode, recordNode } from "./record-node.ts";

type PinnedKey = { fingerprint: string; type: HostKeyType | null };

async function pinKey(tx: Db, actor: Actor, before: NodeRow, key: PinnedKey, now: Date): Promise<void> {
  const change = {
    ...{ hostKeyFingerprint: key.fingerprint, hostKeyType: key.type, hostKeyConfirmedAt: now },
    ...{ hostKeyOfferedFingerprint: null, hostKeyOfferedType: null },
    ...{ expectedFingerprint: null, confirmExpectedById: null, confirmExpectedByName: null },
    ...{ askOnceFingerprint: null, introducedFacts: null, introducedAt: null },
  };
  await updateNode(tx, before.id, change);
  await recordNode(tx, actor, "node.confirm-host-key", before, { before, after: { ...before, ...change } });
}

/** Pins the key the operator compared; refused when the node has shown another since. */
export async function confirmHostKey(
  db: Db,
  grant: Grant<"node:manage">,
  { nodeId, fingerprint }: HostKeyConfirmation,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const before = await existingNode(tx, nodeId);
    const isOffered = before.hostKeyOfferedFingerprint !== null;
    const shown = isOffered ? before.hostKeyOfferedFingerprint : before.hostKeyFingerprint;
    if (shown !== fingerprint)
      throw new DomainError("conflict", "The node has shown another host key since; compare again.");
    const type = isOffered ? before.hostKeyOfferedType : before.hostKeyType;
    await pinKey(tx, grant.actor, before, { fingerprint, type }, now);
  });
}

/** Keeps the confirmed key and forgets the one that was offered; of a node never confirmed, forgets the key it showed. */
export async function refuseHostKey(
  db: Db,
  grant: Grant<"node:manage">,
  { nodeId, fingerprint }: HostKeyConfirmation,
): Promise<void> {
  await db.transaction(async (tx) => {
    const before = await existingNode(tx, nodeId);
    const shown = before.hostKeyOfferedFingerprint ?? before.hostKeyFingerprint;
    const isConfirmedOne = before.hostKeyOfferedFingerprint === null && before.hostKeyConfirmedAt !== null;
    if (shown !== fingerprint || isConfirmedOne)
      throw new DomainError("conflict", "The node has shown another host key since; compare again.");
    const change = {
      ...{ hostKeyOfferedFingerprint: null, hostKeyOfferedType: null },
      ...(before.hostKeyConfirmedAt === null && {
        ...{ hostKeyFingerprint: null, hostKeyType: null, askOnceFingerprint: null },
      }),
    };
    await updateNode(tx, nodeId, change);
    await recordNode(tx, grant.actor, "node.refuse-host-key", before, {
      before: { ...before, hostKeyFingerprint: fingerprint },
      after: { ...before, ...change },
    });
  });
}

/** Each by itself: what cannot be confirmed is told, and holds nothing else up. */
export async function confirmHostKeys(
  db: Db,
  grant: Grant<"node:manage">,
  confirmations: readonly HostKeyConfirmation[],
  now: Date,
): Promise<{ confirmedIds: string[]; refusals: { nodeId: string; message: string }[] }> {
  const confirmedIds: string[] = [];
  const refusals: { nodeId: string; message: string }[] = [];
  for (const confirmation of confirmations) {
    try {
      await confirmHostKey(db, grant, confirmation, now);
      confirmedIds.push(confirmation.nodeId);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refusals.push({ nodeId: confirmation.nodeId, message: error.message });
    }
  }
  return { confirmedIds, refusals };
}

/** After a connection on which the node has proven the key it was expected to have; in the name of who allowed that. */
export async function confirmExpectedKey(
  tx: Db,
  { id }: Pick<NodeRow, "id">,
  type: HostKeyType | null,
  now: Date,
): Promise<void> {
  const row = await existingNode(tx, id);
  const { expectedFingerprint, confirmExpectedById: userId, confirmExpectedByName: name } = row;
  if (!confirmsItself(row) || !expectedFingerprint || !userId || !name) return;
  // Who is recorded, not what may be done: nothing is asked of this actor.
  const actor: Actor = { userId, name, cloudRole: "operator", roleByVdcId: new Map() };
  await pinKey(tx, actor, row, { fingerprint: expectedFingerprint, type }, now);
}
