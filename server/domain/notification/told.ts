import { SEVERITIES, type Severity } from "../warning.ts";
import { type NotificationFilter, isWanted } from "./filter.ts";
import { type Change, CHANGES, changeOf, type NoticeKind } from "./notice.ts";

/** A warning as it is now, as far as it is told. */
export type NoticedWarning = {
  id: string;
  code: string;
  severity: Severity;
  subjectKind: string;
  subjectLabel: string;
  cause: string;
  remedy: string;
  touches: readonly string[];
  vdcId: string | null;
  openedAt: Date;
  resolvedAt: Date | null;
  /** How many open warnings are effects of it. */
  effectCount: number;
};

/** One thing that happened to a warning. */
export type Noticed = {
  id: number;
  kind: NoticeKind;
  /** Acknowledged or snoozed at that time. */
  isReviewed: boolean;
  at: Date;
  warning: NoticedWarning;
  /** What it is, or was, an effect of. */
  root: {
    id: string;
    code: string;
    severity: Severity;
    touches: readonly string[];
    vdcId: string | null;
    isOpen: boolean;
  } | null;
};

export type Told = {
  change: Change;
  warning: NoticedWarning;
  /** Effects that are not told one by one because it is. */
  effectCount: number;
};

/** To whom it is told. */
export type Audience = {
  filter: NotificationFilter;
  /** The vDCs whose warnings they may see; null: all warnings there are. */
  vdcIds: ReadonlySet<string> | null;
  /** Also what was acknowledged or snoozed when it closed: programs have to hear the end of what they heard of. */
  hearsReviewedEnds: boolean;
  /** Also what opened and closed again before it could be told. */
  hearsPassed: boolean;
};

/** `vdcIds` null: all warnings. Where a warning is, is for people of the whole cloud to know and to choose by. */
export function reachOf(
  filter: NotificationFilter,
  vdcIds: readonly string[] | null,
): Pick<Audience, "filter" | "vdcIds"> {
  return vdcIds === null
    ? { filter, vdcIds }
    : { filter: { ...filter, pdcNames: [] }, vdcIds: new Set(vdcIds) };
}

/** What this audience is told of all that happened, in its order: the worst first. */
export function toldTo(audience: Audience, noticed: readonly Noticed[]): Told[] {
  const all = changesFor(audience, noticed);
  const toldById = new Map(all.map((told) => [told.warning.id, told]));
  const own: Told[] = [];
  for (const told of all) {
    const { root } = told;
    if (!root || root.id === told.warning.id) own.push(told);
    else if (toldById.has(root.id)) countEffect(toldById.get(root.id));
    // Its cause was told before, and goes on.
    else if (!(root.isOpen && hears(audience, root))) own.push(told);
  }
  return own
    .map(({ change, warning, effectCount }) => ({
      change,
      warning,
      effectCount:
        audience.vdcIds === null && warning.resolvedAt === null
          ? Math.max(effectCount, warning.effectCount)
          : effectCount,
    }))
    .toSorted(inOrder);
}

type Gathered = Told & { root: Noticed["root"] };

function countEffect(of: Gathered | undefined): void {
  if (of) of.effectCount += 1;
}

function changesFor(audience: Audience, noticed: readonly Noticed[]): Gathered[] {
  const byWarning = new Map<string, Noticed[]>();
  for (const notice of noticed) {
    if (!hears(audience, notice.warning) || isLeftOut(audience, notice)) continue;
    const known = byWarning.get(notice.warning.id);
    if (known) known.push(notice);
    else byWarning.set(notice.warning.id, [notice]);
  }
  const gathered: Gathered[] = [];
  for (const notices of byWarning.values()) {
    const change = changeOf(notices.map(({ kind }) => kind));
    const last = notices.at(-1);
    if (!change || !last || (change === "passed" && !audience.hearsPassed)) continue;
    gathered.push({ change, warning: last.warning, root: last.root, effectCount: 0 });
  }
  return gathered;
}

function hears(
  { filter, vdcIds }: Audience,
  judged: Pick<NoticedWarning, "severity" | "code" | "touches" | "vdcId">,
): boolean {
  const mayKnow = vdcIds === null || (judged.vdcId !== null && vdcIds.has(judged.vdcId));
  return mayKnow && isWanted(filter, judged);
}

function isLeftOut({ hearsReviewedEnds }: Audience, { isReviewed, kind }: Noticed): boolean {
  return isReviewed && !(kind === "resolved" && hearsReviewedEnds);
}

/** What is new and worst first; what is over last. */
function inOrder(a: Told, b: Told): number {
  return (
    Number(isOver(a)) - Number(isOver(b)) ||
    SEVERITIES.indexOf(a.warning.severity) - SEVERITIES.indexOf(b.warning.severity) ||
    b.effectCount - a.effectCount ||
    a.warning.openedAt.getTime() - b.warning.openedAt.getTime() ||
    (a.warning.id < b.warning.id ? -1 : 1)
  );
}

const isOver = ({ change }: Told): boolean => change === "resolved" || change === "passed";

export function hasCritical(told: readonly Told[]): boolean {
  return told.some((one) => one.warning.severity === "critical" && !isOver(one));
}

export type ChangeCounts = Record<Change, number>;

export function countChanges(told: readonly Told[]): ChangeCounts {
  // Every change is a key, so the record is whole.
  const counts = Object.fromEntries(CHANGES.map((change) => [change, 0])) as ChangeCounts;
  for (const { change } of told) counts[change] += 1;
  return counts;
}

const CHANGE_WORDS: Record<Change, string> = {
  opened: "opened",
  reopened: "reopened",
  worsened: "became more severe",
  "still-open": "still open after a snooze",
  resolved: "resolved",
  passed: "opened and resolved again",
};

export const changeWords = (change: Change): string => CHANGE_WORDS[change];

/** One line: "2 warnings opened, 1 resolved". */
export function summaryOf(told: readonly Told[]): string {
  const counts = countChanges(told);
  const parts = CHANGES.filter((change) => counts[change] > 0).map(
    (change) => `${counts[change]} ${CHANGE_WORDS[change]}`,
  );
  return parts.length === 0 ? "No warnings" : `Warnings: ${parts.join(", ")}`;
}
