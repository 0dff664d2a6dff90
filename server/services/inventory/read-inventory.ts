import type { Db } from "#db/client.ts";
import { revivedMacClaim, type StoredMacClaim } from "#db/queries/node.ts";
import {
  countInventory,
  listInventoryCarriers,
  listInventoryPage,
  listStaysOfMac,
} from "#db/queries/inventory.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import { addressHolderOf, holderOf, isHeldBack, type MacClaim } from "#server/domain/arp-table/claims.ts";
import type { InventoryFilter, InventoryPage } from "#server/domain/inventory/list.ts";
import { type Settings, staleBefore } from "#server/domain/settings.ts";

const COUNT_MAX = 10_000;
const STAYS_MAX = 50;

type Reader = Grant<"node:read", AllVdcs>;
type Claimant = { nodeId: string; hostname: string; macClaim: StoredMacClaim | null };

const revived = ({ nodeId, macClaim }: Omit<Claimant, "hostname">) => ({
  nodeId,
  macClaim: macClaim && revivedMacClaim(macClaim),
});

/** Who takes an address from a foreign network has no say about it. */
const hasSay = ({ macClaim }: { macClaim: MacClaim | null }) => !isHeldBack(macClaim);

const nodesOf = (claimants: readonly Claimant[]) =>
  claimants.map(({ nodeId, hostname }) => ({ nodeId, hostname }));

/** VM NICs as confirmed nodes told last, each with the networks it matches and whoever else claims its MAC address. */
export async function readInventory(
  { db, settings }: { db: Db; settings: Settings },
  { scope }: Reader,
  page: InventoryPage,
  now: Date,
) {
  const freshFrom = staleBefore(settings, now).getTime();
  const { vnics, nextCursor } = await listInventoryPage(db, scope, page);
  return {
    nextCursor,
    vnics: vnics.map(({ macClaim, otherClaimants, addressClaimants, ...vnic }) => {
      const own = revived({ nodeId: vnic.nodeId, macClaim });
      const holderNodeId = holderOf([own, ...otherClaimants.map(revived)]);
      const addressHolderNodeId = addressHolderOf([own, ...addressClaimants.map(revived)].filter(hasSay));
      return {
        ...vnic,
        isStale: vnic.observedAt === null || vnic.observedAt.getTime() < freshFrom,
        /** Other nodes that say they have the same MAC address. */
        alsoOn: nodesOf(otherClaimants),
        /** Of a MAC that several nodes claim: whether this one has it; null: it cannot be told. */
        isHolder: holderNodeId === null ? null : holderNodeId === vnic.nodeId,
        /** Other nodes with another vNIC on the same overlay rule that has the same first address. */
        addressAlsoOn: nodesOf(addressClaimants),
        /** A network of another segment has the address, and no operator said that it is here: ARP tables leave it out. */
        isHeldBack: isHeldBack(own.macClaim),
        isAddressHolder: addressHolderNodeId === null ? null : addressHolderNodeId === vnic.nodeId,
      };
    }),
  };
}

/** `count` null: there are more than `countMax`. */
export async function countInInventory(db: Db, { scope }: Reader, filter: InventoryFilter) {
  return { count: await countInventory(db, scope, filter, COUNT_MAX), countMax: COUNT_MAX };
}

export async function listCarriersInInventory(db: Db, { scope }: Reader): Promise<string[]> {
  return listInventoryCarriers(db, scope);
}

/** Where a MAC address was before, latest first. */
export async function staysOfMac(db: Db, { scope }: Reader, macAddress: string) {
  return listStaysOfMac(db, scope, macAddress, STAYS_MAX);
}
