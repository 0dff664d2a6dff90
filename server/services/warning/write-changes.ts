import type { Db } from "#db/client.ts";
import {
  endAcknowledgements,
  endSnoozes,
  holdWarnings,
  insertWarningEvents,
  type NewWarningEvent,
  openWarnings,
  resolveWarnings,
  retellWarnings,
  rewriteWarnings,
  steadyWarnings,
  unholdWarnings,
} from "#db/queries/warning-findings.ts";
import { FLAP_QUIET_MINUTES, type WarningChange } from "#server/domain/warning.ts";
import { announceWarnings } from "./announce-warnings.ts";
import { relateWarnings } from "./relate-warnings.ts";

type Kind = WarningChange["kind"];

/** After these, other warnings may be effects of other ones. */
const RELATES: readonly Kind[] = ["opened", "reopened", "changed", "resolved"];

function only<K extends Kind>(changes: readonly WarningChange[], kind: K) {
  return changes.filter((change): change is Extract<WarningChange, { kind: K }> => change.kind === kind);
}

/** Writes what `reconcileWarnings` or `dueChanges` decided, with its history, and tells open pages. */
export async function writeWarningChanges(
  tx: Db,
  changes: readonly WarningChange[],
  now: Date,
): Promise<void> {
  const ids = (kind: "unheld" | "steady" | "acknowledgement-ended" | "snooze-ended") =>
    only(changes, kind).map(({ id }) => id);
  const returned = only(changes, "returned");
  const retold = only(changes, "changed").filter(({ isRetold }) => isRetold);
  const renewed = [
    ...only(changes, "changed").filter(({ isRetold }) => !isRetold),
    ...only(changes, "confirmed"),
    ...returned,
  ];
  const opened = await openWarnings(
    tx,
    [...only(changes, "opened"), ...only(changes, "reopened")].map(({ finding }) => finding),
    now,
  );
  await retellWarnings(
    tx,
    retold.map(({ finding }) => finding),
    now,
  );
  await rewriteWarnings(
    tx,
    renewed.map(({ finding }) => finding),
    now,
  );
  await holdWarnings(tx, [...only(changes, "held"), ...returned], now);
  await unholdWarnings(tx, ids("unheld"));
  await steadyWarnings(tx, ids("steady"), now);
  await resolveWarnings(tx, only(changes, "resolved"), now);
  await endAcknowledgements(tx, ids("acknowledgement-ended"), now);
  await endSnoozes(tx, ids("snooze-ended"), now);
  if (changes.some(({ kind }) => RELATES.includes(kind))) await relateWarnings(tx);
  const idByIdentity = new Map(opened.map(({ id, code, subjectKey }) => [`${code} ${subjectKey}`, id]));
  const idOf = (change: WarningChange): string => {
    if ("id" in change) return change.id;
    const { code, subject } = change.finding;
    return idByIdentity.get(`${code} ${subject.key}`) ?? "";
  };
  const told = changes
    .filter(({ kind }) => kind !== "confirmed")
    .map((change) => ({ change, id: idOf(change) }));
  await insertWarningEvents(
    tx,
    told.flatMap(({ change, id }) => eventOf(change, id, now) ?? []),
  );
  await announceWarnings(
    tx,
    told.map(({ change, id }) => ({ id, vdcId: "finding" in change ? change.finding.vdcId : change.vdcId })),
  );
}

/** null: no part of the history. */
function eventOf(change: WarningChange, warningId: string, at: Date): NewWarningEvent | null {
  const told = toldOf(change);
  return told && { warningId, at, actorName: null, ...told };
}

function toldOf(change: WarningChange): Pick<NewWarningEvent, "kind" | "note"> | null {
  const { kind } = change;
  switch (kind) {
    case "opened":
    case "reopened":
      return { kind, note: change.finding.cause };
    case "changed":
      return change.isRetold ? { kind, note: change.finding.cause } : null;
    case "resolved":
      return { kind, note: null };
    case "held":
      return change.isNew
        ? {
            kind: "flapping",
            note: `It closed ${change.flap.endedAt.length} times within an hour, so it stays open until it has been quiet for ${FLAP_QUIET_MINUTES} minutes.`,
          }
        : null;
    case "steady":
      return { kind, note: "It has neither come nor gone for a while, and is true." };
    case "acknowledgement-ended":
      return {
        kind,
        note: change.isWorse ? "It became more severe." : "The acknowledgement reached its end.",
      };
    case "snooze-ended":
      return { kind, note: change.isWorse ? "It became more severe." : "The snooze reached its end." };
    case "confirmed":
    case "returned":
    case "unheld":
      return null;
  }
}
