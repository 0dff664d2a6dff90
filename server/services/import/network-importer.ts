import type { Db } from "#db/client.ts";
import { type AuditChange, recordChanges } from "#db/queries/audit.ts";
import { insertNetworks, lockNetworksNamed, takeVxlans } from "#db/queries/network-import.ts";
import { updateNetwork } from "#db/queries/network.ts";
import { listOverlayRules } from "#db/queries/overlay-rule.ts";
import { lockFreeVxlans, releaseVxlans } from "#db/queries/vxlan.ts";
import type { Actor, Grant, Scope, VdcScope } from "#server/domain/access.ts";
import { type NetworkRow, readNetworkRow } from "#server/domain/import/network-row.ts";
import { makeNetworkPlanner, type NetworkStep } from "#server/domain/import/plan/plan-networks.ts";
import type { SafeMtu } from "#server/domain/network/context.ts";
import { announceNetworks } from "../network/announce-network.ts";
import { type NetworkDeps, lockVdc } from "../network/change-network.ts";
import { findSafeMtu } from "../network/safe-mtu.ts";
import type { Importer, ImportOptions } from "./importer.ts";
import { loadNetworkSituation } from "./network-situation.ts";
import { OvertakenError } from "./overtaken-error.ts";
import { findVdcScopes } from "./vdc-scopes.ts";

export async function networkImporter(
  deps: NetworkDeps,
  grant: Grant<"network:create", Scope>,
  { file, vdcName }: ImportOptions,
): Promise<Importer<NetworkRow, NetworkStep>> {
  const rows = file.rows.map(readNetworkRow);
  const vdcNames = new Set(rows.map((row) => (row.vdcName ?? vdcName ?? "").toLowerCase()));
  const scopes = await findVdcScopes(deps.db, grant, vdcNames);
  const safeMtuByRuleName = await findSafeMtus(deps, rows);
  const isAnyIdNextFree = rows.some(({ given }) => given.get("vxlanId") === "next-free");
  return {
    rows,
    loadPlanner: async (db) => {
      const situation = await loadNetworkSituation(db, scopes, rows, safeMtuByRuleName);
      return makeNetworkPlanner(situation, vdcName ?? ownVdcName(grant.scope, situation.vdcs));
    },
    lock: async (tx) => {
      for (const scope of scopes) await lockVdc(tx, scope, { isAnyIdNextFree: false });
      const names = rows.map(({ name }) => name).filter((name) => STORED_NAME.test(name));
      for (const scope of scopes) await lockNetworksNamed(tx, scope, names);
      if (isAnyIdNextFree) await lockFreeVxlans(tx);
    },
    write: (tx, steps, onDone) => writeSteps(tx, { deps, actor: grant.actor, scopes }, steps, onDone),
  };
}

function ownVdcName(scope: Scope, vdcs: readonly { vdcName: string }[]): string | null {
  return scope.vdcId === null ? null : (vdcs[0]?.vdcName ?? null);
}

async function findSafeMtus(
  deps: NetworkDeps,
  rows: readonly NetworkRow[],
): Promise<Map<string, SafeMtu | null>> {
  const asked = new Set(rows.map(({ given }) => given.get("overlayRuleName")));
  const safeMtus = new Map<string, SafeMtu | null>();
  for (const { name } of await listOverlayRules(deps.db)) {
    if (asked.has(name)) safeMtus.set(name, await findSafeMtu(deps, { overlayRuleName: name }));
  }
  return safeMtus;
}

type Writing = { deps: NetworkDeps; actor: Actor; scopes: readonly VdcScope[] };

/** Changes first, in their order, so that new networks find room where they made some; ids are given back last. */
async function writeSteps(
  tx: Db,
  { deps, actor, scopes }: Writing,
  steps: readonly NetworkStep[],
  onDone: (count: number) => void,
): Promise<void> {
  const scopeById = new Map(scopes.map((scope) => [scope.vdcId, scope]));
  const updates = steps.filter((step) => step.kind === "update");
  const creates = steps.filter((step) => step.kind === "create");
  if (!(await takeVxlans(tx, steps.flatMap(newVxlanIds)))) throw new OvertakenError();
  for (const [index, { vdcId, before, values }] of updates.entries()) {
    await updateNetwork(tx, scopeOf(scopeById, vdcId), before.id, values);
    if (index % PROGRESS_STEP === 0) onDone(index);
  }
  const news = creates.map(({ vdcId, values }) => ({ scope: scopeOf(scopeById, vdcId), values }));
  const ids = await insertNetworks(tx, news, actor.userId, (count) => onDone(updates.length + count));
  for (const scope of scopes) {
    const left = updates.filter(({ vdcId }) => vdcId === scope.vdcId).flatMap(leftVxlanIds);
    await releaseVxlans(tx, scope, [...new Set(left)], deps.settings.vxlanRestSeconds);
  }
  await recordChanges(tx, [
    ...updates.map((step) => changeOf(actor, { ...step, id: step.before.id, before: storedBefore(step) })),
    ...creates.map((step, index) => changeOf(actor, { ...step, id: ids[index] ?? "", before: null })),
  ]);
  await announceNetworks(tx, [...updates.map(({ before }) => before.id), ...ids]);
}

const PROGRESS_STEP = 100;
/** Others are no network's name, and some no text of a database. */
const STORED_NAME = /^[A-Za-z0-9._-]+$/;

function newVxlanIds(step: NetworkStep): number[] {
  const { vxlanId } = step.values;
  if (vxlanId === null || (step.kind === "update" && step.before.vxlanId === vxlanId)) return [];
  return [vxlanId];
}

function leftVxlanIds({ before, values }: Extract<NetworkStep, { kind: "update" }>): number[] {
  return before.vxlanId === null || before.vxlanId === values.vxlanId ? [] : [before.vxlanId];
}

function scopeOf(scopeById: ReadonlyMap<string, VdcScope>, vdcId: string): VdcScope {
  const scope = scopeById.get(vdcId);
  if (!scope) throw new Error("a row was planned for a vDC that is not in scope");
  return scope;
}

type Stored = NetworkStep["values"];

/** What the audit keeps: the fields that are stored now, as they were. */
function storedBefore({ before, values }: Extract<NetworkStep, { kind: "update" }>): Record<string, unknown> {
  const was = new Map<string, unknown>(Object.entries(before));
  return Object.fromEntries(Object.keys(values).map((field) => [field, was.get(field)]));
}

function changeOf(
  actor: Actor,
  { id, vdcId, before, values }: { id: string; vdcId: string; before: unknown; values: Stored },
): AuditChange {
  const action = before === null ? "network.create" : "network.update";
  const subject = { subjectKind: "network", subjectId: id, subjectName: values.name, vdcId };
  return { actor, action, ...subject, before, after: values };
}
