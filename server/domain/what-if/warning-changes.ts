import type { Node } from "../node.ts";
import { type Finding, type Severity, SEVERITIES } from "../warning.ts";
import type { WarningCode } from "../warnings/catalogue.ts";
import { identityOf } from "../warnings/model/results.ts";
import { WarningModel } from "../warnings/model/warning-model.ts";
import { WARNING_RULES } from "../warnings/rules.ts";
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
/** So many nodes are taken in without a pause. */
const SLICE = 50;

/**
 * The only place where a scenario asks for warnings: everything is judged once as it is, then what the scenario touches.
 * A warning closes only where its code can be decided, as in the review queue. Pauses now and then.
 */
export function* warningChangesOf(before: Situation, after: Situation): Generator<void, WarningChanges> {
  const { changed, removedIds } = differenceOf(before.nodes, after.nodes);
  const arePathsSame = JSON.stringify(before.pathMtus) === JSON.stringify(after.pathMtus);
  if (changed.length + removedIds.length === 0 && arePathsSame) return NONE;
  const model = WarningModel.of(WARNING_RULES, { ...before, nodes: [] });
  yield* takeIn(model, before.nodes, before);
  yield* model.work();
  const was = new Map(model.judgement().findings.map((finding) => [identityOf(finding), finding]));
  model.takeDifference();
  yield;
  model.update([], removedIds);
  yield* takeIn(model, changed, before);
  if (!arePathsSame) model.setPathMtus(after.pathMtus);
  yield* model.work();
  const { findings } = model.takeDifference();
  const opened = findings.filter((finding) => !was.has(identityOf(finding)));
  const closed = [...was].flatMap(([identity, finding]) =>
    model.finding(identity) || model.undecidedAmong([finding]).length > 0 ? [] : [finding],
  );
  return {
    opened: listed(opened),
    openedCount: opened.length,
    closed: listed(closed),
    closedCount: closed.length,
  };
}

function* takeIn(
  model: WarningModel,
  nodes: readonly Node[],
  { partFailuresByNodeId }: Situation,
): Generator<void> {
  for (let first = 0; first < nodes.length; first += SLICE) {
    model.update(nodes.slice(first, first + SLICE), [], partFailuresByNodeId);
    yield;
  }
}

/** A node that a scenario leaves alone is the very same. */
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
