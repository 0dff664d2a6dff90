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

/** A model that stands at a situation, with what it found there. */
type Kept = { model: WarningModel; situation: Situation; findingByIdentity: Map<string, Finding> };

/**
 * The only place where a scenario asks for warnings. What is wrong now is kept from question to question, so that each costs
 * what has changed since and what the scenario touches. One question at a time; pauses now and then.
 */
export class WarningTrial {
  /** null: not judged yet, or left in the middle of a question. */
  #kept: Kept | null = null;

  /** A warning closes only where its code can be decided, as in the review queue. */
  *changesOf(before: Situation, after: Situation): Generator<void, WarningChanges> {
    const { changed, removedIds } = differenceOf(before.nodes, after.nodes);
    const arePathsSame = isSame(before.pathMtus, after.pathMtus);
    const areDelegationsSame = isEach(before.delegations, after.delegations);
    if (changed.length + removedIds.length === 0 && arePathsSame && areDelegationsSame) return NONE;
    const { model, findingByIdentity } = yield* this.#catchUp(before);
    this.#kept = null;
    yield* turn(model, before, after);
    const { identities, findings } = model.takeDifference();
    const opened = findings.filter((finding) => !findingByIdentity.has(identityOf(finding)));
    const closed = [...identities].flatMap((identity) => {
      const finding = findingByIdentity.get(identity);
      const isOver = finding && !model.finding(identity) && model.undecidedAmong([finding]).length === 0;
      return isOver ? [finding] : [];
    });
    yield* turn(model, after, before);
    model.takeDifference();
    this.#kept = { model, situation: before, findingByIdentity };
    return {
      opened: listed(opened),
      openedCount: opened.length,
      closed: listed(closed),
      closedCount: closed.length,
    };
  }

  *#catchUp(now: Situation): Generator<void, Kept> {
    const kept = this.#kept;
    // Time cannot be turned back.
    if (!kept || kept.situation.now > now.now) return yield* judged(now);
    this.#kept = null;
    const { model, findingByIdentity } = kept;
    model.advance(now.now);
    yield* turn(model, kept.situation, now);
    for (const identity of model.takeDifference().identities) {
      const finding = model.finding(identity);
      if (finding) findingByIdentity.set(identity, finding);
      else findingByIdentity.delete(identity);
    }
    return { ...kept, situation: now };
  }
}

function* judged(situation: Situation): Generator<void, Kept> {
  const model = WarningModel.of(WARNING_RULES, { ...situation, nodes: [] });
  yield* takeIn(model, situation.nodes, situation);
  yield* model.work();
  const { findings } = model.takeDifference();
  return {
    model,
    situation,
    findingByIdentity: new Map(findings.map((finding) => [identityOf(finding), finding])),
  };
}

/** Brings the model from one situation to another. */
function* turn(model: WarningModel, from: Situation, to: Situation): Generator<void> {
  const { changed, removedIds } = differenceOf(from.nodes, to.nodes);
  const failing = to.nodes.filter(
    ({ id }) => !isSame(from.partFailuresByNodeId.get(id), to.partFailuresByNodeId.get(id)),
  );
  model.update([], removedIds);
  yield* takeIn(model, [...new Set([...changed, ...failing])], to);
  if (from.networks !== to.networks) {
    const was = new Map(from.networks.map((network) => [network.id, network.updatedAt.getTime()]));
    const present = new Set(to.networks.map(({ id }) => id));
    model.updateNetworks(
      to.networks.filter(({ id, updatedAt }) => was.get(id) !== updatedAt.getTime()),
      [...was.keys()].filter((id) => !present.has(id)),
    );
  }
  if (!isSame(from.pathMtus, to.pathMtus)) model.setPathMtus(to.pathMtus);
  model.setDelegated(to);
  yield* model.work();
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
