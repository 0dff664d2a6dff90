import { and, eq, gt, inArray, isNotNull, isNull, lte, not, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Scope } from "#server/domain/access.ts";
import { codesTitled, searchWords, type WarningFilter } from "#server/domain/warning-input.ts";
import { warnings } from "../schema/warning.ts";

/** `unresolved`: open, whatever people said of it. `assignee`: a person's id, or null for nobody. */
export type StoredFilter = Partial<Omit<WarningFilter, "state" | "assignee">> & {
  state: WarningFilter["state"] | "unresolved";
  assignee?: string | null | undefined;
};

const rootCauses = alias(warnings, "root_cause");
type Table = typeof warnings | typeof rootCauses;

export function inScope(scope: Scope): SQL | undefined {
  return scope.vdcId === null ? undefined : eq(warnings.vdcId, scope.vdcId);
}

function isAcknowledged(now: Date, of: Table): SQL | undefined {
  const hasNotEnded = or(isNull(of.acknowledgedUntil), gt(of.acknowledgedUntil, now));
  return and(isNotNull(of.acknowledgedAt), hasNotEnded);
}

/** Neither acknowledged nor snoozed, or that has ended. */
export function isNotWaiting(now: Date, of: Table = warnings): SQL | undefined {
  return and(
    or(isNull(of.acknowledgedAt), lte(of.acknowledgedUntil, now)),
    or(isNull(of.snoozedUntil), lte(of.snoozedUntil, now)),
  );
}

function inState(state: StoredFilter["state"], now: Date, of: Table): SQL | undefined {
  switch (state) {
    case "open":
      return and(isNull(of.resolvedAt), isNotWaiting(now, of));
    case "acknowledged":
      return and(isNull(of.resolvedAt), isAcknowledged(now, of));
    case "snoozed":
      return and(isNull(of.resolvedAt), gt(of.snoozedUntil, now));
    case "unresolved":
      return isNull(of.resolvedAt);
    case "resolved":
      return isNotNull(of.resolvedAt);
    case "all":
      return undefined;
  }
}

const escaped = (word: string) => word.replace(/[\\%_]/g, String.raw`\$&`);

function mentions(word: string, of: Table): SQL | undefined {
  const pattern = `%${escaped(word)}%`;
  const titled = codesTitled(word);
  return or(
    sql`(${of.cause} ilike ${pattern} or ${of.subjectLabel} ilike ${pattern} or ${of.code} ilike ${pattern})`,
    titled.length > 0 ? inArray(of.code, titled) : undefined,
  );
}

function isTouched(key: string, of: Table): SQL {
  return sql`${of.touches} @> array[${key}]::text[]`;
}

function isLike(filter: StoredFilter, now: Date, of: Table): SQL | undefined {
  const { state, severity, code, pdcName, nodeId, vdcId, assignee, text } = filter;
  return and(
    inState(state, now, of),
    severity === undefined ? undefined : eq(of.severity, severity),
    code === undefined ? undefined : eq(of.code, code),
    vdcId === undefined ? undefined : eq(of.vdcId, vdcId),
    pdcName === undefined ? undefined : isTouched(`pdc:${pdcName}`, of),
    nodeId === undefined ? undefined : isTouched(`node:${nodeId.toLowerCase()}`, of),
    assignee === undefined
      ? undefined
      : assignee === null
        ? isNull(of.assigneeId)
        : eq(of.assigneeId, assignee),
    ...searchWords(text ?? "").map((word) => mentions(word, of)),
  );
}

/** Its root cause stands in the same list, or would if it did not wait. */
function isFolded(filter: StoredFilter, now: Date): SQL {
  const state = filter.state === "open" ? "unresolved" : filter.state;
  const isRoot = and(eq(rootCauses.id, warnings.rootCauseId), isLike({ ...filter, state }, now, rootCauses));
  return sql`exists (select 1 from ${warnings} ${sql.identifier("root_cause")} where ${isRoot})`;
}

/** Effects fold for those alone who see every vDC: a vDC's people may not see the cause. */
export function matches(scope: Scope, filter: StoredFilter, now: Date): SQL | undefined {
  const { effects, rootCauseId } = filter;
  const canFold = scope.vdcId === null && rootCauseId === undefined && effects !== "listed";
  return and(
    inScope(scope),
    isLike(filter, now, warnings),
    rootCauseId === undefined ? undefined : eq(warnings.rootCauseId, rootCauseId),
    canFold ? or(isNull(warnings.rootCauseId), not(isFolded(filter, now))) : undefined,
  );
}

/** Left out of the list because their root cause is in it. */
export function matchesFolded(scope: Scope, filter: StoredFilter, now: Date): SQL | undefined {
  return and(
    inScope(scope),
    isLike(filter, now, warnings),
    isNotNull(warnings.rootCauseId),
    isFolded(filter, now),
  );
}
