import type { Db } from "#db/client.ts";
import { listNodes } from "#db/queries/node.ts";
import { listPathMtus } from "#db/queries/pdc-path.ts";
import { listStoredWarnings, lockWarnings } from "#db/queries/warning-findings.ts";
import { listNetworkFacts, listPartFailures } from "#db/queries/warning-situation.ts";
import type { Settings } from "#server/domain/settings.ts";
import { reconcileWarnings } from "#server/domain/warning.ts";
import { judgeWarnings } from "#server/domain/warnings/judge.ts";
import type { Situation } from "#server/domain/warnings/situation.ts";
import { writeWarningChanges } from "./write-changes.ts";

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
    await writeWarningChanges(tx, reconcileWarnings(await listStoredWarnings(tx), judgement, now), now);
  });
}
