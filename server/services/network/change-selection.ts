import type { Db } from "#db/client.ts";
import { recordChanges } from "#db/queries/audit.ts";
import { lockDelegationsOf } from "#db/queries/delegation.ts";
import { announce } from "#db/queries/event.ts";
import { changeNetworks, listSelectedNetworks, listVdcIdsOfMember } from "#db/queries/network-selection.ts";
import { countVmsByNetworkId, listNicTags, type Network } from "#db/queries/network.ts";
import { listOverlayRules } from "#db/queries/overlay-rule.ts";
import { authorize, type Grant, type Scope } from "#server/domain/access.ts";
import { DomainError, type Violation } from "#server/domain/errors.ts";
import { vmsInWords } from "#server/domain/network/in-use.ts";
import {
  type NetworkRefusal,
  type NetworksChange,
  type NetworkSelection,
  type NetworksPlan,
  planNetworks,
  SELECTED_NETWORKS_MAX,
} from "#server/domain/network/selection.ts";
import { requireVdc } from "../vdc.ts";
import { deleteWithin, type NetworkDeps } from "./change-network.ts";
import { writeNetwork } from "./write-network.ts";

type SelectionPreview = {
  /** How many are selected; to be named again when it is done. */
  networkCount: number;
  changedCount: number;
  unchangedCount: number;
  refused: NetworkRefusal[];
};

/** Nothing is written. */
export async function previewUpdate(
  db: Db,
  { scope }: Grant<"network:update">,
  selection: NetworkSelection,
  change: NetworksChange,
): Promise<SelectionPreview> {
  const networks = await selectedNetworks(db, scope, selection);
  const { changes, refused, unchangedCount } = await decideUpdate(db, scope, networks, change);
  return { networkCount: networks.length, changedCount: changes.length, unchangedCount, refused };
}

/** All or nothing; refuses with what every single network has against it. */
export async function updateSelection(
  db: Db,
  { actor, scope }: Grant<"network:update">,
  selection: NetworkSelection,
  { change, networkCount }: { change: NetworksChange; networkCount: number },
): Promise<{ changedCount: number }> {
  return writeNetwork(db, null, async (tx) => {
    const networks = await lockSelected(tx, scope, selection, networkCount);
    const { changes, refused } = await decideUpdate(tx, scope, networks, change);
    if (refused.length > 0) throw new DomainError("rejected", refused.map(violationOf));
    if (changes.length === 0) return { changedCount: 0 };
    const ids = changes.map(({ network }) => network.id);
    await changeNetworks(tx, scope, ids, change);
    await recordChanges(
      tx,
      changes.map(({ network, before, after }) => ({
        actor,
        action: "network.update",
        subjectKind: "network",
        subjectId: network.id,
        subjectName: network.name,
        vdcId: network.vdcId,
        before,
        after,
      })),
    );
    for (const vdcId of vdcIdsOf(networks)) await announce(tx, { topic: "network", id: null, vdcId });
    return { changedCount: changes.length };
  });
}

/** Nothing is deleted. */
export async function previewDeletion(
  db: Db,
  { scope }: Grant<"network:delete">,
  selection: NetworkSelection,
): Promise<SelectionPreview> {
  const networks = await selectedNetworks(db, scope, selection);
  const refused = await deletionRefusals(db, scope, networks);
  return {
    networkCount: networks.length,
    changedCount: networks.length - refused.length,
    unchangedCount: 0,
    refused,
  };
}

/** All or nothing; refuses with the name of every network that VMs use. */
export async function deleteSelection(
  { db, settings }: NetworkDeps,
  { actor, scope }: Grant<"network:delete">,
  selection: NetworkSelection,
  networkCount: number,
): Promise<{ changedCount: number }> {
  return writeNetwork(db, null, async (tx) => {
    const networks = await lockSelected(tx, scope, selection, networkCount);
    const refused = await deletionRefusals(tx, scope, networks);
    if (refused.length > 0) throw new DomainError("conflict", refused.map(violationOf));
    for (const { id, vdcId } of networks) {
      await deleteWithin(tx, { settings }, authorize(actor, vdcId, "network:delete"), id);
    }
    return { changedCount: networks.length };
  });
}

function vdcIdsOf(networks: readonly Network[]): string[] {
  return [...new Set(networks.map(({ vdcId }) => vdcId))];
}

async function selectedNetworks(db: Db, scope: Scope, selection: NetworkSelection): Promise<Network[]> {
  if (scope.vdcId !== null) await requireVdc(db, scope);
  const networks = await listSelectedNetworks(db, scope, selection, SELECTED_NETWORKS_MAX + 1);
  if (networks.length > SELECTED_NETWORKS_MAX) {
    throw refusal(`At most ${SELECTED_NETWORKS_MAX} networks are changed at once; narrow the filter.`);
  }
  const missing = selection.kind === "ids" ? new Set(selection.networkIds).size - networks.length : 0;
  if (missing > 0) {
    throw new DomainError(
      "conflict",
      missing === 1
        ? "One of the selected networks is not there any more. Look at the list again."
        : `${missing} of the selected networks are not there any more. Look at the list again.`,
    );
  }
  if (networks.length === 0) throw refusal("No network is selected.");
  return networks;
}

/** Holds their vDCs like a change of a single network does, and looks again at what is there by then. */
async function lockSelected(
  tx: Db,
  scope: Scope,
  selection: NetworkSelection,
  networkCount: number,
): Promise<Network[]> {
  const seen = await selectedNetworks(tx, scope, selection);
  await lockDelegationsOf(tx, scope, vdcIdsOf(seen));
  const networks = await selectedNetworks(tx, scope, selection);
  const locked = new Set(vdcIdsOf(seen));
  if (networks.length !== networkCount || networks.some(({ vdcId }) => !locked.has(vdcId))) {
    throw new DomainError("conflict", "Other networks match by now. Look at the list again.");
  }
  return networks;
}

async function decideUpdate(
  db: Db,
  scope: Scope,
  networks: readonly Network[],
  change: NetworksChange,
): Promise<NetworksPlan> {
  const vmCounts = await countVmsByNetworkId(
    db,
    scope,
    networks.map(({ id }) => id),
  );
  const plan = planNetworks(networks, change, {
    overlayRules: await listOverlayRules(db),
    nicTags: await listNicTags(db),
    usedNetworkIds: new Set(vmCounts.keys()),
    ownerVdcIds: new Set(change.ownerName ? await listVdcIdsOfMember(db, scope, change.ownerName) : []),
  });
  if (plan.violations.length > 0) throw new DomainError("rejected", plan.violations);
  return plan;
}

async function deletionRefusals(
  db: Db,
  scope: Scope,
  networks: readonly Network[],
): Promise<NetworkRefusal[]> {
  const ids = networks.map(({ id }) => id);
  const vmCounts = await countVmsByNetworkId(db, scope, ids);
  return networks.flatMap(({ id, name, vdcName }) => {
    const vmCount = vmCounts.get(id) ?? 0;
    const message = `It is used by ${vmsInWords([], vmCount)} and cannot be deleted.`;
    return vmCount === 0 ? [] : [{ networkId: id, networkName: name, vdcName, message }];
  });
}

function violationOf({ networkId, networkName, message }: NetworkRefusal): Violation {
  return { field: networkId, message: `${networkName}: ${message}` };
}

function refusal(message: string): DomainError {
  return new DomainError("rejected", [{ field: "", message }]);
}
