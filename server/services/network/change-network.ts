import type { Db } from "#db/client.ts";
import { lockNetworkAddresses } from "#db/queries/address.ts";
import { recordChange } from "#db/queries/audit.ts";
import { lockDelegation } from "#db/queries/delegation.ts";
import { keepDeletedNetwork } from "#db/queries/deleted-network.ts";
import {
  deleteNetwork as deleteRow,
  findNetwork,
  insertNetwork,
  setNetworkOwner,
  type Network,
  updateNetwork as updateRow,
} from "#db/queries/network.ts";
import { countAddressesOfOthers, lockNetwork } from "#db/queries/network-share.ts";
import { lockFreeVxlans, releaseVxlans, takeVxlan } from "#db/queries/vxlan.ts";
import type { Actor, Grant, VdcScope } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { Advice, SafeMtu } from "#server/domain/network/context.ts";
import type { NetworkDraft, NetworkValues } from "#server/domain/network/draft.ts";
import { planNetwork } from "#server/domain/network/plan.ts";
import { vmsInWords } from "#server/domain/network/in-use.ts";
import { vxlanNotAvailable } from "#server/domain/network/segment.ts";
import type { Settings } from "#server/domain/settings.ts";
import { requireVdc } from "../vdc.ts";
import { announceNetwork } from "./announce-network.ts";
import { type Around, loadContext } from "./load-context.ts";
import { findSafeMtu } from "./safe-mtu.ts";
import { usersOfNetwork } from "./users-of-network.ts";
import { writeNetwork } from "./write-network.ts";

export type NetworkDeps = {
  db: Db;
  settings: Pick<Settings, "vxlanRestSeconds" | "staleAfterSeconds" | "publicAddressExceptions">;
};
type ChangedNetwork = { network: Network; advice: readonly Advice[] };

/** Refuses with all violations at once. The constraints of `network` hold what a check could only guess under concurrency. */
export async function createNetwork(
  deps: NetworkDeps,
  grant: Grant<"network:create", VdcScope>,
  draft: NetworkDraft,
): Promise<ChangedNetwork> {
  const safeMtu = await findSafeMtu(deps, draft);
  return writeNetwork(deps.db, draft, async (tx) => {
    await lockVdc(tx, grant.scope, { isAnyIdNextFree: draft.vxlanId === "next-free" });
    return createWithin(tx, grant, draft, safeMtu);
  });
}

/** Part of a transaction that holds `lockVdc`. */
export async function createWithin(
  tx: Db,
  { actor, scope }: Grant<"network:create", VdcScope>,
  draft: NetworkDraft,
  safeMtu: SafeMtu | null,
): Promise<ChangedNetwork> {
  const { values, advice } = await decide(tx, scope, draft, { current: null, safeMtu });
  const networkId = await insertNetwork(tx, scope, values, actor.userId);
  if (draft.ownerName !== undefined) await setNetworkOwner(tx, scope, networkId, draft.ownerName);
  const network = await requireNetwork(tx, scope, networkId);
  await recordNetworkChange(tx, actor, "network.create", network, null, valuesOf(network));
  return { network, advice };
}

/** An unchanged value is no change; ids that are no longer used begin to rest. */
export async function updateNetwork(
  deps: NetworkDeps,
  grant: Grant<"network:update", VdcScope>,
  networkId: string,
  draft: NetworkDraft,
): Promise<ChangedNetwork> {
  const safeMtu = await findSafeMtu(deps, draft);
  return writeNetwork(deps.db, draft, async (tx) => {
    await lockVdc(tx, grant.scope, { isAnyIdNextFree: draft.vxlanId === "next-free" });
    return updateWithin(tx, deps, grant, { networkId, draft, safeMtu });
  });
}

/** Part of a transaction that holds `lockVdc`. */
export async function updateWithin(
  tx: Db,
  { settings }: Pick<NetworkDeps, "settings">,
  { actor, scope }: Grant<"network:update", VdcScope>,
  { networkId, draft, safeMtu }: { networkId: string; draft: NetworkDraft; safeMtu: SafeMtu | null },
): Promise<ChangedNetwork> {
  // Nobody lists or deletes addresses while the subnet or the gateway may change.
  const before = await lockNetworkAddresses(tx, scope, networkId);
  if (!before) throw new DomainError("not-found", "No such network.");
  const { values, advice } = await decide(tx, scope, draft, { current: before, safeMtu });
  await updateRow(tx, scope, networkId, values);
  if (before.vxlanId !== null && before.vxlanId !== values.vxlanId) {
    await releaseVxlans(tx, scope, [before.vxlanId], settings.vxlanRestSeconds);
  }
  if (draft.ownerName !== undefined) await setNetworkOwner(tx, scope, networkId, draft.ownerName);
  const network = await requireNetwork(tx, scope, networkId);
  await recordNetworkChange(tx, actor, "network.update", network, valuesOf(before), valuesOf(network));
  return { network, advice };
}

/** Refused while VMs use it, by the last known facts of all nodes. What it was is kept, so that it can be restored. */
export async function deleteNetwork(
  { db, settings }: NetworkDeps,
  grant: Grant<"network:delete", VdcScope>,
  networkId: string,
): Promise<void> {
  await writeNetwork(db, null, async (tx) => {
    await lockVdc(tx, grant.scope, { isAnyIdNextFree: false });
    await deleteWithin(tx, { settings }, grant, networkId);
  });
}

/** Part of a transaction that holds `lockVdc`. */
export async function deleteWithin(
  tx: Db,
  { settings }: Pick<NetworkDeps, "settings">,
  { actor, scope }: Grant<"network:delete", VdcScope>,
  networkId: string,
): Promise<void> {
  await lockNetwork(tx, networkId);
  const network = await requireNetwork(tx, scope, networkId);
  const { vmCount, vmNames } = await usersOfNetwork(tx, { actor, scope }, networkId);
  if (vmCount > 0) {
    const vms = vmsInWords(vmNames, vmCount);
    throw new DomainError("conflict", `Network ${network.name} is used by ${vms} and cannot be deleted.`);
  }
  if ((await countAddressesOfOthers(tx, networkId)) > 0) {
    const users = "a vDC that an operator shares it with";
    throw new DomainError("conflict", `Network ${network.name} is used by ${users} and cannot be deleted.`);
  }
  const values = valuesOf(network);
  await keepDeletedNetwork(
    tx,
    scope,
    { id: networkId, values },
    { deletedByName: actor.name, restSeconds: settings.vxlanRestSeconds },
  );
  await recordNetworkChange(tx, actor, "network.delete", network, values, null);
  await deleteRow(tx, scope, networkId);
  if (network.vxlanId !== null) await releaseVxlans(tx, scope, [network.vxlanId], settings.vxlanRestSeconds);
}

/** Everything after this is counted and chosen by one at a time. Always the same order, so nobody waits in a circle. */
export async function lockVdc(
  tx: Db,
  scope: VdcScope,
  { isAnyIdNextFree }: { isAnyIdNextFree: boolean },
): Promise<void> {
  await requireVdc(tx, scope);
  await lockDelegation(tx, scope);
  if (isAnyIdNextFree) await lockFreeVxlans(tx);
}

/** What would be stored; refuses with all violations. Takes the VXLAN id. */
export async function decide(
  tx: Db,
  scope: VdcScope,
  draft: NetworkDraft,
  around: Around,
): Promise<{ values: NetworkValues; advice: readonly Advice[] }> {
  const { violations, advice, values } = planNetwork(draft, await loadContext(tx, scope, draft, around));
  if (!values) throw new DomainError("rejected", violations);
  const { vxlanId } = values;
  const takenBackBy = vxlanId !== null && vxlanId === around.vxlanIdTakenBack ? scope : null;
  const isNew = vxlanId !== null && vxlanId !== around.current?.vxlanId;
  if (isNew && !(await takeVxlan(tx, vxlanId, { takenBackBy }))) {
    throw new DomainError("rejected", [{ field: "vxlanId", message: vxlanNotAvailable(vxlanId) }]);
  }
  return { values, advice };
}

export async function requireNetwork(db: Db, scope: VdcScope, networkId: string): Promise<Network> {
  const network = await findNetwork(db, scope, networkId);
  if (!network) throw new DomainError("not-found", "No such network.");
  return network;
}

/** What the audit keeps: all but identity and times. */
function valuesOf({ id: _i, vdcId: _v, vdcName: _n, createdAt: _c, updatedAt: _u, ...values }: Network) {
  return values;
}

export async function recordNetworkChange(
  tx: Db,
  actor: Actor,
  action: string,
  { id, name, vdcId }: Network,
  before: unknown,
  after: unknown,
): Promise<void> {
  const subject = { subjectKind: "network", subjectId: id, subjectName: name, vdcId };
  await recordChange(tx, { actor, action, ...subject, before, after });
  await announceNetwork(tx, id);
}
