import { and, desc, eq, lt, type SQL } from "drizzle-orm";
import type { Actor, AllVdcs, Scope } from "#server/domain/access.ts";
import type { Db } from "../client.ts";
import { auditEvents } from "../schema/audit.ts";

export type AuditChange = {
  /** null: the system itself. */
  actor: Pick<Actor, "userId" | "name"> | null;
  action: string;
  subjectKind: string;
  subjectId: string;
  subjectName: string;
  vdcId: string | null;
  before: unknown;
  after: unknown;
};

/** Call inside the transaction of the change itself. */
export async function recordChange(tx: Db, { actor, ...change }: AuditChange): Promise<void> {
  await tx
    .insert(auditEvents)
    .values({ ...change, actorId: actor?.userId ?? null, actorName: actor?.name ?? "Overmesh" });
}

/** Newest first; `before` pages on from an event's instant. */
export async function listAuditEvents(
  db: Db,
  scope: Scope | AllVdcs,
  page: { before?: Date; limit: number; subjectId?: string },
) {
  const conditions: SQL[] = [];
  if (scope.vdcId !== null) conditions.push(eq(auditEvents.vdcId, scope.vdcId));
  if (page.before) conditions.push(lt(auditEvents.at, page.before));
  if (page.subjectId) conditions.push(eq(auditEvents.subjectId, page.subjectId));
  return db
    .select()
    .from(auditEvents)
    .where(and(...conditions))
    .orderBy(desc(auditEvents.at))
    .limit(page.limit);
}
