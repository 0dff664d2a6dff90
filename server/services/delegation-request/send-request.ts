import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { lockDelegation, findDelegation } from "#db/queries/delegation.ts";
import {
  closeRequest,
  type DelegationRequest,
  findRequest,
  insertRequest,
} from "#db/queries/delegation-request.ts";
import { announce } from "#db/queries/event.ts";
import { isUniqueViolation } from "#db/queries/violation.ts";
import type { Actor, Grant, VdcScope } from "#server/domain/access.ts";
import {
  canonicalWish,
  limitViolations,
  readWish,
  type RequestDraft,
} from "#server/domain/delegation-request.ts";
import { wishLines } from "#server/domain/wish-lines.ts";
import { DomainError } from "#server/domain/errors.ts";

export type RequestGrant = Grant<"delegation:request", VdcScope>;

/** A vDC has one open request; who wants more changes that one. Says nothing of what is free or whose it is. */
export async function sendRequest(
  db: Db,
  grant: RequestGrant,
  draft: RequestDraft,
): Promise<DelegationRequest> {
  try {
    return await db.transaction((tx) => sendWithin(tx, grant, draft, null));
  } catch (error) {
    if (!isUniqueViolation(error, "delegation_request_one_open")) throw error;
    throw new DomainError("conflict", "A request of this vDC is open already; change that one.");
  }
}

/** What was asked stays as it was: the open request is withdrawn and another takes its place. */
export async function changeRequest(
  db: Db,
  grant: RequestGrant,
  { requestId, draft }: { requestId: string; draft: RequestDraft },
): Promise<DelegationRequest> {
  return db.transaction(async (tx) => {
    await lockDelegation(tx, grant.scope);
    const isClosed = await closeRequest(tx, grant.scope, requestId, {
      state: "withdrawn",
      answeredByName: grant.actor.name,
      answer: "Changed: another request took its place.",
    });
    if (!isClosed) throw await notOpen(tx, grant, requestId);
    return sendWithin(tx, grant, draft, await requireRequest(tx, grant, requestId));
  });
}

export async function withdrawRequest(db: Db, grant: RequestGrant, requestId: string): Promise<void> {
  await db.transaction(async (tx) => {
    const isClosed = await closeRequest(tx, grant.scope, requestId, {
      state: "withdrawn",
      answeredByName: grant.actor.name,
      answer: "",
    });
    if (!isClosed) throw await notOpen(tx, grant, requestId);
    const request = await requireRequest(tx, grant, requestId);
    await recordRequest(tx, grant, "delegation-request.withdraw", request, { after: null });
  });
}

async function sendWithin(
  tx: Db,
  grant: RequestGrant,
  { wanted, reason }: RequestDraft,
  replaced: DelegationRequest | null,
): Promise<DelegationRequest> {
  // Waits for who answers or retires, so that nothing is asked for a vDC that is gone.
  await lockDelegation(tx, grant.scope);
  const found = await findDelegation(tx, grant.scope);
  if (!found) throw new DomainError("not-found", "No such vDC.");
  const { wish, violations } = readWish(wanted);
  const all = [...violations, ...limitViolations(wish, found.delegation)];
  if (all.length > 0) throw new DomainError("rejected", all);
  const draft = { wanted: canonicalWish(wish), reason };
  const requestId = await insertRequest(tx, grant.scope, draft, grant.actor);
  const request = await requireRequest(tx, grant, requestId);
  const action = replaced ? "delegation-request.update" : "delegation-request.send";
  await recordRequest(tx, grant, action, request, { before: replaced && askedOf(replaced) });
  return request;
}

export async function requireRequest(
  db: Db,
  { scope }: { scope: VdcScope },
  requestId: string,
): Promise<DelegationRequest> {
  const request = await findRequest(db, scope, requestId);
  if (!request) throw new DomainError("not-found", "No such request.");
  return request;
}

const STATE_WORDS = { open: "open", approved: "approved", declined: "declined", withdrawn: "withdrawn" };

/** Why it could not be closed: it never was, or somebody was faster. */
export async function notOpen(db: Db, grant: { scope: VdcScope }, requestId: string): Promise<DomainError> {
  const { state, answeredByName } = await requireRequest(db, grant, requestId);
  const by = answeredByName ? ` by ${answeredByName}` : "";
  return new DomainError("conflict", `This request is no longer open: it was ${STATE_WORDS[state]}${by}.`);
}

/** What the audit keeps of a request. */
function askedOf({ wanted, reason }: DelegationRequest): Record<string, unknown> {
  return { asked: wishLines(wanted).join("; "), reason };
}

type Fields = Record<string, unknown>;

/** Unless given, before and after are the request itself; `answered` is what an answer adds to it. */
export async function recordRequest(
  tx: Db,
  { actor, scope }: { actor: Actor; scope: VdcScope },
  action: string,
  request: DelegationRequest,
  { before, after, answered }: { before?: Fields | null; after?: null; answered?: Fields },
): Promise<void> {
  const asked = askedOf(request);
  await recordChange(tx, {
    actor,
    action,
    subjectKind: "delegation-request",
    subjectId: request.id,
    subjectName: request.vdcName,
    vdcId: scope.vdcId,
    before: before === undefined ? asked : before,
    after: after === undefined ? { ...asked, ...answered } : after,
  });
  await announce(tx, { topic: "delegation", id: scope.vdcId, vdcId: scope.vdcId });
}
