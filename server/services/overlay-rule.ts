import type { Db } from "#db/client.ts";
import { listNodes } from "#db/queries/node.ts";
import { listOverlayRules, networkCountByRuleName, type OverlayRuleRow } from "#db/queries/overlay-rule.ts";
import type { Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { OverlayRule } from "#server/domain/facts.ts";
import type { Node } from "#server/domain/node.ts";
import { differingFields, type RuleField } from "#server/domain/overlay-rule-difference.ts";

/** One node's rule beside ours. `rule` null: the node does not have it. */
export type RuleOnNode = {
  nodeId: string;
  hostname: string;
  /** null: the node never told its rules. */
  observedAt: Date | null;
  rule: OverlayRule | null;
  differing: RuleField[];
  liveOverlayCount: number;
  /** Ports that live overlays of the rule use; they keep them until made anew. */
  livePorts: number[];
};

function ruleOnNode(name: string, kept: OverlayRuleRow | null, { id, hostname, facts }: Node): RuleOnNode {
  const rule = facts?.overlayRules?.value.find((held) => held.name === name) ?? null;
  const live = facts?.overlays?.value.filter(({ overlayRuleName }) => overlayRuleName === name) ?? [];
  const ports = live.map(({ listenPort }) => listenPort).filter((port) => port !== null);
  return {
    nodeId: id,
    hostname,
    observedAt: facts?.overlayRules?.observedAt ?? null,
    rule,
    differing: kept && rule ? differingFields(kept, rule) : [],
    liveOverlayCount: live.length,
    livePorts: [...new Set(ports)].toSorted((a, b) => a - b),
  };
}

/** Rules kept here and rules found on nodes, side by side; quarantined nodes do not count. */
async function loadRules(db: Db) {
  const kept = await listOverlayRules(db);
  const nodes = (await listNodes(db)).filter(({ isConfirmed }) => isConfirmed);
  const found = nodes.flatMap(({ facts }) => facts?.overlayRules?.value.map(({ name }) => name) ?? []);
  const names = [...new Set([...kept.map(({ name }) => name), ...found])].toSorted();
  const keptByName = new Map(kept.map((rule) => [rule.name, rule]));
  return { names, keptByName, nodes, networkCounts: await networkCountByRuleName(db) };
}

export async function listOverlayRuleSummaries(db: Db, _grant: Grant<"overlay-rule:read">) {
  const { names, keptByName, nodes, networkCounts } = await loadRules(db);
  return names.map((name) => {
    const kept = keptByName.get(name) ?? null;
    const onNodes = nodes.map((node) => ruleOnNode(name, kept, node));
    const holders = onNodes.filter(({ rule }) => rule !== null);
    return {
      name,
      kept,
      holderCount: holders.length,
      nodeCount: nodes.length,
      differingCount: holders.filter(({ differing }) => differing.length > 0).length,
      faultyCount: holders.filter(({ rule }) => (rule?.problems.length ?? 0) > 0).length,
      liveOverlayCount: onNodes.reduce((sum, { liveOverlayCount }) => sum + liveOverlayCount, 0),
      networkCount: networkCounts.get(name) ?? 0,
      ports: [...new Set(holders.flatMap(({ rule }) => rule?.listenPort ?? []))].toSorted((a, b) => a - b),
    };
  });
}

export async function overlayRuleByName(db: Db, _grant: Grant<"overlay-rule:read">, name: string) {
  const { names, keptByName, nodes, networkCounts } = await loadRules(db);
  if (!names.includes(name)) throw new DomainError("not-found", "No such overlay rule.");
  const kept = keptByName.get(name) ?? null;
  return {
    name,
    kept,
    networkCount: networkCounts.get(name) ?? 0,
    onNodes: nodes.map((node) => ruleOnNode(name, kept, node)),
  };
}
