import type { WarningCode } from "./warnings/catalogue.ts";

export const SEVERITIES = ["critical", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

export type SubjectKind =
  | "cloud"
  | "pdc"
  | "pdc-pair"
  | "node"
  | "link"
  | "rule"
  | "network"
  | "segment"
  | "nic-tag"
  | "subnet"
  | "vdc"
  | "vdc-pair";

/** What a finding is about. `key` is its identity for ever; `label` is what people read. */
export type Subject = { kind: SubjectKind; key: string; label: string };

/** One thing that was seen, and when the node that showed it was asked. */
export type Evidence = { sentence: string; observedAt: Date };

/** One thing that is wrong now. `code` and `subject.key` together are its identity. */
export type Finding = {
  code: WarningCode;
  severity: Severity;
  subject: Subject;
  /** What is wrong and why it matters, in plain sentences. */
  cause: string;
  evidence: Evidence[];
  remedy: string;
  href: string | null;
  /** Keys of the subject and of everything else the finding is about: `node:…`, `pdc:…`, `rule:…`, `network:…`, `vdc:…`. */
  touches: string[];
  /** The vDC whose members may see it; then no word of it names another vDC or a node. null: operators and auditors only. */
  vdcId: string | null;
};

/** Facts are missing: nothing can be said about `code` where `touching` is concerned, neither true nor false. */
export type Undecided = { code: WarningCode; touching: string };

/** A rule's whole answer. What is neither found nor undecided is known to be fine. */
export type Judgement = { findings: Finding[]; undecided: Undecided[] };

export type Acknowledgement = { reason: string; until: Date | null };

/** How a finding came and went of late. */
export type Flap = {
  /** When it was found to be true no more, within the window; oldest first. */
  endedAt: readonly Date[];
  /** It is not true now, and open only because it comes and goes. */
  isHeld: boolean;
  /** It counts as flapping until then; null: it does not. */
  quietAt: Date | null;
};

/** A finding as it was kept, open or resolved. */
export type StoredWarning = Omit<Finding, "subject"> & {
  id: string;
  subject: Subject;
  isOpen: boolean;
  acknowledgement: Acknowledgement | null;
  /** Out of the queue until then, whether it closes in between or not. */
  snoozedUntil: Date | null;
  flap: Flap;
};

type OfStored = { id: string; vdcId: string | null };

export type WarningChange =
  | { kind: "opened"; finding: Finding }
  | { kind: "reopened"; id: string; finding: Finding }
  /** `isRetold`: what it says first is another; else only its evidence or reach is, which is no part of its history. */
  | { kind: "changed"; id: string; finding: Finding; isRetold: boolean }
  /** Still true and told in the same words; only the evidence is newer. */
  | { kind: "confirmed"; id: string; finding: Finding }
  | ({ kind: "resolved"; flap: Flap } & OfStored)
  /** True no more, but kept open because it comes and goes. `isNew`: from now on. */
  | ({ kind: "held"; flap: Flap; isNew: boolean } & OfStored)
  /** A held one is true again. */
  | { kind: "returned"; id: string; finding: Finding; flap: Flap }
  /** A held one cannot be decided any more, so it is not known to be over. */
  | ({ kind: "unheld" } & OfStored)
  /** It flaps no more and is true. */
  | ({ kind: "steady" } & OfStored)
  /** `isWorse`: not its end was reached, but the finding became more severe. */
  | ({ kind: "acknowledgement-ended" | "snooze-ended"; isWorse: boolean } & OfStored);

const FLAP_WINDOW_MINUTES = 60;
const FLAP_ENDS_MIN = 3;
export const FLAP_QUIET_MINUTES = 30;
const STEADY: Flap = { endedAt: [], isHeld: false, quietAt: null };

const minutesAfter = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * 60_000);

/** How often it came to an end within the hour before `now`. */
export function flapCount(endedAt: readonly Date[], now: Date): number {
  return recent(endedAt, now).length;
}

function recent(endedAt: readonly Date[], now: Date): Date[] {
  const since = minutesAfter(now, -FLAP_WINDOW_MINUTES);
  return endedAt.filter((at) => at > since);
}

const identityOf = ({ code, subject }: Pick<Finding, "code" | "subject">): string => `${code} ${subject.key}`;
const undecidedKey = (code: WarningCode, touching: string): string => `${code} ${touching}`;

/**
 * What has to be written so that the kept warnings say what `judgement` says. A warning closes only when its code was
 * decided for everything it touches: missing facts never clear it.
 */
export function reconcileWarnings(
  stored: readonly StoredWarning[],
  judgement: Judgement,
  now: Date,
): WarningChange[] {
  const findingByIdentity = new Map<string, Finding>();
  for (const finding of judgement.findings) {
    const identity = identityOf(finding);
    if (!findingByIdentity.has(identity)) findingByIdentity.set(identity, finding);
  }
  const undecided = new Set(judgement.undecided.map(({ code, touching }) => undecidedKey(code, touching)));
  const changes: WarningChange[] = [];
  for (const warning of stored) {
    const identity = identityOf(warning);
    const finding = findingByIdentity.get(identity);
    findingByIdentity.delete(identity);
    changes.push(...changesOf(warning, finding, undecided, now));
  }
  for (const finding of findingByIdentity.values()) changes.push({ kind: "opened", finding });
  return changes;
}

function changesOf(
  warning: StoredWarning,
  found: Finding | undefined,
  undecided: ReadonlySet<string>,
  now: Date,
): WarningChange[] {
  const stillUndecided = warning.touches.filter((key) => undecided.has(undecidedKey(warning.code, key)));
  if (!found) return changesOfMissing(warning, stillUndecided.length > 0, now);
  const { id, isOpen, flap } = warning;
  const hasWorsened = isWorse(found.severity, warning.severity);
  const ended = endedReviews(warning, now, hasWorsened);
  if (!isOpen) return [{ kind: "reopened", id, finding: found }, ...ended];
  // What could not be looked at stays part of the finding, so that the rest being mended does not clear it.
  const finding = { ...found, touches: [...new Set([...found.touches, ...stillUndecided])] };
  if (flap.isHeld) {
    const quietAt = minutesAfter(now, FLAP_QUIET_MINUTES);
    return [
      { kind: "returned", id, finding, flap: { endedAt: flap.endedAt, isHeld: false, quietAt } },
      ...ended,
    ];
  }
  return [...retold(warning, finding), ...ended, ...quieted(warning, now)];
}

function retold(warning: StoredWarning, finding: Finding): WarningChange[] {
  const { id } = warning;
  if (!isToldAlike(warning, finding)) {
    return [{ kind: "changed", id, finding, isRetold: !isHeadedAlike(warning, finding) }];
  }
  return hasSameAge(warning, finding) ? [] : [{ kind: "confirmed", id, finding }];
}

function changesOfMissing(warning: StoredWarning, isUndecided: boolean, now: Date): WarningChange[] {
  const { id, vdcId, isOpen, flap } = warning;
  if (!isOpen) return endedReviews(warning, now);
  if (isUndecided) {
    return flap.isHeld
      ? [{ kind: "unheld", id, vdcId }, ...endedReviews(warning, now)]
      : dueChanges(warning, now);
  }
  if (flap.isHeld) return dueChanges(warning, now);
  const endedAt = [...recent(flap.endedAt, now), now];
  const isFlapping = endedAt.length >= FLAP_ENDS_MIN || (flap.quietAt !== null && flap.quietAt > now);
  if (!isFlapping) return [{ kind: "resolved", id, vdcId, flap: { ...STEADY, endedAt } }];
  const held = { endedAt, isHeld: true, quietAt: minutesAfter(now, FLAP_QUIET_MINUTES) };
  return [
    { kind: "held", id, vdcId, flap: held, isNew: flap.quietAt === null },
    ...endedReviews(warning, now),
  ];
}

/** What time alone changes. It needs no judgement: a held warning was found not to be true. */
export function dueChanges(warning: StoredWarning, now: Date): WarningChange[] {
  const { id, vdcId, isOpen, flap } = warning;
  const isOver = isOpen && flap.isHeld && flap.quietAt !== null && flap.quietAt <= now;
  if (isOver) return [{ kind: "resolved", id, vdcId, flap: STEADY }];
  return [...endedReviews(warning, now), ...(flap.isHeld ? [] : quieted(warning, now))];
}

function quieted({ id, vdcId, flap: { quietAt } }: StoredWarning, now: Date): WarningChange[] {
  return quietAt !== null && quietAt <= now ? [{ kind: "steady", id, vdcId }] : [];
}

/** Whoever said that it may wait said so of something less severe. */
function endedReviews(
  { id, vdcId, isOpen, acknowledgement, snoozedUntil }: StoredWarning,
  now: Date,
  hasWorsened = false,
): WarningChange[] {
  const ended = (until: Date | null) => hasWorsened || (until !== null && until <= now);
  const of = { id, vdcId, isWorse: hasWorsened };
  return [
    ...(isOpen && acknowledgement && ended(acknowledgement.until)
      ? [{ kind: "acknowledgement-ended" as const, ...of }]
      : []),
    ...(snoozedUntil && ended(snoozedUntil) ? [{ kind: "snooze-ended" as const, ...of }] : []),
  ];
}

function isWorse(severity: Severity, than: Severity): boolean {
  return SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(than);
}

function isHeadedAlike(warning: StoredWarning, { severity, subject, cause, remedy }: Finding): boolean {
  return (
    warning.severity === severity &&
    warning.subject.label === subject.label &&
    warning.cause === cause &&
    warning.remedy === remedy
  );
}

function isToldAlike(warning: StoredWarning, finding: Finding): boolean {
  const words = ({
    severity,
    subject,
    cause,
    remedy,
    href,
    vdcId,
    evidence,
    touches,
  }: Omit<Finding, "code">) =>
    JSON.stringify([
      severity,
      subject.kind,
      subject.label,
      cause,
      remedy,
      href,
      vdcId,
      evidence.map(({ sentence }) => sentence),
      touches.toSorted(),
    ]);
  return words(warning) === words(finding);
}

function hasSameAge(warning: StoredWarning, finding: Finding): boolean {
  return warning.evidence.every(
    ({ observedAt }, index) => observedAt.getTime() === finding.evidence[index]?.observedAt.getTime(),
  );
}
