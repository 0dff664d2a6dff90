import { type Finding, type Judgement, type Severity, SEVERITIES } from "../warning.ts";
import type { WarningCode } from "../warnings/catalogue.ts";
import { judgeWarnings } from "../warnings/judge.ts";
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

/** The only place where a scenario asks for warnings: before and after, each from scratch. Pauses between. */
export function* warningChangesOf(before: Situation, after: Situation): Generator<void, WarningChanges> {
  if (
    before.nodes.length === after.nodes.length &&
    before.nodes.every((node, at) => node === after.nodes[at])
  ) {
    if (JSON.stringify(before.pathMtus) === JSON.stringify(after.pathMtus)) return NONE;
  }
  const was = judgeWarnings(before);
  yield;
  const is = judgeWarnings(after);
  yield;
  return compareJudgements(was, is);
}

/** A warning closes only where its code can be decided, as in the review queue. */
export function compareJudgements(was: Judgement, is: Judgement): WarningChanges {
  const [before, after] = [was, is].map(
    ({ findings }) => new Map(findings.map((finding) => [idOf(finding), finding])),
  ) as [Map<string, Finding>, Map<string, Finding>]; // One of each of the two.
  const undecided = new Set(is.undecided.map(({ code, touching }) => `${code} ${touching}`));
  const opened = [...after].flatMap(([id, finding]) => (before.has(id) ? [] : [finding]));
  const closed = [...before].flatMap(([id, finding]) => {
    const isDecided = !finding.touches.some((key) => undecided.has(`${finding.code} ${key}`));
    return after.has(id) || !isDecided ? [] : [finding];
  });
  return {
    opened: listed(opened),
    openedCount: opened.length,
    closed: listed(closed),
    closedCount: closed.length,
  };
}

function idOf({ code, subject }: Finding): string {
  return `${code} ${subject.key}`;
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
