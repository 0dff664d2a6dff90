import type { Db } from "#db/client.ts";
import { findDelegation } from "#db/queries/delegation.ts";
import { listOverlayRules } from "#db/queries/overlay-rule.ts";
import { findForeignVxlanDelegations, findFreeVxlanRun } from "#db/queries/vxlan.ts";
import {
  countVxlans,
  listRestingVxlans,
  listTakenVxlanIds,
  listUsedVxlans,
  type VxlanView,
} from "#db/queries/vxlan-map.ts";
import type { Grant, VdcScope } from "#server/domain/access.ts";
import { type Delegation, sharedVxlanIds } from "#server/domain/delegation.ts";
import { DomainError } from "#server/domain/errors.ts";
import {
  countIds,
  type IdRange,
  subtractIdRanges,
  unionIdRanges,
  VXLAN_BOUNDS,
} from "#server/domain/id-range.ts";
import type { NetworkDraft } from "#server/domain/network/draft.ts";
import { ALL_VXLAN_IDS, allowedVxlanIds, openVxlanIds } from "#server/domain/network/segment.ts";
import {
  countedCells,
  EXACT_ID_COUNT_MAX,
  type MapCell,
  mapCells,
  type StateRange,
  stateCounts,
  stateRanges,
  windowWithin,
} from "#server/domain/range-map.ts";
import { listCandidateVxlanIds } from "../network/held-ids.ts";

/** At most 256 cells of the window; the ranges themselves when it is small, else null. */
export type RangeMap = { window: IdRange; cells: MapCell[]; ranges: StateRange[] | null };

type WantedVlan = NetworkDraft["vlanId"];
type Window = { first: number; last: number };

/** The VXLAN ids of one rule as the vDC may see them: whose the unavailable ones are is not told. */
export async function vxlanMapOf(
  db: Db,
  { scope }: Grant<"delegation:read", VdcScope>,
  { overlayRuleName, ...window }: Window & { overlayRuleName: string },
): Promise<RangeMap> {
  return inOneMoment(db, async (tx) =>
    mapOf(tx, scope, windowWithin(window, VXLAN_BOUNDS), await ruleView(tx, scope, overlayRuleName)),
  );
}

/** What could be delegated to the vDC: nothing is outside, and `unavailable` is what others have, as a network or delegated. */
export async function vxlanMapToDelegate(
  db: Db,
  { scope }: Grant<"delegation:manage", VdcScope>,
  window: Window,
): Promise<RangeMap> {
  return inOneMoment(db, async (tx) =>
    mapOf(tx, scope, windowWithin(window, VXLAN_BOUNDS), await wholeView(tx, scope)),
  );
}

/** First id of the first `count` free ones in a row, in which `vlanId` is allowed if it is given. */
export async function findFreeRun(
  db: Db,
  { scope }: Grant<"delegation:read", VdcScope>,
  { overlayRuleName, count, vlanId }: { overlayRuleName: string; count: number; vlanId?: WantedVlan },
): Promise<{ first: number | null }> {
  const { delegation, rule, allowed } = await requireRule(db, scope, overlayRuleName);
  const ranges =
    vlanId === undefined
      ? (await viewOf(db, scope, { delegation, allowed, overlayRuleName })).open
      : await listCandidateVxlanIds(db, scope, { delegation, rule, vlanId });
  return { first: await findFreeVxlanRun(db, ranges, count) };
}

/** Likewise among the ids that nobody was delegated yet, this vDC included. */
export async function findFreeRunToDelegate(
  db: Db,
  { scope }: Grant<"delegation:manage", VdcScope>,
  { count }: { count: number },
): Promise<{ first: number | null }> {
  const { open, delegated } = await wholeView(db, scope);
  return { first: await findFreeVxlanRun(db, subtractIdRanges(open, delegated), count) };
}

function inOneMoment<T>(db: Db, read: (tx: Db) => Promise<T>): Promise<T> {
  return db.transaction(read, { isolationLevel: "repeatable read", accessMode: "read only" });
}

async function mapOf(db: Db, scope: VdcScope, window: IdRange, view: VxlanView): Promise<RangeMap> {
  const cells = mapCells(window);
  if (countIds([window]) > EXACT_ID_COUNT_MAX) {
    const counted = await countVxlans(db, scope, cells, view);
    return {
      window,
      cells: cells.flatMap((cell, index) => {
        const counts = counted[index];
        return counts ? [{ ...cell, counts: stateCounts(counts) }] : [];
      }),
      ranges: null,
    };
  }
  const ranges = stateRanges(window, {
    allowed: view.allowed,
    open: view.open,
    used: await listUsedVxlans(db, scope, window, view.overlayRuleName),
    resting: await listRestingVxlans(db, scope, window),
    unavailable: await listTakenVxlanIds(db, scope, window, view),
  });
  return { window, cells: countedCells(cells, ranges), ranges };
}

async function ruleView(db: Db, scope: VdcScope, overlayRuleName: string): Promise<VxlanView> {
  const { delegation, allowed } = await requireRule(db, scope, overlayRuleName);
  return viewOf(db, scope, { delegation, allowed, overlayRuleName });
}

/** A rule that is unknown and one on which nothing is delegated read the same. */
async function requireRule(db: Db, scope: VdcScope, overlayRuleName: string) {
  const delegation = await requireDelegation(db, scope);
  const rule = (await listOverlayRules(db)).find(({ name }) => name === overlayRuleName);
  const allowed = rule ? allowedVxlanIds({ delegation }, rule) : [];
  if (!rule || allowed.length === 0) throw new DomainError("not-found", "No such overlay rule in this vDC.");
  return { delegation, rule, allowed };
}

async function wholeView(db: Db, scope: VdcScope) {
  const delegation = await requireDelegation(db, scope);
  const delegated = unionIdRanges(...delegation.vxlanDelegations.map(({ vxlanIds }) => vxlanIds));
  const view = await viewOf(db, scope, { delegation, allowed: ALL_VXLAN_IDS, overlayRuleName: null });
  return { ...view, delegated };
}

async function requireDelegation(db: Db, scope: VdcScope): Promise<Delegation> {
  const found = await findDelegation(db, scope);
  if (!found) throw new DomainError("not-found", "No such vDC.");
  return found.delegation;
}

/** The view of one rule, or of all when `overlayRuleName` is null. */
export async function viewOf(
  db: Db,
  scope: VdcScope,
  {
    delegation,
    allowed,
    overlayRuleName,
  }: { delegation: Delegation; allowed: readonly IdRange[]; overlayRuleName: string | null },
): Promise<VxlanView> {
  const foreign = await findForeignVxlanDelegations(db, scope, allowed);
  const open = openVxlanIds(delegation, allowed, foreign);
  return { overlayRuleName, allowed, open, shared: sharedVxlanIds(delegation) };
}
