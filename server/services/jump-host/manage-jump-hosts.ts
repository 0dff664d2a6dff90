import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { announce } from "#db/queries/event.ts";
import {
  deleteJumpHost,
  type JumpHostRow,
  listJumpHosts as listRows,
  listNodesSentThrough,
  lockJumpHost,
  updateJumpHost,
  writeJumpHost,
} from "#db/queries/jump-host.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { JumpHostDraft, JumpHostKeyAnswer } from "#server/domain/jump-host.ts";
import { addressRefusal } from "#server/domain/node-address.ts";
import type { Settings } from "#server/domain/settings.ts";

type Manage = Grant<"node:manage", AllVdcs>;

/** How far a jump host can be used. */
export type JumpHostSummary = Omit<JumpHostRow, "hostKeyConfirmedAt"> & { isConfirmed: boolean };

function summaryOf({ hostKeyConfirmedAt, ...row }: JumpHostRow): JumpHostSummary {
  return { ...row, isConfirmed: hostKeyConfirmedAt !== null };
}

/** By PDC name. */
export async function listJumpHosts(db: Db, _grant: Grant<"node:read", AllVdcs>): Promise<JumpHostSummary[]> {
  return (await listRows(db)).map(summaryOf);
}

function auditable({ sshAddress, sshPort, username, hostKeyFingerprint, hostKeyConfirmedAt }: JumpHostRow) {
  return { sshAddress, sshPort, username, hostKeyFingerprint, isConfirmed: hostKeyConfirmedAt !== null };
}

async function record(
  tx: Db,
  { actor }: Manage,
  action: string,
  pdcName: string,
  change: { before: JumpHostRow | null; after: JumpHostRow | null },
): Promise<void> {
  await recordChange(tx, {
    actor,
    action,
    subjectKind: "jump-host",
    subjectId: pdcName,
    subjectName: pdcName,
    vdcId: null,
    before: change.before && auditable(change.before),
    after: change.after && auditable(change.after),
  });
  await announce(tx, { topic: "node", id: null, vdcId: null });
}

async function existing(tx: Db, pdcName: string): Promise<JumpHostRow> {
  const row = await lockJumpHost(tx, pdcName);
  if (!row) throw new DomainError("not-found", "This PDC has no jump host.");
  return row;
}

/** Another address or port is another machine: its key has to be confirmed anew. */
export async function setJumpHost(
  { db, settings }: { db: Db; settings: Settings },
  grant: Manage,
  draft: JumpHostDraft,
): Promise<void> {
  const refusal = addressRefusal(draft.sshAddress, settings.nodeAddressExceptions);
  if (refusal) throw new DomainError("rejected", [{ field: "sshAddress", message: refusal }]);
  await db.transaction(async (tx) => {
    const before = await lockJumpHost(tx, draft.pdcName);
    const isSameServer = before?.sshAddress === draft.sshAddress && before.sshPort === draft.sshPort;
    const nothingKnown = {
      ...{ hostKeyFingerprint: null, hostKeyType: null, hostKeyConfirmedAt: null },
      ...{ hostKeyOfferedFingerprint: null, hostKeyOfferedType: null },
      lastCheckedAt: null,
      lastCheckDetail: null,
    };
    const after = { ...(isSameServer ? before : nothingKnown), ...draft };
    await writeJumpHost(tx, after);
    await record(tx, grant, "jump-host.set", draft.pdcName, { before, after });
  });
}

/** Pins the key the operator compared; refused when it has shown another since. */
export async function confirmJumpHostKey(
  db: Db,
  grant: Manage,
  { pdcName, fingerprint }: JumpHostKeyAnswer,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const before = await existing(tx, pdcName);
    if ((before.hostKeyOfferedFingerprint ?? before.hostKeyFingerprint) !== fingerprint)
      throw new DomainError("conflict", "The jump host has shown another key since; compare again.");
    const change = {
      ...{ hostKeyFingerprint: fingerprint, hostKeyType: before.hostKeyOfferedType ?? before.hostKeyType },
      ...{ hostKeyOfferedFingerprint: null, hostKeyOfferedType: null, hostKeyConfirmedAt: now },
      lastCheckDetail: null,
    };
    await updateJumpHost(tx, pdcName, change);
    await record(tx, grant, "jump-host.confirm-host-key", pdcName, {
      before,
      after: { ...before, ...change },
    });
  });
}

/** Keeps the confirmed key; of one that was never confirmed, forgets what it showed. */
export async function refuseJumpHostKey(
  db: Db,
  grant: Manage,
  { pdcName, fingerprint }: JumpHostKeyAnswer,
): Promise<void> {
  await db.transaction(async (tx) => {
    const before = await existing(tx, pdcName);
    const isConfirmedOne = before.hostKeyOfferedFingerprint === null && before.hostKeyConfirmedAt !== null;
    if (isConfirmedOne || (before.hostKeyOfferedFingerprint ?? before.hostKeyFingerprint) !== fingerprint)
      throw new DomainError("conflict", "The jump host has shown another key since; compare again.");
    const change = {
      ...{ hostKeyOfferedFingerprint: null, hostKeyOfferedType: null },
      ...(before.hostKeyConfirmedAt === null && { hostKeyFingerprint: null, hostKeyType: null }),
    };
    await updateJumpHost(tx, pdcName, change);
    await record(tx, grant, "jump-host.refuse-host-key", pdcName, {
      before,
      after: { ...before, ...change },
    });
  });
}

/** Its PDC's nodes are asked directly from then on; refused while an operator's word sends nodes through it. */
export async function removeJumpHost(db: Db, grant: Manage, pdcName: string): Promise<void> {
  await db.transaction(async (tx) => {
    const before = await existing(tx, pdcName);
    const hostnames = await listNodesSentThrough(tx, pdcName);
    if (hostnames.length > 0) {
      const named = `${hostnames.slice(0, 3).join(", ")}${hostnames.length > 3 ? " and others" : ""}`;
      throw new DomainError(
        "conflict",
        `${hostnames.length === 1 ? "A node is" : `${hostnames.length} nodes are`} said to be reached through it: ${named}. Change that on ${hostnames.length === 1 ? "its page" : "their pages"} first.`,
      );
    }
    await deleteJumpHost(tx, pdcName);
    await record(tx, grant, "jump-host.remove", pdcName, { before, after: null });
  });
}
