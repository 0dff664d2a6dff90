import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import {
  findDelegation,
  listDelegations,
  listNetworksInTheWay,
  lockAllDelegations,
  replaceDelegation,
} from "#db/queries/delegation.ts";
import { announce } from "#db/queries/event.ts";
import { listNetworks, listNicTags, setVxlansShared } from "#db/queries/network.ts";
import { listOverlayRules } from "#db/queries/overlay-rule.ts";
import { violationOf } from "#db/queries/violation.ts";
import { type AllVdcs, authorizeCloud, type Grant, type VdcScope } from "#server/domain/access.ts";
import {
  delegationConflicts,
  type DelegationContext,
  networksOutside,
  shrinkViolations,
} from "#server/domain/delegation-conflicts.ts";
import { canonicalDraft, readDelegation } from "#server/domain/delegation-reading.ts";
import { type Delegation, type DelegationDraft, sharedVxlanIds } from "#server/domain/delegation.ts";
import { DomainError, type Violation } from "#server/domain/errors.ts";
import { unionIdRanges } from "#server/domain/id-range.ts";

const EXCLUSION_VIOLATION = "23P01";
/** With so many in the way nobody reads on. */
const NETWORKS_NAMED_MAX = 1000;

type DelegationPreview = {
  /** The draft with its ranges parsed, merged and sorted; as typed where it cannot be read. */
  canonical: DelegationDraft;
  violations: readonly Violation[];
  /** Networks that would be outside; refused unless the operator insists. */
  shrink: readonly Violation[];
  networkNamesOutside: string[];
  /** Other vDCs that stand in the way, by name. */
  holders: { vdcId: string; vdcName: string }[];
};

type Judged = DelegationPreview & { before: Delegation; after: Delegation; vdcName: string };

export async function previewDelegation(
  db: Db,
  grant: Grant<"delegation:manage", VdcScope>,
  draft: DelegationDraft,
): Promise<DelegationPreview> {
  const { before: _b, after: _a, vdcName: _n, ...preview } = await judge(db, grant, draft);
  return preview;
}

type SetInput = { draft: DelegationDraft; markOutside: boolean };

/** `markOutside`: networks left outside the ranges are accepted; they keep their ids and show a warning. */
export async function setDelegation(
  db: Db,
  grant: Grant<"delegation:manage", VdcScope>,
  input: SetInput,
): Promise<DelegationPreview> {
  const {
    before: _b,
    after: _a,
    vdcName: _n,
    ...preview
  } = await writeDelegation(db, (tx) => setWithin(tx, grant, input));
  return preview;
}

/** Runs `write` with every delegation locked. What the checks let pass and the database refuses has the same words for all. */
export async function writeDelegation<T>(db: Db, write: (tx: Db) => Promise<T>): Promise<T> {
  try {
    return await db.transaction(async (tx) => {
      await lockAllDelegations(tx);
      return write(tx);
    });
  } catch (error) {
    if (violationOf(error)?.sqlState !== EXCLUSION_VIOLATION) throw error;
    throw new DomainError(
      "conflict",
      "Another vDC holds some of these ids. Look at the conflicts and try again.",
    );
  }
}

/** Part of `writeDelegation`. */
export async function setWithin(
  tx: Db,
  grant: Grant<"delegation:manage", VdcScope>,
  { draft, markOutside }: SetInput,
): Promise<Judged> {
  const { actor, scope } = grant;
  const judged = await judge(tx, grant, draft);
  const { before, after, vdcName, violations, shrink, canonical } = judged;
  const refused = markOutside ? violations : [...violations, ...shrink];
  if (refused.length > 0) throw new DomainError("rejected", refused);
  await replaceDelegation(tx, scope, after);
  await setVxlansShared(tx, scope, sharedVxlanIds(after));
  await recordChange(tx, {
    actor,
    action: "delegation.set",
    subjectKind: "delegation",
    subjectId: scope.vdcId,
    subjectName: vdcName,
    vdcId: scope.vdcId,
    before: canonicalDraft(before),
    after: canonical,
  });
  await announce(tx, { topic: "delegation", id: scope.vdcId, vdcId: scope.vdcId });
  return judged;
}

async function judge(
  db: Db,
  { actor, scope }: Grant<"delegation:manage", VdcScope>,
  draft: DelegationDraft,
): Promise<Judged> {
  const found = await findDelegation(db, scope);
  if (!found) throw new DomainError("not-found", "No such vDC.");
  // Conflicts name other vDCs: only who may see them all is told.
  const cloud = authorizeCloud(actor, "delegation:manage");
  const { delegation: after, violations: unreadable } = readDelegation(draft);
  const context = await loadDelegationContext(db, cloud.scope, scope, after);
  const networks = await listNetworks(db, scope);
  const conflicts = delegationConflicts(after, context);
  return {
    before: found.delegation,
    after,
    vdcName: found.vdcName,
    canonical: unreadable.length > 0 ? draft : canonicalDraft(after),
    violations: [...unreadable, ...conflicts.map(({ field, message }) => ({ field, message }))],
    shrink:
      unreadable.length > 0 ? [] : shrinkViolations(found.delegation, after, networks, context.overlayRules),
    networkNamesOutside: networksOutside(after, networks, context.overlayRules).map(({ name }) => name),
    holders: [
      ...new Map(conflicts.flatMap(({ holder }) => (holder ? [[holder.vdcId, holder]] : []))).values(),
    ],
  };
}

/** The other vDCs, with those of their networks that may stand in the way of the draft. */
export async function loadDelegationContext(
  db: Db,
  cloud: AllVdcs,
  { vdcId }: VdcScope,
  draft: Delegation,
): Promise<DelegationContext> {
  const inTheWay = await listNetworksInTheWay(db, cloud, {
    exceptVdcId: vdcId,
    vxlanIds: unionIdRanges(...draft.vxlanDelegations.map(({ vxlanIds }) => vxlanIds)),
    nicTagNames: draft.vlanDelegations.flatMap(({ nicTagName }) => nicTagName ?? []),
    limit: NETWORKS_NAMED_MAX,
  });
  const networksByVdcId = Map.groupBy(inTheWay, (network) => network.vdcId);
  const others = await listDelegations(db, cloud, { exceptVdcId: vdcId });
  return {
    overlayRules: await listOverlayRules(db),
    nicTagNames: (await listNicTags(db)).map(({ name }) => name),
    otherVdcs: others.map((other) => ({
      vdcId: other.vdcId,
      name: other.vdcName,
      delegation: other.delegation,
      networks: networksByVdcId.get(other.vdcId) ?? [],
    })),
  };
}
