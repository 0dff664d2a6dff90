import type { Db } from "#db/client.ts";
import {
  deleteAddresses as deleteRows,
  findListed,
  findTakenAddresses,
  insertAddresses,
  listNodeUses,
  listVmUses,
  updateAddresses as updateRows,
} from "#db/queries/address.ts";
import { type AuditChange, recordChange } from "#db/queries/audit.ts";
import type { Network } from "#db/queries/network.ts";
import type { Actor, Grant, VdcScope } from "#server/domain/access.ts";
import {
  addressNumbers,
  changeViolations,
  deletionViolations,
  groupsOf,
  type UserByAddress,
} from "#server/domain/address/change.ts";
import type { AddressChange, AddressesDraft, ReservationDraft } from "#server/domain/address/draft.ts";
import { planAddresses } from "#server/domain/address/plan.ts";
import { formatAddressRange, formatAddressRanges, rangesOf } from "#server/domain/address/range.ts";
import type { AddressSpace } from "#server/domain/address/space.ts";
import { userWords } from "#server/domain/address/user-words.ts";
import { DomainError, type Violation } from "#server/domain/errors.ts";
import { countIds, type IdRange } from "#server/domain/id-range.ts";
import { formatIpv4 } from "#server/domain/ipv4.ts";
import { announceNetwork } from "../network/announce-network.ts";
import { maskedVm, namedVmUuids } from "../network/users-of-network.ts";
import { lockSpace } from "./require-space.ts";

type Change = Grant<"network:update", VdcScope>;

const RANGES_NAMED_MAX = 3;

/** All or none, as `previewAddresses` told it unless somebody was faster. */
export async function addAddresses(
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

/** The first address that is neither listed nor used; nobody else gets the same. */
export async function reserveAddress(
  db: Db,
  grant: Change,
  networkId: string,
  { usage, note }: ReservationDraft,
): Promise<{ address: string }> {
  const draft = { choice: { kind: "count" as const, count: 1, start: "" }, usage, note };
  return db.transaction(async (tx) => {
    const [first] = await listWithin(tx, grant, networkId, draft);
    if (!first) throw new Error("a plan without violations lists something");
    return { address: formatIpv4(first.first) };
  });
}

/** Part of a transaction. */
async function listWithin(
  tx: Db,
  grant: Change,
  networkId: string,
  draft: AddressesDraft,
): Promise<readonly IdRange[]> {
  const { actor, scope } = grant;
  const { network, space } = await lockSpace(tx, grant, networkId);
  const taken = await findTakenAddresses(tx, scope, network, space.subnet);
  const { violations, listing } = planAddresses(draft, space, taken);
  refuse(violations);
  const { usage, note } = draft;
  await insertAddresses(tx, scope, { network, ranges: listing, usage, note });
  await record(tx, actor, network, {
    action: "address.add",
    ranges: listing,
    before: null,
    after: [{ usage, note, ranges: listing }],
  });
  return listing;
}

/** Usage, note or both of listed addresses, all or none. The usage of one that is in use stays. */
export async function updateAddresses(
  db: Db,
  grant: Change,
  networkId: string,
  { addresses: names, change }: { addresses: readonly string[]; change: AddressChange },
): Promise<{ changedCount: number }> {
  return db.transaction(async (tx) => {
    const { actor, scope } = grant;
    const chosen = await chooseListed(tx, grant, networkId, names);
    refuse([
      ...chosen.violations,
      ...changeViolations(chosen.addresses, change, chosen.listed, chosen.userByAddress),
    ]);
    const changed = chosen.listed.filter(
      ({ usage, note }) => (change.usage ?? usage) !== usage || (change.note ?? note) !== note,
    );
    if (changed.length === 0) return { changedCount: 0 };
    const ranges = rangesOf(changed.map(({ address }) => address));
    await updateRows(tx, scope, networkId, ranges, change);
    await record(tx, actor, chosen.network, {
      action: "address.update",
      ranges,
      before: groupsOf(changed),
      after: groupsOf(changed.map((row) => ({ ...row, ...definedOf(change) }))),
    });
    return { changedCount: changed.length };
  });
}

/** Takes addresses off the list, all or none; refused while a VM or a compute node uses one. */
export async function deleteAddresses(
  db: Db,
  grant: Change,
  networkId: string,
  names: readonly string[],
): Promise<{ deletedCount: number }> {
  return db.transaction(async (tx) => {
    const chosen = await chooseListed(tx, grant, networkId, names);
    refuse([
      ...chosen.violations,
      ...deletionViolations(chosen.addresses, chosen.listed, chosen.userByAddress),
    ]);
    const ranges = rangesOf(chosen.addresses);
    await deleteRows(tx, grant.scope, networkId, ranges);
    await record(tx, grant.actor, chosen.network, {
      action: "address.delete",
      ranges,
      before: groupsOf(chosen.listed),
      after: null,
    });
    return { deletedCount: chosen.addresses.length };
  });
}

function definedOf({ usage, note }: AddressChange) {
  return { ...(usage !== undefined && { usage }), ...(note !== undefined && { note }) };
}

async function chooseListed(tx: Db, grant: Change, networkId: string, names: readonly string[]) {
  const { network, space } = await lockSpace(tx, grant, networkId);
  const { addresses, violations } = addressNumbers(names);
  const listed = await findListed(tx, grant.scope, networkId, rangesOf(addresses));
  return {
    network,
    addresses,
    violations,
    listed,
    userByAddress: await findUsers(tx, grant.actor, network, space),
  };
}

/** Who uses addresses of the network, in words for this person. */
export async function findUsers(
  tx: Db,
  actor: Actor,
  network: Network,
  { subnet }: AddressSpace,
): Promise<UserByAddress> {
  const all = { within: subnet, limit: Number.MAX_SAFE_INTEGER };
  const named = await namedVmUuids(tx, { actor, scope: network }, network.id);
  const uses = (await listVmUses(tx, network, all)).map((use) => maskedVm(use, named));
  const vms = Map.groupBy(uses, ({ number }) => number);
  const nodes = Map.groupBy(await listNodeUses(tx, network, all), ({ number }) => number);
  const numbers = new Set([...vms.keys(), ...nodes.keys()]);
  return new Map(
    [...numbers].map((number) => [
      number,
      userWords(
        { vms: vms.get(number) ?? [], nodes: nodes.get(number) ?? [] },
        { tellsNodes: actor.cloudRole !== null },
      ),
    ]),
  );
}

function refuse(violations: readonly Violation[]): void {
  if (violations.length > 0) throw new DomainError("rejected", violations);
}

type Group = { usage: string; note: string; ranges: readonly IdRange[] };

type Recorded = {
  action: string;
  ranges: readonly IdRange[];
  before: readonly Group[] | null;
  after: readonly Group[] | null;
};

async function record(tx: Db, actor: Actor, network: Network, change: Recorded): Promise<void> {
  await recordChange(tx, addressAudit(actor, network, change));
  await announceNetwork(tx, network.id);
}

/** Belongs to the network's history; addresses that are alike are kept as ranges. */
export function addressAudit(
  actor: Actor,
  { id, name, vdcId }: Pick<Network, "id" | "name" | "vdcId">,
  { action, ranges, before, after }: Recorded,
): AuditChange {
  return {
    actor,
    action,
    subjectKind: "address",
    subjectId: id,
    subjectName: `${formatAddressRanges(ranges, RANGES_NAMED_MAX)} of ${name}`,
    vdcId,
    before: before && { addresses: before.flatMap(keptRanges) },
    after: after && { addresses: after.flatMap(keptRanges) },
  };
}

function keptRanges({ usage, note, ranges }: Group) {
  return ranges.map((range) => ({ range: formatAddressRange(range), usage, note }));
}
