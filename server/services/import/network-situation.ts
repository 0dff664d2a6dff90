import type { Db } from "#db/client.ts";
import { findDelegation } from "#db/queries/delegation.ts";
import {
  findForeignDelegations,
  listOtherUses,
  listRestingVxlanIds,
  listTakenVxlanIds,
} from "#db/queries/network-import.ts";
import { countVmsByNetworkId, listNetworks, listNicTags, type Network } from "#db/queries/network.ts";
import { listOverlayRules } from "#db/queries/overlay-rule.ts";
import type { VdcScope } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { VXLAN_BOUNDS } from "#server/domain/id-range.ts";
import { draftOfRow, type NetworkRow } from "#server/domain/import/network-row.ts";
import type { NetworkSituation, VdcSituation } from "#server/domain/import/plan/network-situation.ts";
import type { MisfitAddresses, SafeMtu } from "#server/domain/network/context.ts";
import { misfitsOf } from "../network/load-context.ts";

/** Everything the rows can depend on, read once. */
export async function loadNetworkSituation(
  db: Db,
  scopes: readonly VdcScope[],
  rows: readonly NetworkRow[],
  safeMtuByRuleName: ReadonlyMap<string, SafeMtu | null>,
): Promise<NetworkSituation> {
  const overlayRules = await listOverlayRules(db);
  const vdcs: VdcSituation[] = [];
  for (const scope of scopes) vdcs.push(await loadVdc(db, scope, rows));
  const own = vdcs.flatMap(({ networks }) => networks);
  const vxlanIds = idsIn([...valuesOf(rows, "vxlanId"), ...own.map(({ vxlanId }) => vxlanId)]);
  const isAnyIdNextFree = rows.some(({ given }) => given.get("vxlanId") === "next-free");
  return {
    vdcs,
    overlayRules,
    nicTags: await listNicTags(db),
    safeMtuByRuleName,
    otherUses: await listOtherUses(db, scopes, {
      vxlanIds,
      nicTagNames: namesIn([...valuesOf(rows, "nicTagName"), ...own.map(({ nicTagName }) => nicTagName)]),
      overlayRuleNames: overlayRules
        .filter(({ addressScope }) => addressScope === "rule")
        .map(({ name }) => name),
    }),
    restingVxlanIds: await listRestingVxlanIds(db, vxlanIds),
    takenVxlanIds: isAnyIdNextFree ? await listTakenVxlanIds(db) : null,
  };
}

async function loadVdc(db: Db, scope: VdcScope, rows: readonly NetworkRow[]): Promise<VdcSituation> {
  const found = await findDelegation(db, scope);
  if (!found) throw new DomainError("not-found", "No such vDC.");
  const networks = await listNetworks(db, scope);
  const rowByName = new Map(rows.map((row) => [row.name, row]));
  const named = networks.filter(({ name }) => rowByName.has(name)).map(({ id }) => id);
  const vmCounts = await countVmsByNetworkId(db, scope, named);
  return {
    vdcId: scope.vdcId,
    vdcName: found.vdcName,
    delegation: found.delegation,
    networks,
    networkIdsUsedByVms: new Set(vmCounts.keys()),
    misfitsByNetworkId: await findMisfits(db, scope, networks, rowByName),
    ...(await findForeignDelegations(db, scope)),
  };
}

/** Only of networks whose subnet or gateway the file changes. */
async function findMisfits(
  db: Db,
  scope: VdcScope,
  networks: readonly Network[],
  rowByName: ReadonlyMap<string, NetworkRow>,
): Promise<Map<string, MisfitAddresses>> {
  const misfits = new Map<string, MisfitAddresses>();
  for (const network of networks) {
    const row = rowByName.get(network.name);
    const draft = row && draftOfRow(row, network).draft;
    const isMoved = draft && (draft.subnet !== network.subnet || draft.gateway !== (network.gateway ?? ""));
    if (isMoved) misfits.set(network.id, await misfitsOf(db, scope, draft, network.id));
  }
  return misfits;
}

function valuesOf(rows: readonly NetworkRow[], field: "vxlanId" | "nicTagName"): unknown[] {
  return rows.map(({ given }) => given.get(field));
}

function idsIn(values: readonly unknown[]): number[] {
  const ids = values.filter((id): id is number => Number.isInteger(id));
  return [...new Set(ids)].filter((id) => id >= VXLAN_BOUNDS.first && id <= VXLAN_BOUNDS.last);
}

function namesIn(values: readonly unknown[]): string[] {
  const names = values.filter((name): name is string => typeof name === "string" && TAG_NAME.test(name));
  return [...new Set(names)].slice(0, NAMES_MAX);
}

/** More tags than any cloud has; unknown ones are refused anyway. */
const NAMES_MAX = 5000;
const TAG_NAME = /^[!-~]{1,64}$/;
