import type { Db } from "#db/client.ts";
import {
  findSharedNetwork,
  listSharedNetworks as selectShared,
  listVmsOfNetwork,
  type SharedNetwork,
} from "#db/queries/network-share.ts";
import type { Grant, VdcScope } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { vmsOfVdc } from "#server/domain/network/attribution.ts";
import { requireVdc } from "../vdc.ts";

/** Networks that the operator shares with the vDC. */
export async function listSharedNetworks(
  db: Db,
  { scope }: Grant<"network:read", VdcScope>,
): Promise<SharedNetwork[]> {
  await requireVdc(db, scope);
  return selectShared(db, scope);
}

/** With the vDC's own VMs on it, as far as they are known to be its; nothing of anybody else's. */
export async function sharedNetworkById(
  db: Db,
  { scope }: Grant<"network:read", VdcScope>,
  networkId: string,
): Promise<SharedNetwork & { ownVmNames: string[] }> {
  await requireVdc(db, scope);
  const network = await requireSharedNetwork(db, scope, networkId);
  const vms = vmsOfVdc(await listVmsOfNetwork(db, networkId), scope.vdcId);
  return { ...network, ownVmNames: vms.map(({ vmName }) => vmName) };
}

export async function requireSharedNetwork(
  db: Db,
  scope: VdcScope,
  networkId: string,
): Promise<SharedNetwork> {
  const network = await findSharedNetwork(db, scope, networkId);
  if (!network) throw new DomainError("not-found", "No such network.");
  return network;
}
