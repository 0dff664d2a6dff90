import type { Db } from "#db/client.ts";
import { recordChanges } from "#db/queries/audit.ts";
import { listNetworkSegments, replaceDelegations } from "#db/queries/delegation-import.ts";
import { listDelegations, lockAllDelegations } from "#db/queries/delegation.ts";
import { announce } from "#db/queries/event.ts";
import { listNicTags, setVxlansShared } from "#db/queries/network.ts";
import { listOverlayRules } from "#db/queries/overlay-rule.ts";
import { type Actor, type AllVdcs, authorize, type Grant } from "#server/domain/access.ts";
import { canonicalDraft } from "#server/domain/delegation-reading.ts";
import { sharedVxlanIds } from "#server/domain/delegation.ts";
import { type DelegationRow, groupDelegationRows } from "#server/domain/import/delegation-row.ts";
import {
  type DelegationSituation,
  type DelegationStep,
  makeDelegationPlanner,
} from "#server/domain/import/plan/plan-delegations.ts";
import type { Importer, ImportOptions } from "./importer.ts";

/** `onlyVdcId`: rows about any other vDC are refused; null: all are welcome. */
export function delegationImporter(
  grant: Grant<"delegation:manage", AllVdcs>,
  { file, vdcName, markOutside }: ImportOptions,
  onlyVdcId: string | null,
): Importer<DelegationRow, DelegationStep> {
  const rows = groupDelegationRows(file.rows);
  return {
    rows,
    loadPlanner: async (db) => {
      const situation = await loadSituation(db, grant.scope);
      const ownVdcName = situation.vdcs.find(({ vdcId }) => vdcId === onlyVdcId)?.vdcName;
      const defaultVdcName = vdcName ?? ownVdcName ?? null;
      return makeDelegationPlanner(situation, rows, { defaultVdcName, onlyVdcId, markOutside });
    },
    lock: lockAllDelegations,
    write: (tx, steps) => writeSteps(tx, grant.actor, steps),
  };
}

async function loadSituation(db: Db, cloud: AllVdcs): Promise<DelegationSituation> {
  const networksByVdcId = Map.groupBy(await listNetworkSegments(db, cloud), ({ vdcId }) => vdcId);
  return {
    vdcs: (await listDelegations(db, cloud)).map((vdc) => ({
      ...vdc,
      networks: networksByVdcId.get(vdc.vdcId) ?? [],
    })),
    overlayRules: await listOverlayRules(db),
    nicTagNames: (await listNicTags(db)).map(({ name }) => name),
  };
}

async function writeSteps(tx: Db, actor: Actor, steps: readonly DelegationStep[]): Promise<void> {
  const changes = steps.map((step) => ({
    ...step,
    scope: authorize(actor, step.vdcId, "delegation:manage").scope,
  }));
  await replaceDelegations(
    tx,
    changes.map(({ scope, values }) => ({ scope, delegation: values })),
  );
  for (const { scope, values } of changes) await setVxlansShared(tx, scope, sharedVxlanIds(values));
  await recordChanges(
    tx,
    changes.map(({ vdcId, vdcName, before, values }) => ({
      actor,
      action: "delegation.set",
      subjectKind: "delegation",
      subjectId: vdcId,
      subjectName: vdcName,
      vdcId,
      before,
      after: canonicalDraft(values),
    })),
  );
  for (const { vdcId } of changes) await announce(tx, { topic: "delegation", id: vdcId, vdcId });
}
