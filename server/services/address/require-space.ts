import type { Db } from "#db/client.ts";
import { lockNetworkAddresses } from "#db/queries/address.ts";
import { findNetwork, type Network } from "#db/queries/network.ts";
import type { Grant, VdcScope } from "#server/domain/access.ts";
import { type AddressSpace, addressSpaceOf } from "#server/domain/address/space.ts";
import { DomainError } from "#server/domain/errors.ts";
import { requireVdc } from "../vdc.ts";

export type NetworkSpace = { network: Network; space: AddressSpace };

/** The one place that decides whose addresses may be read. */
export async function requireSpace(
  db: Db,
  { scope }: Grant<"network:read", VdcScope> | Grant<"network:update", VdcScope>,
  networkId: string,
): Promise<NetworkSpace> {
  await requireVdc(db, scope);
  return spaceOf(await findNetwork(db, scope, networkId));
}

/** The one place that decides whose addresses may be changed; nobody else changes them until the transaction ends. */
export async function lockSpace(
  tx: Db,
  { scope }: Grant<"network:update", VdcScope>,
  networkId: string,
): Promise<NetworkSpace> {
  await requireVdc(tx, scope);
  return spaceOf(await lockNetworkAddresses(tx, scope, networkId));
}

function spaceOf(network: Network | null): NetworkSpace {
  if (!network) throw new DomainError("not-found", "No such network.");
  return { network, space: addressSpaceOf(network) };
}
