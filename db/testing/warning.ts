import { randomUUID } from "node:crypto";
import { inArray } from "drizzle-orm";
import type { Db } from "../client.ts";
import { warnings } from "../schema/warning.ts";

export type WarningPatch = Partial<typeof warnings.$inferInsert>;

/** Warnings as a judgement would write them, each about a node of its own; their ids. */
export async function openTestWarnings(
  db: Db,
  count: number,
  at: Date,
  patch: WarningPatch = {},
): Promise<string[]> {
  const values = Array.from({ length: count }, () => ({
    code: "node-unreachable",
    subjectKey: `node:${randomUUID()}`,
    severity: "critical" as const,
    subjectKind: "node",
    subjectLabel: "n1",
    cause: "It does not answer.",
    remedy: "Look at it.",
    evidence: [],
    openedAt: at,
    changedAt: at,
    ...patch,
  }));
  const rows = await db.insert(warnings).values(values).returning({ id: warnings.id });
  return rows.map(({ id }) => id);
}

export async function changeTestWarnings(
  db: Db,
  ids: readonly string[],
  at: Date,
  patch: WarningPatch,
): Promise<void> {
  await db
    .update(warnings)
    .set({ changedAt: at, ...patch })
    .where(inArray(warnings.id, [...ids]));
}
