import { asc, gt, sql } from "drizzle-orm";
import type { StoredWarning } from "#server/domain/warning.ts";
import type { Db } from "../client.ts";
import { warnings } from "../schema/warning.ts";
import { chunks } from "./chunks.ts";
import { toStored } from "./warning-findings.ts";

type Identity = { code: string; subjectKey: string };

/** Those of the identities that were ever found, resolved ones included. */
export async function listStoredWarningsOf(
  tx: Db,
  identities: readonly Identity[],
): Promise<StoredWarning[]> {
  const found: StoredWarning[] = [];
  for (const chunk of chunks(identities)) {
    const pairs = sql.join(
      chunk.map(({ code, subjectKey }) => sql`(${code}, ${subjectKey})`),
      sql`, `,
    );
    const rows = await tx
      .select()
      .from(warnings)
      .where(sql`(${warnings.code}, ${warnings.subjectKey}) in (${pairs})`);
    found.push(...rows.map(toStored));
  }
  return found;
}

/** A part of all that were ever found, by id; `afterId` null: from the first. */
export async function listStoredWarningsAfter(
  tx: Db,
  afterId: string | null,
  limit: number,
): Promise<StoredWarning[]> {
  const rows = await tx
    .select()
    .from(warnings)
    .where(afterId === null ? undefined : gt(warnings.id, afterId))
    .orderBy(asc(warnings.id))
    .limit(limit);
  return rows.map(toStored);
}
