import type { Db } from "#db/client.ts";
import { findDelegation } from "#db/queries/delegation.ts";
import {
  type DelegationRequest,
  listOpenRequests as selectOpen,
  listRequests as selectRequests,
} from "#db/queries/delegation-request.ts";
import { findHeldVlanIds, listNetworks } from "#db/queries/network.ts";
import { listForeignVxlanIds } from "#db/queries/vxlan.ts";
import { type AllVdcs, authorizeCloud, type Grant, type VdcScope } from "#server/domain/access.ts";
import { type CloudIds, proposeDelegation, SYSTEM_VXLAN_IDS } from "#server/domain/delegation-proposal.ts";
import { canonicalDraft } from "#server/domain/delegation-reading.ts";
import { readWish, type Wish } from "#server/domain/delegation-request.ts";
import type { DelegationDraft } from "#server/domain/delegation.ts";
import { DomainError } from "#server/domain/errors.ts";
import {
  countIds,
  type IdRange,
  mergeIdRanges,
  subtractIdRanges,
  unionIdRanges,
  VXLAN_BOUNDS,
} from "#server/domain/id-range.ts";
import { requireVdc } from "../vdc.ts";
import { requireRequest } from "./send-request.ts";

const LISTED_MAX = 50;
const FREE_RANGES_MAX = 50;

/** The vDC's own, newest first. */
export async function listRequests(
  db: Db,
  { scope }: Grant<"delegation:read", VdcScope>,
): Promise<DelegationRequest[]> {
  await requireVdc(db, scope);
  return selectRequests(db, scope, { limit: LISTED_MAX });
}

/** Of every vDC; who has waited longest first. */
export async function listOpenRequests(
  db: Db,
  { scope }: Grant<"delegation:read", AllVdcs>,
): Promise<DelegationRequest[]> {
  return selectOpen(db, scope);
}

type Proposed = {
  request: DelegationRequest;
  networkCount: number;
  present: DelegationDraft;
  proposal: DelegationDraft;
  /** What of the wish the proposal does not give. */
  shortfalls: readonly string[];
  notes: readonly string[];
  /** VXLAN ids of the whole cloud that nobody holds, uses or lets rest. */
  freeVxlanCount: number;
  /** The first of them, in order. */
  freeVxlanIds: readonly IdRange[];
  restingVxlanCount: number;
};

/** A delegation that grants the request, beside the present one and what is free in the whole cloud: for operators alone. */
export async function proposeForRequest(
  db: Db,
  grant: Grant<"delegation:manage", VdcScope>,
  requestId: string,
): Promise<Proposed> {
  authorizeCloud(grant.actor, "delegation:manage");
  const { scope } = grant;
  const request = await requireRequest(db, grant, requestId);
  const found = await findDelegation(db, scope);
  if (!found) throw new DomainError("not-found", "No such vDC.");
  const { wish } = readWish(request.wanted);
  const networks = await listNetworks(db, scope);
  const ownUsed = networks.flatMap(({ vxlanId }) =>
    vxlanId === null ? [] : [{ first: vxlanId, last: vxlanId }],
  );
  const cloud = await loadCloudIds(db, scope, wish, mergeIdRanges(ownUsed));
  const own = unionIdRanges(...found.delegation.vxlanDelegations.map(({ vxlanIds }) => vxlanIds));
  const free = subtractIdRanges(
    [VXLAN_BOUNDS],
    unionIdRanges(cloud.takenVxlanIds, cloud.restingVxlanIds, cloud.ownUsedVxlanIds, own, SYSTEM_VXLAN_IDS),
  );
  const { delegation, shortfalls, notes } = proposeDelegation(found.delegation, wish, cloud);
  return {
    request,
    networkCount: networks.length,
    present: canonicalDraft(found.delegation),
    proposal: canonicalDraft(delegation),
    shortfalls,
    notes,
    freeVxlanCount: countIds(free),
    freeVxlanIds: free.slice(0, FREE_RANGES_MAX),
    restingVxlanCount: countIds(cloud.restingVxlanIds),
  };
}

async function loadCloudIds(
  db: Db,
  scope: VdcScope,
  { vlans }: Wish,
  ownUsedVxlanIds: readonly IdRange[],
): Promise<CloudIds> {
  const takenVlanIdsByTagName = new Map<string, readonly IdRange[]>();
  for (const nicTagName of new Set(vlans.flatMap((row) => row.nicTagName ?? []))) {
    const onTag = { overlayRuleName: null, nicTagName, vxlanId: null };
    takenVlanIdsByTagName.set(nicTagName, await findHeldVlanIds(db, scope, onTag));
  }
  return {
    ...(await listForeignVxlanIds(db, scope)),
    ownUsedVxlanIds,
    takenVlanIdsByTagName,
  };
}
