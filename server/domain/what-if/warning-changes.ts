import type { Node } from "../node.ts";
import { type Finding, type Severity, SEVERITIES } from "../warning.ts";
import type { WarningCode } from "../warnings/catalogue.ts";
import type { WarningModel } from "../warnings/model/warning-model.ts";
import type { Situation } from "../warnings/situation.ts";

const LISTED_MAX = 100;

export type WarningBrief = { code: WarningCode; severity: Severity; subjectLabel: string; cause: string };

/** Warnings that the scenario would open and close; lists name at most `LISTED_MAX`, worst first. */
export type WarningChanges = {
  opened: WarningBrief[];
  openedCount: number;
  closed: WarningBrief[];
  closedCount: number;
};

const NONE: WarningChanges = { opened: [], openedCount: 0, closed: [], closedCount: 0 };
/** What the scenario would do to the warnings that the model holds, which is afterwards as it was. Pauses now and then. */
export function* warningChanges(
  model: WarningModel,
  before: Situation,
  after: Situation,
): Generator<void, WarningChanges> {
  const { changed, removedIds } = differenceOf(before.nodes, after.nodes);
  const arePathsSame = isSame(before.pathMtus, after.pathMtus);
  const areDelegationsSame = isEach(before.delegations, after.delegations);
  if (changed.length + removedIds.length === 0 && arePathsSame && areDelegationsSame) return NONE;
  const { opened, closed } = yield* model.trying({
    nodes: changed,
    removedIds,
    pathMtus: arePathsSame ? null : after.pathMtus,
    delegations: areDelegationsSame ? null : after.delegations,
  });
  return {
    opened: listed(opened),
    openedCount: opened.length,
    closed: listed(closed),
    closedCount: closed.length,
  };
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function isEach(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, position) => one === b[position]);
}

/** A node that was left alone is the very same. */
function differenceOf(
  before: readonly Node[],
  after: readonly Node[],
): { changed: Node[]; removedIds: string[] } {
  const was = new Map(before.map((node) => [node.id, node]));
  const present = new Set(after.map(({ id }) => id));
  return {
    changed: after.filter((node) => was.get(node.id) !== node),
    removedIds: before.filter(({ id }) => !present.has(id)).map(({ id }) => id),
  };
}

function listed(findings: readonly Finding[]): WarningBrief[] {
  return findings
    .map(({ code, severity, subject, cause }) => ({ code, severity, subjectLabel: subject.label, cause }))
    .toSorted(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        a.code.localeCompare(b.code) ||
        a.subjectLabel.localeCompare(b.subjectLabel),
    )
    .slice(0, LISTED_MAX);
}
