import type { Db } from "#db/client.ts";
import { announce } from "#db/queries/event.ts";
import { listNodes } from "#db/queries/node.ts";
import { listPathMtus } from "#db/queries/pdc-path.ts";
import {
  endAcknowledgements,
  insertWarningEvents,
  listStoredWarnings,
  lockWarnings,
  type NewWarningEvent,
  openWarnings,
  resolveWarnings,
  rewriteWarnings,
} from "#db/queries/warning-findings.ts";
import { listNetworkFacts, listPartFailures } from "#db/queries/warning-situation.ts";
import type { Settings } from "#server/domain/settings.ts";
import { reconcileWarnings, type WarningChange } from "#server/domain/warning.ts";
import { judgeWarnings } from "#server/domain/warnings/judge.ts";
import type { Situation } from "#server/domain/warnings/situation.ts";

/** Above this many changes at once, open pages are told to read everything again. */
const ANNOUNCED_ONE_BY_ONE_MAX = 20;

async function loadSituation(tx: Db, settings: Settings, now: Date): Promise<Situation> {
  const nodes = await listNodes(tx);
  const partFailuresByNodeId = await listPartFailures(tx);
  const networks = await listNetworkFacts(tx);
  const pathMtus = await listPathMtus(tx);
  return { nodes, partFailuresByNodeId, networks, pathMtus, settings, now };
}

/** Judges everything anew and writes what changed; one at a time, in whatever process. */
export async function recomputeWarnings(db: Db, settings: Settings, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await lockWarnings(tx);
    const judgement = judgeWarnings(await loadSituation(tx, settings, now));
    await writeChanges(tx, reconcileWarnings(await listStoredWarnings(tx), judgement, now), now);
  });
}

async function writeChanges(tx: Db, changes: readonly WarningChange[], now: Date): Promise<void> {
  const ids = (kind: "resolved" | "acknowledgement-ended") =>
    changes.flatMap((change) => (change.kind === kind ? [change.id] : []));
  const findings = (...kinds: WarningChange["kind"][]) =>
    changes.flatMap((change) => ("finding" in change && kinds.includes(change.kind) ? [change.finding] : []));
  const opened = await openWarnings(tx, findings("opened", "reopened"), now);
  await rewriteWarnings(tx, findings("changed", "confirmed"), now);
  await resolveWarnings(tx, ids("resolved"), now);
  await endAcknowledgements(tx, ids("acknowledgement-ended"));
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
    told
      .filter(({ change }) => change.kind !== "changed" || change.isRetold)
      .map(({ change, id }) => eventOf(change, id, now)),
  );
  await announceWarnings(
    tx,
    told.map(({ change, id }) => ({ id, vdcId: "finding" in change ? change.finding.vdcId : change.vdcId })),
  );
}

function eventOf(change: WarningChange, warningId: string, at: Date): NewWarningEvent {
  // A confirmed finding has no event; it was left out before.
  const kind = change.kind === "confirmed" ? "changed" : change.kind;
  return { warningId, kind, at, note: noteOf(change) };
}

function noteOf(change: WarningChange): string | null {
  if ("finding" in change) return change.finding.cause;
  return change.kind === "acknowledgement-ended" ? "The acknowledgement reached its end." : null;
}

async function announceWarnings(
  tx: Db,
  told: readonly { id: string; vdcId: string | null }[],
): Promise<void> {
  if (told.length <= ANNOUNCED_ONE_BY_ONE_MAX) {
    for (const { id, vdcId } of told) await announce(tx, { topic: "warning", id, vdcId });
    return;
  }
  for (const vdcId of new Set(told.map(({ vdcId }) => vdcId))) {
    await announce(tx, { topic: "warning", id: null, vdcId });
  }
}
