import type { Db } from "#db/client.ts";
import { listAuditEvents, listAuditSubjectKinds } from "#db/queries/audit.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
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

/** For the filter: kinds of subjects there are events about. */
export async function listSubjectKinds(db: Db, grant: Grant<"audit:read", AllVdcs>): Promise<string[]> {
  return listAuditSubjectKinds(db, grant.scope);
}
