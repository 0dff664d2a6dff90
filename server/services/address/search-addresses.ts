import type { Db } from "#db/client.ts";
import { type AddressNetwork, listNetworksAround, listStrayVnics } from "#db/queries/address.ts";
import type { AllVdcs, Grant, Scope, VdcScope } from "#server/domain/access.ts";
import type { AddressEntry } from "#server/domain/address/entry.ts";
import { isWithin, parseAddressQuery } from "#server/domain/address/range.ts";
import { addressSpaceOf } from "#server/domain/address/space.ts";
import { DomainError } from "#server/domain/errors.ts";
import { formatIpv4, type Ipv4Cidr } from "#server/domain/ipv4.ts";
import { requireVdc } from "../vdc.ts";
import { entriesWithin } from "./read-addresses.ts";

const NETWORKS_MAX = 20;
const ENTRIES_PER_NETWORK_MAX = 20;

/** A network around what was looked for, with the addresses there that are listed or used. */
type NetworkMatch = Pick<AddressNetwork, "id" | "vdcId" | "vdcName" | "name" | "subnet" | "gateway"> & {
  entries: AddressEntry[];
  /** There are more entries. */
  isCut: boolean;
};

/** Where an address or a block is, in one vDC; what others have is not found. */
export async function searchAddresses(
  db: Db,
  grant: Grant<"network:read", VdcScope>,
  text: string,
): Promise<{ networks: NetworkMatch[] }> {
  await requireVdc(db, grant.scope);
  return { networks: await searchWithin(db, grant, blockOf(text)) };
}

/** The same in every vDC, and VMs that have the address where no network is. */
export async function searchAddressesOfCloud(db: Db, grant: Grant<"network:read", AllVdcs>, text: string) {
  const block = blockOf(text);
  const isOne = block.prefixLength === 32;
  const address = formatIpv4(block.address);
  return {
    networks: await searchWithin(db, grant, block),
    strayVnics: isOne
      ? await listStrayVnics(db, grant.scope, { address, limit: ENTRIES_PER_NETWORK_MAX })
      : [],
  };
}

function blockOf(text: string): Ipv4Cidr {
  const block = parseAddressQuery(text);
  if (block) return block;
  const message = "Write an address such as 10.0.0.5 or a block such as 10.0.0.0/24.";
  throw new DomainError("rejected", [{ field: "text", message }]);
}

async function searchWithin(
  db: Db,
  grant: Grant<"network:read", Scope>,
  block: Ipv4Cidr,
): Promise<NetworkMatch[]> {
  const networks = await listNetworksAround(db, grant.scope, { block, limit: NETWORKS_MAX });
  const matches: NetworkMatch[] = [];
  for (const network of networks) {
    const { subnet } = addressSpaceOf(network);
    const within = isWithin(block, subnet) ? block : subnet;
    const found = await entriesWithin(db, grant, network, { within, limit: ENTRIES_PER_NETWORK_MAX });
    const { id, vdcId, vdcName, name, gateway } = network;
    matches.push({ id, vdcId, vdcName, name, subnet: network.subnet, gateway, ...found });
  }
  return matches;
}
