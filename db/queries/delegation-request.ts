import { and, asc, count, desc, eq, isNull, sql } from "drizzle-orm";
import type { AllVdcs, Actor, Scope, VdcScope } from "#server/domain/access.ts";
import { DelegationDraft } from "#server/domain/delegation.ts";
import { type RequestDraft, type RequestState, WishDraft } from "#server/domain/delegation-request.ts";
import type { Db } from "../client.ts";
import { delegationRequests } from "../schema/delegation-request.ts";
import { users } from "../schema/user.ts";
import { vdcs } from "../schema/vdc.ts";

export type DelegationRequest = {
  id: string;
  vdcId: string;
  vdcName: string;
  state: RequestState;
  wanted: WishDraft;
  reason: string;
  requestedByName: string;
  createdAt: Date;
  /** null while it is open. */
  answeredAt: Date | null;
  answeredByName: string | null;
  answer: string;
  /** The delegation as it was approved; null unless it was. */
  granted: DelegationDraft | null;
};

function selectRequests(db: Db) {
  return db
    .select({
      id: delegationRequests.id,
      vdcId: delegationRequests.vdcId,
      vdcName: vdcs.name,
      state: delegationRequests.state,
      wanted: delegationRequests.wanted,
      reason: delegationRequests.reason,
      requestedByName: delegationRequests.requestedByName,
      createdAt: delegationRequests.createdAt,
      answeredAt: delegationRequests.answeredAt,
      answeredByName: delegationRequests.answeredByName,
      answer: delegationRequests.answer,
      granted: delegationRequests.granted,
    })
    .from(delegationRequests)
    .innerJoin(vdcs, eq(vdcs.id, delegationRequests.vdcId));
}

type Row = Awaited<ReturnType<typeof selectRequests>>[number];

function read({ wanted, granted, ...row }: Row): DelegationRequest {
  return {
    ...row,
    wanted: WishDraft.parse(wanted),
    granted: granted === null ? null : DelegationDraft.parse(granted),
  };
}

const inScope = ({ vdcId }: Scope | AllVdcs) =>
  vdcId === null ? undefined : eq(delegationRequests.vdcId, vdcId);
const isOpen = eq(delegationRequests.state, "open");

/** Newest first. */
export async function listRequests(
  db: Db,
  scope: VdcScope,
  { limit }: { limit: number },
): Promise<DelegationRequest[]> {
  const rows = await selectRequests(db)
    .where(inScope(scope))
    .orderBy(desc(delegationRequests.createdAt), desc(delegationRequests.id))
    .limit(limit);
  return rows.map(read);
}

/** Oldest first: who has waited longest. */
export async function listOpenRequests(db: Db, scope: AllVdcs): Promise<DelegationRequest[]> {
  const rows = await selectRequests(db)
    .where(and(isOpen, isNull(vdcs.retiredAt), inScope(scope)))
    .orderBy(asc(delegationRequests.createdAt), asc(delegationRequests.id));
  return rows.map(read);
}

export async function countOpenRequests(db: Db, _scope: AllVdcs): Promise<number> {
  const [row] = await db.select({ open: count() }).from(delegationRequests).where(isOpen);
  return row?.open ?? 0;
}

/** null when none is open. */
export async function findOpenRequest(db: Db, scope: VdcScope): Promise<DelegationRequest | null> {
  const [row] = await selectRequests(db).where(and(isOpen, inScope(scope)));
  return row ? read(row) : null;
}

export async function findRequest(
  db: Db,
  scope: VdcScope,
  requestId: string,
): Promise<DelegationRequest | null> {
  const [row] = await selectRequests(db).where(and(eq(delegationRequests.id, requestId), inScope(scope)));
  return row ? read(row) : null;
}

/** At most one is open in a vDC: the unique index `delegation_request_one_open` refuses a second. */
export async function insertRequest(
  tx: Db,
  { vdcId }: VdcScope,
  { wanted, reason }: RequestDraft,
  { userId, name }: Pick<Actor, "userId" | "name">,
): Promise<string> {
  const requestedByUserId = sql`(select id from ${users} where ${users.id}::text = ${userId})`;
  const [row] = await tx
    .insert(delegationRequests)
    .values({ vdcId, wanted, reason, requestedByUserId, requestedByName: name })
    .returning({ id: delegationRequests.id });
  if (!row) throw new Error("insert returned no row");
  return row.id;
}

type Closing = {
  state: Exclude<RequestState, "open">;
  answeredByName: string;
  answer: string;
  granted?: DelegationDraft;
};

/** False when it is not open any more: only one answer wins. */
export async function closeRequest(
  tx: Db,
  scope: VdcScope,
  requestId: string,
  closing: Closing,
): Promise<boolean> {
  const closed = await tx
    .update(delegationRequests)
    .set({ ...closing, answeredAt: sql`now()` })
    .where(and(eq(delegationRequests.id, requestId), isOpen, inScope(scope)))
    .returning({ id: delegationRequests.id });
  return closed.length > 0;
}
