import type { Db } from "#db/client.ts";
import {
  bringBackNetwork,
  type DeletedNetwork,
  findDeletedNetwork,
  listDeletedNetworks as selectDeletedNetworks,
} from "#db/queries/deleted-network.ts";
import type { Network } from "#db/queries/network.ts";
import { isVxlanReleasedBy } from "#db/queries/vxlan.ts";
import type { Grant, VdcScope } from "#server/domain/access.ts";
import { DomainError, type Violation } from "#server/domain/errors.ts";
import type { NetworkDraft, NetworkValues } from "#server/domain/network/draft.ts";
import { planNetwork } from "#server/domain/network/plan.ts";
import { draftOfRestored } from "#server/domain/network/restored.ts";
import { requireVdc } from "../vdc.ts";
import { decide, lockVdc, type NetworkDeps, recordNetworkChange, requireNetwork } from "./change-network.ts";
import { type Around, loadContext } from "./load-context.ts";
import { writeNetwork } from "./write-network.ts";

const DELETED_LISTED_MAX = 100;

type Restore = { networkId: string; allowOverlapInVdc: boolean };

/** Latest first, at most 100; also those whose time is over, for a while. */
export async function listDeletedNetworks(db: Db, { scope }: Grant<"network:read", VdcScope>) {
  await requireVdc(db, scope);
  const deleted = await selectDeletedNetworks(db, scope, { limit: DELETED_LISTED_MAX });
  return deleted.map(({ values, ...row }) => ({ ...row, ...toldValues(values) }));
}

/** What stands in the way of bringing it back, all at once; none: it can come back as it was. */
export async function previewRestore(
  db: Db,
  { scope }: Grant<"network:create", VdcScope>,
  { networkId, allowOverlapInVdc }: Restore,
): Promise<{ violations: readonly Violation[]; addressCount: number }> {
  await requireVdc(db, scope);
  const deleted = await requireDeleted(db, scope, networkId);
  const { addressCount } = deleted;
  if (!deleted.isInTime) return { violations: [{ field: "", message: tooLate(deleted) }], addressCount };
  const draft = draftOfRestored(deleted.values, { allowOverlapInVdc });
  const around = await aroundRestored(db, scope, deleted);
  const { violations } = planNetwork(draft, await loadContext(db, scope, draft, around));
  return { violations, addressCount };
}

/** All or nothing: the same network with its ids, its addresses and its history, judged as if it were made now. */
export async function restoreNetwork(
  { db }: Pick<NetworkDeps, "db">,
  { actor, scope }: Grant<"network:create", VdcScope>,
  { networkId, allowOverlapInVdc }: Restore,
): Promise<Network> {
  await requireVdc(db, scope);
  const { values: asItWas } = await requireDeleted(db, scope, networkId);
  const draft: NetworkDraft = draftOfRestored(asItWas, { allowOverlapInVdc });
  return writeNetwork(db, draft, async (tx) => {
    await lockVdc(tx, scope, { isAnyIdNextFree: false });
    const deleted = await requireDeleted(tx, scope, networkId);
    if (!deleted.isInTime) throw new DomainError("conflict", tooLate(deleted));
    const { values } = await decide(tx, scope, draft, await aroundRestored(tx, scope, deleted));
    await bringBackNetwork(tx, scope, networkId, values);
    const network = await requireNetwork(tx, scope, networkId);
    await recordNetworkChange(tx, actor, "network.restore", network, null, values);
    return network;
  });
}

/** An id that rests since this vDC let it go may be taken back by it alone. */
async function aroundRestored(db: Db, scope: VdcScope, { values }: DeletedNetwork): Promise<Around> {
  const { vxlanId } = values;
  const isOwn = vxlanId !== null && (await isVxlanReleasedBy(db, scope, vxlanId));
  return { current: null, safeMtu: null, vxlanIdTakenBack: isOwn ? vxlanId : null };
}

async function requireDeleted(db: Db, scope: VdcScope, networkId: string): Promise<DeletedNetwork> {
  const deleted = await findDeletedNetwork(db, scope, networkId);
  if (!deleted) throw new DomainError("not-found", "No such deleted network.");
  return deleted;
}

function tooLate({ values }: DeletedNetwork): string {
  return `The time in which network ${values.name} could be restored is over; its ids may be somebody else’s now.`;
}

function toldValues({
  name,
  subnet,
  overlayRuleName,
  nicTagName,
  vxlanId,
  vlanId,
  mtuBytes,
}: NetworkValues): Pick<
  NetworkValues,
  "name" | "subnet" | "overlayRuleName" | "nicTagName" | "vxlanId" | "vlanId" | "mtuBytes"
> {
  return { name, subnet, overlayRuleName, nicTagName, vxlanId, vlanId, mtuBytes };
}
