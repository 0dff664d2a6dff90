import { and, asc, eq, isNull, lte } from "drizzle-orm";
import type { PathMtu } from "#server/domain/mesh/link-context.ts";
import type { Db } from "../client.ts";
import { auditEvents } from "../schema/audit.ts";
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

/**
 * What was declared by `at`, read out of the audit trail, whose events about a pair say its MTU before and after; an MTU
 * that has been in force since is taken as it is.
 */
export async function listPathMtusAt(db: Db, at: Date): Promise<PathMtu[]> {
  const inForce = (await listPathMtus(db)).filter(({ observedAt }) => observedAt <= at);
  const events = await db
    .select({ subjectId: auditEvents.subjectId, at: auditEvents.at, after: auditEvents.after })
    .from(auditEvents)
    .where(and(isNull(auditEvents.vdcId), eq(auditEvents.subjectKind, "pdc-path"), lte(auditEvents.at, at)))
    .orderBy(asc(auditEvents.at));
  const earlier = new Map<string, PathMtu>();
  for (const { subjectId, at: observedAt, after } of events) {
    earlier.delete(subjectId);
    const pdcNames = namesOf(subjectId);
    const mtuBytes = mtuBytesIn(after);
    if (pdcNames && mtuBytes !== null)
      earlier.set(subjectId, { pdcNames, mtuBytes, source: "declared", observedAt });
  }
  for (const { pdcNames } of inForce) earlier.delete(pdcPathName(pdcNames));
  return [...earlier.values(), ...inForce];
}

const NAME_SEPARATOR = " – ";

/** How the audit trail calls a pair. */
export function pdcPathName(pdcNames: PdcNames): string {
  return pdcNames.toSorted().join(NAME_SEPARATOR);
}

/** null when a name holds the separator itself, so that nobody can tell the two apart. */
function namesOf(name: string): PdcNames | null {
  const [a, b, ...rest] = name.split(NAME_SEPARATOR);
  return a !== undefined && b !== undefined && rest.length === 0 ? [a, b] : null;
}

/** Only `declarePathMtu` writes these events: { mtuBytes } or null. */
function mtuBytesIn(after: unknown): number | null {
  const mtuBytes = (after as { mtuBytes?: unknown } | null)?.mtuBytes;
  return typeof mtuBytes === "number" ? mtuBytes : null;
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
