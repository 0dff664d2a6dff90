import { type Told, changeWords, countChanges } from "./told.ts";

/** Stable: a change of what is there gets another number; what is added does not. */
const FORMAT_VERSION = 1;
/** More are counted and not listed. */
const LISTED_MAX = 100;

export type MessageHead = {
  /** The delivery's. */
  id: string;
  createdAt: Date;
  /** Where people open the console. */
  url: string;
  /** The vDC whose webhook it is; null: the whole cloud's. */
  vdcId: string | null;
};

/** Operators and auditors read the review queue, others their vDC's own page. */
const pageOf = ({ url, vdcId }: MessageHead): string =>
  vdcId === null ? `${url}/warnings` : `${url}/vdcs/${vdcId}/warnings`;

/** What a webhook receives, byte for byte; docs/webhooks.md describes it. */
export function hookMessage(head: MessageHead, told: readonly Told[]): string {
  const { id, createdAt, vdcId } = head;
  const listed = told.slice(0, LISTED_MAX);
  return JSON.stringify({
    version: FORMAT_VERSION,
    id,
    type: "warnings",
    createdAt: createdAt.toISOString(),
    url: pageOf(head),
    counts: countChanges(told),
    omittedCount: told.length - listed.length,
    warnings: listed.map(({ change, warning, effectCount }) => ({
      id: warning.id,
      change,
      changeText: changeWords(change),
      code: warning.code,
      severity: warning.severity,
      subject: { kind: warning.subjectKind, label: warning.subjectLabel },
      cause: warning.cause,
      remedy: warning.remedy,
      effectCount,
      vdcId: warning.vdcId,
      openedAt: warning.openedAt.toISOString(),
      resolvedAt: warning.resolvedAt?.toISOString() ?? null,
      url: vdcId === null ? `${pageOf(head)}?state=all&warning=${warning.id}` : pageOf(head),
    })),
  });
}

/** The same shape, telling of nothing. */
export function hookTestMessage(head: MessageHead): string {
  const { id, createdAt } = head;
  return JSON.stringify({
    version: FORMAT_VERSION,
    id,
    type: "test",
    createdAt: createdAt.toISOString(),
    url: pageOf(head),
    counts: countChanges([]),
    omittedCount: 0,
    warnings: [],
  });
}
