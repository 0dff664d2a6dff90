import type { Db } from "#db/client.ts";
import { listRelatedWarnings, writeRelations } from "#db/queries/warning-relation.ts";
import { relateFindings } from "#server/domain/warnings/root-cause.ts";

/** Says of every open warning what it is an effect of. Writes only where that is another one than before. */
export async function relateWarnings(tx: Db): Promise<void> {
  const stored = await listRelatedWarnings(tx);
  const relations = relateFindings(stored);
  await writeRelations(
    tx,
    stored.flatMap(({ id, relation: before }) => {
      const after = relations.get(id);
      const isSame =
        !after ||
        (after.rootCauseId === before.rootCauseId &&
          after.effectCount === before.effectCount &&
          after.urgency === before.urgency);
      return isSame ? [] : [{ id, ...after }];
    }),
  );
}
