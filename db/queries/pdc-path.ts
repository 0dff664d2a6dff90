import { and, eq } from "drizzle-orm";
import type { PathMtu } from "#server/domain/mesh/link-context.ts";
import type { Db } from "../client.ts";
import { pdcPaths } from "../schema/pdc-path.ts";

type PdcNames = readonly [string, string];
export type DeclaredPath = { mtuBytes: number; declaredAt: Date; declaredByName: string };

/** By bytes, as the table's own check compares. */
function inOrder([a, b]: PdcNames): { pdcNameFirst: string; pdcNameLast: string } {
  const isInOrder = Buffer.compare(Buffer.from(a), Buffer.from(b)) <= 0;
  return isInOrder ? { pdcNameFirst: a, pdcNameLast: b } : { pdcNameFirst: b, pdcNameLast: a };
}

function ofPair(pdcNames: PdcNames) {
  const { pdcNameFirst, pdcNameLast } = inOrder(pdcNames);
  return and(eq(pdcPaths.pdcNameFirst, pdcNameFirst), eq(pdcPaths.pdcNameLast, pdcNameLast));
}

/** Everything that was declared, as links are judged with it. */
export async function listPathMtus(db: Db): Promise<PathMtu[]> {
  const rows = await db.select().from(pdcPaths);
  return rows.map(({ pdcNameFirst, pdcNameLast, mtuBytes, declaredAt }) => ({
    pdcNames: [pdcNameFirst, pdcNameLast],
    mtuBytes,
    source: "declared",
    observedAt: declaredAt,
  }));
}

/** The pair's row is held until the transaction ends. */
export async function findPdcPath(tx: Db, pdcNames: PdcNames): Promise<DeclaredPath | null> {
  const [row] = await tx.select().from(pdcPaths).where(ofPair(pdcNames)).for("update");
  return row ?? null;
}

export async function writePdcPath(tx: Db, pdcNames: PdcNames, path: DeclaredPath): Promise<void> {
  await tx
    .insert(pdcPaths)
    .values({ ...inOrder(pdcNames), ...path })
    .onConflictDoUpdate({ target: [pdcPaths.pdcNameFirst, pdcPaths.pdcNameLast], set: path });
}

export async function deletePdcPath(tx: Db, pdcNames: PdcNames): Promise<void> {
  await tx.delete(pdcPaths).where(ofPair(pdcNames));
}
