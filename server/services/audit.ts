import type { Db } from "#db/client.ts";
import { type AuditEvent, listAuditEvents, listAuditSubjectKinds } from "#db/queries/audit.ts";
import { listMembers } from "#db/queries/membership.ts";
import type { Actor, AllVdcs, Grant, VdcScope } from "#server/domain/access.ts";
import type { AuditPage } from "#server/domain/audit-filter.ts";

const EVENTS_PER_PAGE = 50;

/** One page, newest first; `nextCursor` null: there is no older one. */
export async function listAudit(
  db: Db,
  grant: Grant<"audit:read", AllVdcs>,
  { cursor, text, ...filter }: AuditPage,
) {
  const events = await listAuditEvents(db, grant.scope, {
    ...filter,
    text: text || undefined,
    olderThanId: cursor ?? undefined,
    limit: EVENTS_PER_PAGE + 1,
  });
  const page = events.slice(0, EVENTS_PER_PAGE);
  return { events: page, nextCursor: events.length > EVENTS_PER_PAGE ? (page.at(-1)?.id ?? null) : null };
}

/**
 * Changes of a vDC's things, as its own people read them: from where somebody came is told of its members alone, to people
 * with a role in the whole cloud of everybody.
 */
export async function toldChanges(
  db: Db,
  { actor, scope }: { actor: Actor; scope: VdcScope },
  events: readonly AuditEvent[],
) {
  const memberIds = new Set((await listMembers(db, scope)).map(({ userId }) => userId));
  const isTold = ({ actorId }: AuditEvent) => actor.cloudRole !== null || memberIds.has(actorId ?? "");
  return events.map((event) => toldChange(isTold(event) ? event : { ...event, fromAddress: null }));
}

function toldChange({
  id,
  at,
  actorName,
  fromAddress,
  action,
  subjectName,
  before,
  after,
}: AuditEvent): Pick<
  AuditEvent,
  "id" | "at" | "actorName" | "fromAddress" | "action" | "subjectName" | "before" | "after"
> {
  const told = { id, at, actorName, fromAddress, action, subjectName };
  return { ...told, before: withoutSystemFields(before), after: withoutSystemFields(after) };
}

/** What the system keeps with a network for its own use says nothing to those who read its history. */
const SYSTEM_FIELDS: readonly string[] = ["isVxlanShared", "addressScopeRuleName"];

function withoutSystemFields(state: unknown): unknown {
  if (typeof state !== "object" || state === null || Array.isArray(state)) return state;
  return Object.fromEntries(Object.entries(state).filter(([field]) => !SYSTEM_FIELDS.includes(field)));
}

/** For the filter: kinds of subjects there are events about. */
export async function listSubjectKinds(db: Db, grant: Grant<"audit:read", AllVdcs>): Promise<string[]> {
  return listAuditSubjectKinds(db, grant.scope);
}
