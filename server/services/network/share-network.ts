import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { announce } from "#db/queries/event.ts";
import type { Network } from "#db/queries/network.ts";
import {
  deleteShare,
  insertShare,
  isNetworkShared,
  listOwnAddresses,
  listShares as selectShares,
  listVmsOfNetwork,
  lockNetwork,
  type NetworkShare,
} from "#db/queries/network-share.ts";
import { findVdc } from "#db/queries/vdc.ts";
import { type Actor, authorize, authorizeCloud, type Grant, type VdcScope } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { vmsOfNobody, vmsOfVdc } from "#server/domain/network/attribution.ts";
import { vmsInWords } from "#server/domain/network/in-use.ts";
import { requireVdc } from "../vdc.ts";
import { announceNetwork } from "./announce-network.ts";
import { requireNetwork } from "./change-network.ts";

const VMS_NAMED_MAX = 5;

type Other = { networkId: string; otherVdcId: string };
/** What of another vDC is on the network; VMs that nobody can be sure of are told apart. */
type ShareUse = {
  vmNames: string[];
  addressCount: number;
  unsureVmNames: string[];
};

/** vDCs that the network is shared with; for those who may know. */
export async function listShares(
  db: Db,
  { actor, scope }: Grant<"network:read-shares", VdcScope>,
  networkId: string,
): Promise<NetworkShare[]> {
  await requireVdc(db, scope);
  await requireNetwork(db, scope, networkId);
  return selectShares(db, authorizeCloud(actor, "network:read-shares").scope, networkId);
}

/** Whether it is shared at all; with whom is not for its vDC to know. */
export async function isShared(
  db: Db,
  { scope }: Grant<"network:read", VdcScope>,
  networkId: string,
): Promise<boolean> {
  await requireVdc(db, scope);
  await requireNetwork(db, scope, networkId);
  return isNetworkShared(db, networkId);
}

/** From then on members of the other vDC read and use the network. Sharing it again is no change. */
export async function attachNetwork(
  db: Db,
  grant: Grant<"network:share", VdcScope>,
  { networkId, otherVdcId }: Other,
): Promise<void> {
  await db.transaction(async (tx) => {
    const { network, other } = await lockBoth(tx, grant, { networkId, otherVdcId });
    if (other.scope.vdcId === network.vdcId) {
      throw new DomainError("rejected", [
        { field: "otherVdcId", message: `Network ${network.name} belongs to this vDC already.` },
      ]);
    }
    if (!(await insertShare(tx, other.scope, networkId))) return;
    await recordShareChange(tx, grant.actor, "network.attach", network, other.name);
  });
}

export async function previewDetach(
  db: Db,
  grant: Grant<"network:share", VdcScope>,
  { networkId, otherVdcId }: Other,
): Promise<ShareUse> {
  await requireVdc(db, grant.scope);
  await requireNetwork(db, grant.scope, networkId);
  return useOf(db, networkId, authorize(grant.actor, otherVdcId, "network:share").scope);
}

/** Refused while the other vDC uses it; VMs that could be anybody's are named, and have to be known of. */
export async function detachNetwork(
  db: Db,
  grant: Grant<"network:share", VdcScope>,
  { networkId, otherVdcId, knowsUnsureVms }: Other & { knowsUnsureVms: boolean },
): Promise<void> {
  await db.transaction(async (tx) => {
    const { network, other } = await lockBoth(tx, grant, { networkId, otherVdcId });
    const use = await useOf(tx, networkId, other.scope);
    refuseDetach(network.name, other.name, use, knowsUnsureVms);
    if (!(await deleteShare(tx, other.scope, networkId))) {
      throw new DomainError("not-found", `Network ${network.name} is not shared with ${other.name}.`);
    }
    await recordShareChange(tx, grant.actor, "network.detach", network, other.name);
    await announce(tx, { topic: "network", id: networkId, vdcId: other.scope.vdcId });
  });
}

function refuseDetach(name: string, otherName: string, use: ShareUse, knowsUnsureVms: boolean): void {
  const { vmNames, addressCount, unsureVmNames } = use;
  const addresses = addressCount === 1 ? "1 address" : `${addressCount} addresses`;
  const users = [
    ...(vmNames.length > 0 ? [`by ${namesOf(vmNames)}`] : []),
    ...(addressCount > 0 ? [`with ${addresses} it listed`] : []),
  ];
  if (users.length > 0) {
    const words = `Network ${name} is used in vDC ${otherName} ${users.join(" and ")}, so it stays shared.`;
    throw new DomainError("conflict", words);
  }
  if (unsureVmNames.length > 0 && !knowsUnsureVms) {
    const message = `Nobody can tell whose ${namesOf(unsureVmNames)} ${unsureVmNames.length === 1 ? "is" : "are"}; say that you know.`;
    throw new DomainError("rejected", [{ field: "knowsUnsureVms", message }]);
  }
}

const namesOf = (names: readonly string[]) => vmsInWords(names.slice(0, VMS_NAMED_MAX), names.length);

async function useOf(db: Db, networkId: string, other: VdcScope): Promise<ShareUse> {
  const vms = await listVmsOfNetwork(db, networkId);
  return {
    vmNames: vmsOfVdc(vms, other.vdcId).map(({ vmName }) => vmName),
    addressCount: (await listOwnAddresses(db, other, networkId)).length,
    unsureVmNames: vmsOfNobody(vms).map(({ vmName }) => vmName),
  };
}

async function lockBoth(
  tx: Db,
  { actor, scope }: Grant<"network:share", VdcScope>,
  { networkId, otherVdcId }: Other,
) {
  await requireVdc(tx, scope);
  await lockNetwork(tx, networkId);
  const network = await requireNetwork(tx, scope, networkId);
  const { scope: otherScope } = authorize(actor, otherVdcId, "network:share");
  const other = await findVdc(tx, otherScope);
  if (!other) throw new DomainError("rejected", [{ field: "otherVdcId", message: "There is no such vDC." }]);
  return { network, other: { name: other.name, scope: otherScope } };
}

/** Of no vDC, since it names two: operators and auditors alone read it. */
async function recordShareChange(
  tx: Db,
  actor: Actor,
  action: "network.attach" | "network.detach",
  network: Network,
  otherName: string,
): Promise<void> {
  const shared = { vdcName: network.vdcName, sharedWith: otherName };
  await recordChange(tx, {
    actor,
    action,
    subjectKind: "network-share",
    subjectId: network.id,
    subjectName: network.name,
    vdcId: null,
    before: action === "network.attach" ? null : shared,
    after: action === "network.attach" ? shared : null,
  });
  await announceNetwork(tx, network.id);
}
