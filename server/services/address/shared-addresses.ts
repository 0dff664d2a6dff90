import type { Db } from "#db/client.ts";
import { findTakenAddresses, insertAddresses } from "#db/queries/address.ts";
import { recordChange } from "#db/queries/audit.ts";
import {
  deleteOwnAddresses,
  listOwnAddresses,
  lockNetwork,
  type OwnAddress,
  type SharedNetwork,
} from "#db/queries/network-share.ts";
import type { Actor, Grant, VdcScope } from "#server/domain/access.ts";
import type { AddressesDraft, ReservationDraft } from "#server/domain/address/draft.ts";
import { freeRanges, planAddresses } from "#server/domain/address/plan.ts";
import { formatAddressRange } from "#server/domain/address/range.ts";
import { addressSpaceOf, assignableRanges } from "#server/domain/address/space.ts";
import { DomainError } from "#server/domain/errors.ts";
import { countIds, type IdRange } from "#server/domain/id-range.ts";
import { formatIpv4, parseIpv4 } from "#server/domain/ipv4.ts";
import { announceNetwork } from "../network/announce-network.ts";
import { requireSharedNetwork } from "../network/read-shared-networks.ts";
import { requireVdc } from "../vdc.ts";

type Change = Grant<"network:update", VdcScope>;
const FREE_RANGES_SHOWN_MAX = 50;

/** The vDC's own addresses in a network that is shared with it, and what is free; who took the rest is not told. */
export async function readSharedAddresses(
  db: Db,
  { scope }: Grant<"network:read", VdcScope>,
  networkId: string,
): Promise<{ own: OwnAddress[]; assignableCount: number; freeCount: number; freeRanges: string[] }> {
  await requireVdc(db, scope);
  const network = await requireSharedNetwork(db, scope, networkId);
  const { space, taken } = await takenIn(db, scope, network);
  const free = freeRanges(space, taken);
  return {
    own: await listOwnAddresses(db, scope, networkId),
    assignableCount: countIds(assignableRanges(space)),
    freeCount: countIds(free),
    freeRanges: free.slice(0, FREE_RANGES_SHOWN_MAX).map(formatAddressRange),
  };
}

/** All or none; they are this vDC's own from then on. */
export async function addSharedAddresses(
  db: Db,
  grant: Change,
  networkId: string,
  draft: AddressesDraft,
): Promise<{ listedCount: number; firstAddress: string }> {
  return db.transaction(async (tx) => {
    const listing = await listWithin(tx, grant, networkId, draft);
    return { listedCount: countIds(listing), firstAddress: formatIpv4(listing[0]?.first ?? 0) };
  });
}

/** The first free one; nobody else gets the same. */
export async function reserveSharedAddress(
  db: Db,
  grant: Change,
  networkId: string,
  { usage, note }: ReservationDraft,
): Promise<{ address: string }> {
  const draft = { choice: { kind: "count" as const, count: 1, start: "" }, usage, note };
  const { firstAddress } = await addSharedAddresses(db, grant, networkId, draft);
  return { address: firstAddress };
}

/** Own ones only, all or none; refused while a VM or a compute node uses one. */
export async function deleteSharedAddresses(
  db: Db,
  { actor, scope }: Change,
  networkId: string,
  names: readonly string[],
): Promise<{ deletedCount: number }> {
  return db.transaction(async (tx) => {
    const network = await lockShared(tx, scope, networkId);
    const { taken } = await takenIn(tx, scope, network);
    const used = [...taken.usedByVms, ...taken.usedByNodes];
    const wanted = [...new Set(names)];
    const isUsed = (name: string) => {
      const address = parseIpv4(name);
      return address !== null && used.some(({ first, last }) => address >= first && address <= last);
    };
    const deleted = await deleteOwnAddresses(tx, scope, networkId, wanted);
    const own = new Set(deleted.map(({ address }) => address));
    const violations = wanted.flatMap((name) => {
      if (!own.has(name))
        return [{ field: "addresses", message: `${name} is not one that this vDC listed.` }];
      return isUsed(name) ? [{ field: "addresses", message: `${name} is in use.` }] : [];
    });
    if (violations.length > 0) throw new DomainError("rejected", violations);
    await record(tx, actor, scope, network, "address.delete", deleted, null);
    return { deletedCount: deleted.length };
  });
}

async function listWithin(
  tx: Db,
  { actor, scope }: Change,
  networkId: string,
  draft: AddressesDraft,
): Promise<readonly IdRange[]> {
  const network = await lockShared(tx, scope, networkId);
  const { space, taken } = await takenIn(tx, scope, network);
  const isAnyUsed = draft.choice.kind === "used";
  if (isAnyUsed) {
    throw new DomainError("rejected", [{ field: "", message: "Name the addresses or their number." }]);
  }
  const { violations, listing } = planAddresses(draft, space, taken);
  if (violations.length > 0) throw new DomainError("rejected", violations);
  const { usage, note } = draft;
  await insertAddresses(tx, scope, { network, ranges: listing, usage, note });
  await record(tx, actor, scope, network, "address.add", null, { listing, usage, note });
  return listing;
}

async function lockShared(tx: Db, scope: VdcScope, networkId: string): Promise<SharedNetwork> {
  await requireVdc(tx, scope);
  await requireSharedNetwork(tx, scope, networkId);
  await lockNetwork(tx, networkId);
  // Its sharing may have ended while this waited.
  return requireSharedNetwork(tx, scope, networkId);
}

async function takenIn(db: Db, scope: VdcScope, network: SharedNetwork) {
  const space = addressSpaceOf(network);
  return { space, taken: await findTakenAddresses(db, scope, network, space.subnet) };
}

/** Kept with this vDC, never with the network's own. */
async function record(
  tx: Db,
  actor: Actor,
  { vdcId }: VdcScope,
  network: SharedNetwork,
  action: string,
  deleted: readonly OwnAddress[] | null,
  added: { listing: readonly IdRange[]; usage: string; note: string } | null,
): Promise<void> {
  const before = deleted?.map(({ address, usage, note }) => ({ range: address, usage, note })) ?? null;
  const after =
    added?.listing.map((range) => ({
      range: formatAddressRange(range),
      usage: added.usage,
      note: added.note,
    })) ?? null;
  await recordChange(tx, {
    actor,
    action,
    subjectKind: "address",
    subjectId: network.id,
    subjectName: `addresses of ${network.name}`,
    vdcId,
    before: before && { addresses: before },
    after: after && { addresses: after },
  });
  await announceNetwork(tx, network.id);
}
