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
  | "subnet";

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
  /** Keys of the subject and of everything else the finding is about: `node:…`, `pdc:…`, `rule:…`, `network:…`. */
  touches: string[];
  /** The vDC whose members may see it; then no word of it names another vDC or a node. null: operators and auditors only. */
  vdcId: string | null;
};

/** Facts are missing: nothing can be said about `code` where `touching` is concerned, neither true nor false. */
export type Undecided = { code: WarningCode; touching: string };

/** A rule's whole answer. What is neither found nor undecided is known to be fine. */
export type Judgement = { findings: Finding[]; undecided: Undecided[] };

export type Acknowledgement = { reason: string; until: Date | null };

/** A finding as it was kept, open or resolved. */
export type StoredWarning = Omit<Finding, "subject"> & {
  id: string;
  subject: Subject;
  isOpen: boolean;
  acknowledgement: Acknowledgement | null;
};

export type WarningChange =
  | { kind: "opened"; finding: Finding }
  | { kind: "reopened"; id: string; finding: Finding }
  /** `isRetold`: what it says first is another; else only its evidence or reach is, which is no part of its history. */
  | { kind: "changed"; id: string; finding: Finding; isRetold: boolean }
  /** Still true and told in the same words; only the evidence is newer. */
  | { kind: "confirmed"; id: string; finding: Finding }
  | { kind: "resolved"; id: string; vdcId: string | null }
  | { kind: "acknowledgement-ended"; id: string; vdcId: string | null };

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
  const { id, code, vdcId } = warning;
  const stillUndecided = warning.touches.filter((key) => undecided.has(undecidedKey(code, key)));
  if (!found) {
    const closes = warning.isOpen && stillUndecided.length === 0;
    return closes ? [{ kind: "resolved", id, vdcId }] : endedAcknowledgement(warning, now);
  }
  if (!warning.isOpen) return [{ kind: "reopened", id, finding: found }];
  // What could not be looked at stays part of the finding, so that the rest being mended does not clear it.
  const finding = { ...found, touches: [...new Set([...found.touches, ...stillUndecided])] };
  const ended = endedAcknowledgement(warning, now);
  if (!isToldAlike(warning, finding)) {
    return [{ kind: "changed", id, finding, isRetold: !isHeadedAlike(warning, finding) }, ...ended];
  }
  if (!hasSameAge(warning, finding)) return [{ kind: "confirmed", id, finding }, ...ended];
  return ended;
}

function endedAcknowledgement(warning: StoredWarning, now: Date): WarningChange[] {
  const until = warning.isOpen ? warning.acknowledgement?.until : null;
  return until && until <= now
    ? [{ kind: "acknowledgement-ended", id: warning.id, vdcId: warning.vdcId }]
    : [];
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
