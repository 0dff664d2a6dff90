import type { Db } from "#db/client.ts";
import { isNetworkShared, listVmsOfNetwork } from "#db/queries/network-share.ts";
import { findUsersOfNetwork } from "#db/queries/network-user.ts";
import type { Actor, Grant, VdcScope } from "#server/domain/access.ts";
import type { VmUse } from "#server/domain/address/entry.ts";
import { vmsOfVdc } from "#server/domain/network/attribution.ts";

const VMS_NAMED_MAX = 5;

/** VMs that use a network of the vDC; of a shared one its people are told only the names of VMs known to be theirs. */
export async function usersOfNetwork(
  db: Db,
  { actor, scope }: Pick<Grant<"network:read", VdcScope>, "actor" | "scope">,
  networkId: string,
): Promise<{ vmCount: number; vmNames: string[] }> {
  const users = await findUsersOfNetwork(db, scope, networkId);
  if (users.vmCount === 0 || !(await mustHideOthers(db, { actor }, networkId))) return users;
  const own = vmsOfVdc(await listVmsOfNetwork(db, networkId), scope.vdcId);
  return { ...users, vmNames: own.slice(0, VMS_NAMED_MAX).map(({ vmName }) => vmName) };
}

/** Ids of the VMs whose names the reader may know; null: all. */
export async function namedVmUuids(
  db: Db,
  { actor, scope }: { actor: Actor; scope: { vdcId: string } },
  networkId: string,
): Promise<ReadonlySet<string> | null> {
  if (!(await mustHideOthers(db, { actor }, networkId))) return null;
  return new Set(vmsOfVdc(await listVmsOfNetwork(db, networkId), scope.vdcId).map(({ vmUuid }) => vmUuid));
}

/** What is told of a VM that may be another vDC's: that there is one. */
export function maskedVm<T extends VmUse>(use: T, named: ReadonlySet<string> | null): T {
  if (named === null || named.has(use.vmUuid)) return use;
  return { ...use, vmUuid: "", vmAlias: "a VM that may not be yours", interfaceName: "", macAddress: "" };
}

async function mustHideOthers(
  db: Db,
  { actor }: Pick<Grant<"network:read">, "actor">,
  networkId: string,
): Promise<boolean> {
  return actor.cloudRole === null && (await isNetworkShared(db, networkId));
}
