import { and, asc, desc, eq, lt, type SQL, sql } from "drizzle-orm";
import type { Actor, AllVdcs, Scope } from "#server/domain/access.ts";
import type { Db } from "../client.ts";
import { auditEvents } from "../schema/audit.ts";
import { chunks } from "./chunks.ts";

export type AuditChange = {
  /** null: the system itself. */
  actor: Pick<Actor, "userId" | "name" | "fromAddress"> | null;
  action: string;
  subjectKind: string;
  subjectId: string;
  subjectName: string;
  vdcId: string | null;
  before: unknown;
  after: unknown;
};

export type AuditEvent = typeof auditEvents.$inferSelect;

/** Call inside the transaction of the change itself. */
export async function recordChange(tx: Db, change: AuditChange): Promise<void> {
  await recordChanges(tx, [change]);
}

/** As `recordChange`, for many at once. */
export async function recordChanges(tx: Db, changes: readonly AuditChange[]): Promise<void> {
  for (const part of chunks(changes)) await tx.insert(auditEvents).values(part.map(eventOf));
}

function eventOf({ actor, ...change }: AuditChange): typeof auditEvents.$inferInsert {
  return {
    ...change,
    actorId: actor?.userId ?? null,
    actorName: actor?.name ?? "Overmesh",
    fromAddress: actor?.fromAddress ?? null,
  };
}

/** Newest first; `before` pages on from an event's instant, `olderThanId` from an event itself. */
export async function listAuditEvents(
  db: Db,
  scope: Scope | AllVdcs,
  page: {
    before?: Date;
    olderThanId?: string | undefined;
    limit: number;
    subjectId?: string | undefined;
    subjectKind?: string | undefined;
    /** Part of a person's, a subject's or an action's name. */
    text?: string | undefined;
  },
) {
  const conditions: SQL[] = [];
  if (scope.vdcId !== null) conditions.push(eq(auditEvents.vdcId, scope.vdcId));
  if (page.before) conditions.push(lt(auditEvents.at, page.before));
  if (page.olderThanId) conditions.push(isOlderThan(db, page.olderThanId));
  if (page.subjectId) conditions.push(eq(auditEvents.subjectId, page.subjectId));
  if (page.subjectKind) conditions.push(eq(auditEvents.subjectKind, page.subjectKind));
  if (page.text) conditions.push(mentions(page.text));
  return db
    .select()
    .from(auditEvents)
    .where(and(...conditions))
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(page.limit);
}

/** Compared inside the database, whose instants are finer than JavaScript's. */
function isOlderThan(db: Db, eventId: string): SQL {
  const event = db
    .select({ at: auditEvents.at, id: auditEvents.id })
    .from(auditEvents)
    .where(eq(auditEvents.id, eventId));
  return sql`(${auditEvents.at}, ${auditEvents.id}) < (${event})`;
}

function mentions(text: string): SQL {
  const pattern = `%${text.replace(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql`(${auditEvents.actorName} ilike ${pattern} or ${auditEvents.subjectName} ilike ${pattern} or ${auditEvents.action} ilike ${pattern})`;
}

/** Kinds of subjects there are events about. */
export async function listAuditSubjectKinds(db: Db, _scope: AllVdcs): Promise<string[]> {
  const rows = await db
    .selectDistinct({ subjectKind: auditEvents.subjectKind })
    .from(auditEvents)
    .orderBy(asc(auditEvents.subjectKind));
  return rows.map(({ subjectKind }) => subjectKind);
}
