import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import {
  findDelegation,
  listDelegations,
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

const EXCLUSION_VIOLATION = "23P01";

type DelegationPreview = {
  /** The draft with its ranges parsed, merged and sorted; as typed where it cannot be read. */
  canonical: DelegationDraft;
  violations: readonly Violation[];
  /** Networks that would be outside; refused unless the operator insists. */
  shrink: readonly Violation[];
  networkNamesOutside: string[];
};

type Judged = DelegationPreview & { before: Delegation; after: Delegation; vdcName: string };

export async function previewDelegation(
  db: Db,
  grant: Grant<"delegation:manage", VdcScope>,
  draft: DelegationDraft,
): Promise<DelegationPreview> {
  const { canonical, violations, shrink, networkNamesOutside } = await judge(db, grant, draft);
  return { canonical, violations, shrink, networkNamesOutside };
}

/** `markOutside`: networks left outside the ranges are accepted; they keep their ids and show a warning. */
export async function setDelegation(
  db: Db,
  grant: Grant<"delegation:manage", VdcScope>,
  { draft, markOutside }: { draft: DelegationDraft; markOutside: boolean },
): Promise<DelegationPreview> {
  const { actor, scope } = grant;
  try {
    return await db.transaction(async (tx) => {
      await lockAllDelegations(tx);
      const { before, after, vdcName, ...preview } = await judge(tx, grant, draft);
      const refused = markOutside ? preview.violations : [...preview.violations, ...preview.shrink];
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
        after: preview.canonical,
      });
      await announce(tx, { topic: "delegation", id: scope.vdcId, vdcId: scope.vdcId });
      return preview;
    });
  } catch (error) {
    if (violationOf(error)?.sqlState !== EXCLUSION_VIOLATION) throw error;
    throw new DomainError(
      "conflict",
      "Another vDC holds some of these ids. Look at the conflicts and try again.",
    );
  }
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
  const context = await loadDelegationContext(db, cloud.scope, scope);
  const networks = await listNetworks(db, scope);
  const shrink = shrinkViolations(found.delegation, after, networks, context.overlayRules);
  return {
    before: found.delegation,
    after,
    vdcName: found.vdcName,
    canonical: unreadable.length > 0 ? draft : canonicalDraft(after),
    violations: [...unreadable, ...delegationConflicts(after, context)],
    shrink: unreadable.length > 0 ? [] : shrink,
    networkNamesOutside: networksOutside(after, networks, context.overlayRules).map(({ name }) => name),
  };
}

async function loadDelegationContext(
  db: Db,
  cloud: AllVdcs,
  { vdcId }: VdcScope,
): Promise<DelegationContext> {
  const networksByVdcId = Map.groupBy(await listNetworks(db, cloud), (network) => network.vdcId);
  const others = await listDelegations(db, cloud, { exceptVdcId: vdcId });
  return {
    overlayRules: await listOverlayRules(db),
    nicTagNames: (await listNicTags(db)).map(({ name }) => name),
    otherVdcs: others.map((other) => ({
      name: other.vdcName,
      delegation: other.delegation,
      networks: networksByVdcId.get(other.vdcId) ?? [],
    })),
  };
}
