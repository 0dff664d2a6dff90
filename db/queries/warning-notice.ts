import { and, asc, eq, gt, inArray, lt, lte, max, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Noticed } from "#server/domain/notification/told.ts";
import type { Db } from "../client.ts";
import { warningNotices } from "../schema/notification.ts";
import { warnings } from "../schema/warning.ts";

const PAGE_LENGTH = 5000;

/** The newest there is; 0 when there is none. */
export async function lastNoticeId(db: Db): Promise<number> {
  const [row] = await db.select({ id: max(warningNotices.id) }).from(warningNotices);
  return row?.id ?? 0;
}

/** What happened after `afterId`, oldest first, up to `throughId`; of these vDCs' warnings alone, or of all (null). */
export async function listNoticed(
  tx: Db,
  { afterId, throughId, vdcIds }: { afterId: number; throughId: number; vdcIds: readonly string[] | null },
): Promise<Noticed[]> {
  const noticed: Noticed[] = [];
  let from = afterId;
  while (from < throughId) {
    const page = await listPage(tx, { afterId: from, throughId, vdcIds });
    noticed.push(...page);
    if (page.length < PAGE_LENGTH) break;
    from = page.at(-1)?.id ?? throughId;
  }
  return noticed;
}

async function listPage(
  tx: Db,
  { afterId, throughId, vdcIds }: { afterId: number; throughId: number; vdcIds: readonly string[] | null },
): Promise<Noticed[]> {
  const root = alias(warnings, "root");
  const rows = await tx
    .select({
      id: warningNotices.id,
      kind: warningNotices.kind,
      isReviewed: warningNotices.isReviewed,
      at: warningNotices.at,
      warning: {
        id: warnings.id,
        code: warnings.code,
        severity: warnings.severity,
        subjectKind: warnings.subjectKind,
        subjectLabel: warnings.subjectLabel,
        cause: warnings.cause,
        remedy: warnings.remedy,
        touches: warnings.touches,
        vdcId: warnings.vdcId,
        openedAt: warnings.openedAt,
        resolvedAt: warnings.resolvedAt,
        effectCount: warnings.effectCount,
      },
      root: {
        id: root.id,
        code: root.code,
        severity: root.severity,
        touches: root.touches,
        vdcId: root.vdcId,
        resolvedAt: root.resolvedAt,
      },
    })
    .from(warningNotices)
    .innerJoin(warnings, eq(warnings.id, warningNotices.warningId))
    .leftJoin(root, eq(root.id, sql`coalesce(${warnings.rootCauseId}, ${warningNotices.rootCauseId})`))
    .where(
      and(
        gt(warningNotices.id, afterId),
        lte(warningNotices.id, throughId),
        vdcIds === null ? undefined : inArray(warnings.vdcId, [...vdcIds]),
      ),
    )
    .orderBy(asc(warningNotices.id))
    .limit(PAGE_LENGTH);
  return rows.map(({ root: cause, ...row }) => ({
    ...row,
    root: cause && { ...cause, isOpen: cause.resolvedAt === null },
  }));
}

/** Whoever has not been told by then is not told any more. */
export async function pruneNotices(db: Db, before: Date): Promise<void> {
  await db.delete(warningNotices).where(lt(warningNotices.at, before));
}
