import { inArray, isNull } from "drizzle-orm";
import type { SubjectKind } from "#server/domain/warning.ts";
import type { WarningCode } from "#server/domain/warnings/catalogue.ts";
import type { RelatedFinding, Relation } from "#server/domain/warnings/root-cause.ts";
import type { Db } from "../client.ts";
import { warnings } from "../schema/warning.ts";
import { chunks } from "./chunks.ts";

/** Every open one, with what was last said of its causes. */
export async function listRelatedWarnings(tx: Db): Promise<(RelatedFinding & { relation: Relation })[]> {
  const rows = await tx
    .select({
      id: warnings.id,
      code: warnings.code,
      severity: warnings.severity,
      kind: warnings.subjectKind,
      key: warnings.subjectKey,
      touches: warnings.touches,
      rootCauseId: warnings.rootCauseId,
      effectCount: warnings.effectCount,
      urgency: warnings.urgency,
    })
    .from(warnings)
    .where(isNull(warnings.resolvedAt));
  return rows.map(({ id, code, severity, kind, key, touches, ...relation }) => ({
    id,
    // Both columns are written from these unions alone.
    code: code as WarningCode,
    subject: { kind: kind as SubjectKind, key },
    severity,
    touches,
    relation,
  }));
}

/** Those that are related alike in one statement: all effects of one cause are. */
export async function writeRelations(
  tx: Db,
  relations: readonly (Relation & { id: string })[],
): Promise<void> {
  const alike = Map.groupBy(relations, ({ rootCauseId, effectCount, urgency }) =>
    JSON.stringify([rootCauseId, effectCount, urgency]),
  );
  for (const group of alike.values()) {
    const [first] = group;
    if (!first) continue;
    const { rootCauseId, effectCount, urgency } = first;
    for (const chunk of chunks(group.map(({ id }) => id))) {
      await tx.update(warnings).set({ rootCauseId, effectCount, urgency }).where(inArray(warnings.id, chunk));
    }
  }
}
