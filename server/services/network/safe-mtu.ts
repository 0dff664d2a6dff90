import type { Db } from "#db/client.ts";
import { findDelegation } from "#db/queries/delegation.ts";
import { listUsedCarriers } from "#db/queries/network-list.ts";
import { listSharedNetworks } from "#db/queries/network-share.ts";
import { listNodes } from "#db/queries/node.ts";
import { listOverlayRules, type OverlayRuleRow } from "#db/queries/overlay-rule.ts";
import { listPathMtus } from "#db/queries/pdc-path.ts";
import type { Grant, Scope } from "#server/domain/access.ts";
import { holdsForRule } from "#server/domain/delegation.ts";
import type { SafeMtu } from "#server/domain/network/context.ts";
import type { Node } from "#server/domain/node.ts";
import type { NetworkDraft } from "#server/domain/network/draft.ts";
import {
  type PathContext,
  pathContextOf,
  type PdcPath,
  pdcPathsOf,
  safeMtuOf,
  type TightestPaths,
  tightestPathsOf,
} from "#server/domain/network/safe-mtu.ts";

export type MtuDeps = { db: Db };

/** What the mesh carries of one rule, and why. `tightest` null: no path of the rule is known. */
type RuleMtuLimit = { overlayRuleName: string; ruleMtuBytes: number; tightest: TightestPaths | null };

/** By the last known facts of all nodes and what was declared; null without an overlay rule, or while no path of it is known. */
export async function findSafeMtu(
  deps: MtuDeps,
  { overlayRuleName }: Pick<NetworkDraft, "overlayRuleName">,
): Promise<SafeMtu | null> {
  if (overlayRuleName === null) return null;
  const nodes = await listNodes(deps.db);
  return safeMtuOf(nodes, overlayRuleName, await contextOf(deps, nodes));
}

/** Of the rules that networks in scope are on, or could be. */
export async function listMtuLimits(
  deps: MtuDeps,
  { scope }: Grant<"network:read", Scope>,
): Promise<RuleMtuLimit[]> {
  const rules = await rulesInScope(deps.db, scope);
  if (rules.length === 0) return [];
  const nodes = await listNodes(deps.db);
  const context = await contextOf(deps, nodes);
  return rules.map(({ name, mtuBytes }) => ({
    overlayRuleName: name,
    ruleMtuBytes: mtuBytes,
    tightest: tightestPathsOf(nodes, name, context),
  }));
}

/** Between each two PDCs that have the rule. */
export async function pathsOfRule(deps: MtuDeps, overlayRuleName: string): Promise<PdcPath[]> {
  const nodes = await listNodes(deps.db);
  return pdcPathsOf(nodes, overlayRuleName, await contextOf(deps, nodes));
}

async function contextOf({ db }: MtuDeps, nodes: readonly Node[]): Promise<PathContext> {
  return pathContextOf(await listPathMtus(db), nodes);
}

/** Rules that networks in scope are on, or could be. */
export async function rulesInScope(db: Db, scope: Scope): Promise<OverlayRuleRow[]> {
  const rules = await listOverlayRules(db);
  if (scope.vdcId === null) return rules;
  const found = await findDelegation(db, scope);
  if (!found) return [];
  const { delegation } = found;
  const { overlayRuleNames } = await listUsedCarriers(db, scope);
  const shared = new Set((await listSharedNetworks(db, scope)).map((network) => network.overlayRuleName));
  return rules.filter(
    (rule) =>
      !delegation.isRestricted ||
      overlayRuleNames.includes(rule.name) ||
      shared.has(rule.name) ||
      delegation.vxlanDelegations.some((row) => holdsForRule(row, rule)),
  );
}
