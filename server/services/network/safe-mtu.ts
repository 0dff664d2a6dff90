import type { Db } from "#db/client.ts";
import { findDelegation } from "#db/queries/delegation.ts";
import { listNetworks } from "#db/queries/network.ts";
import { listNodes } from "#db/queries/node.ts";
import { listOverlayRules, type OverlayRuleRow } from "#db/queries/overlay-rule.ts";
import type { Grant, Scope } from "#server/domain/access.ts";
import { holdsForRule } from "#server/domain/delegation.ts";
import { linkContextOf } from "#server/domain/mesh.ts";
import type { SafeMtu } from "#server/domain/network/context.ts";
import type { NetworkDraft } from "#server/domain/network/draft.ts";
import { safeMtuOf, type TightestPaths, tightestPathsOf } from "#server/domain/network/safe-mtu.ts";
import type { Settings } from "#server/domain/settings.ts";

type Deps = { db: Db; settings: Pick<Settings, "staleAfterSeconds" | "publicAddressExceptions"> };

/** What the mesh carries of one rule, and why. `tightest` null: no path of the rule is known. */
type RuleMtuLimit = { overlayRuleName: string; ruleMtuBytes: number; tightest: TightestPaths | null };

/** By the last known facts of all nodes; null without an overlay rule, or while no path of it is known. */
export async function findSafeMtu(
  { db, settings }: Deps,
  { overlayRuleName }: Pick<NetworkDraft, "overlayRuleName">,
): Promise<SafeMtu | null> {
  if (overlayRuleName === null) return null;
  const nodes = await listNodes(db);
  return safeMtuOf(nodes, overlayRuleName, linkContextOf(nodes, { now: new Date(), ...settings }));
}

/** Of the rules that networks in scope are on, or could be. */
export async function listMtuLimits(
  { db, settings }: Deps,
  { scope }: Grant<"network:read", Scope>,
): Promise<RuleMtuLimit[]> {
  const rules = await rulesInScope(db, scope);
  if (rules.length === 0) return [];
  const nodes = await listNodes(db);
  const context = linkContextOf(nodes, { now: new Date(), ...settings });
  return rules.map(({ name, mtuBytes }) => ({
    overlayRuleName: name,
    ruleMtuBytes: mtuBytes,
    tightest: tightestPathsOf(nodes, name, context),
  }));
}

async function rulesInScope(db: Db, scope: Scope): Promise<OverlayRuleRow[]> {
  const rules = await listOverlayRules(db);
  if (scope.vdcId === null) return rules;
  const found = await findDelegation(db, scope);
  if (!found) return [];
  const { delegation } = found;
  const usedNames = new Set((await listNetworks(db, scope)).map(({ overlayRuleName }) => overlayRuleName));
  return rules.filter(
    (rule) =>
      !delegation.isRestricted ||
      usedNames.has(rule.name) ||
      delegation.vxlanDelegations.some((row) => holdsForRule(row, rule)),
  );
}
