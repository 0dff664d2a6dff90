import type { Db } from "#db/client.ts";
import { findNodeRow, reviveFacts, updateNode } from "#db/queries/node.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import { checklistContextOf } from "#server/domain/checklist/context.ts";
import { nodeChecklist } from "#server/domain/checklist/node-checklist.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { HostKeyConfirmation } from "#server/domain/node-enrolment.ts";
import { introductionOf } from "#server/domain/node-introduction.ts";
import type { Settings } from "#server/domain/settings.ts";
import type { MeshSource } from "../mesh/mesh-source.ts";
import { modelAt } from "../mesh-time/past-mesh.ts";
import { existingNode, recordNode } from "./record-node.ts";

/** The next refresh asks the quarantined node once, if it still shows this key; nothing it says will count. */
export async function allowAskingOnce(
  db: Db,
  { actor }: Grant<"node:manage">,
  { nodeId, fingerprint }: HostKeyConfirmation,
): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await existingNode(tx, nodeId);
    if (row.hostKeyConfirmedAt !== null)
      throw new DomainError("conflict", "Its host key is confirmed already; a refresh asks it.");
    if (row.hostKeyFingerprint !== fingerprint)
      throw new DomainError("conflict", "The node has shown another host key since; compare again.");
    await updateNode(tx, nodeId, { askOnceFingerprint: fingerprint });
    await recordNode(tx, actor, "node.ask-once", row, { before: row, after: row });
  });
}

/** What an unconfirmed node said of itself, judged against what is known; null: it was not asked, or is confirmed. */
export async function introductionOfNode(
  deps: { db: Db; settings: Settings; mesh?: MeshSource },
  _grant: Grant<"node:read", AllVdcs>,
  nodeId: string,
  now: Date,
) {
  const row = await findNodeRow(deps.db, nodeId);
  if (!row) throw new DomainError("not-found", "No such node.");
  const facts = row.hostKeyConfirmedAt === null ? reviveFacts(row.introducedFacts) : null;
  if (!facts || !row.introducedAt) return null;
  const others = (await modelAt(deps, undefined, now)).nodes().filter(({ id }) => id !== nodeId);
  const introduction = introductionOf(facts, others);
  if (!introduction) return null;
  const itself = {
    id: nodeId,
    hostname: introduction.hostname,
    isConfirmed: false,
    facts,
    lastRefresh: null,
  };
  const context = checklistContextOf([...others, itself], { ...deps.settings, now });
  return { ...introduction, askedAt: row.introducedAt, checklist: nodeChecklist(itself, context) };
}
