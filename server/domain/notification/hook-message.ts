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
};

/** What a webhook receives, byte for byte; docs/webhooks.md describes it. */
export function hookMessage({ id, createdAt, url }: MessageHead, told: readonly Told[]): string {
  const listed = told.slice(0, LISTED_MAX);
  return JSON.stringify({
    version: FORMAT_VERSION,
    id,
    type: "warnings",
    createdAt: createdAt.toISOString(),
    url: `${url}/warnings`,
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
      url: `${url}/warnings?state=all&warning=${warning.id}`,
    })),
  });
}

/** The same shape, telling of nothing. */
export function hookTestMessage({ id, createdAt, url }: MessageHead): string {
  return JSON.stringify({
    version: FORMAT_VERSION,
    id,
    type: "test",
    createdAt: createdAt.toISOString(),
    url: `${url}/warnings`,
    counts: countChanges([]),
    omittedCount: 0,
    warnings: [],
  });
}
