import type { HealthState } from "../health.ts";
import { adminAddress, externalAddress, isStale, type Node } from "../node.ts";
import { pdcOf } from "../pdc.ts";

export type MeshNode = {
  id: string;
  hostname: string;
  pdcId: string;
  pdcName: string;
  state: HealthState;
  stateSentence: string;
  adminAddress: string | null;
  externalAddress: string | null;
  overlayRuleNames: string[];
  /** When its identity was last read; null: never. */
  observedAt: Date | null;
};

type NodeHealthSettings = { now: Date; staleAfterSeconds: number; nodeIdsInTrouble?: ReadonlySet<string> };

export function meshNodeOf(node: Node, settings: NodeHealthSettings): MeshNode {
  const { id, hostname, facts } = node;
  const pdc = pdcOf(node);
  return {
    id,
    hostname,
    pdcId: pdc.id,
    pdcName: pdc.name,
    ...nodeHealth(node, settings),
    adminAddress: facts && adminAddress(facts),
    externalAddress: facts && externalAddress(facts),
    overlayRuleNames: (facts?.overlayRules?.value ?? []).map(({ name }) => name).toSorted(),
    observedAt: facts?.identity?.observedAt ?? null,
  };
}

/** A node that could not be reached is down even while its facts are fresh. */
export function nodeHealth(
  node: Node,
  { now, staleAfterSeconds, nodeIdsInTrouble }: NodeHealthSettings,
): { state: HealthState; stateSentence: string } {
  const { isConfirmed, facts, lastRefresh } = node;
  if (!isConfirmed)
    return { state: "unknown", stateSentence: "Its host key is not confirmed, so nothing it says counts." };
  const failure = lastRefresh?.outcome === "failed" ? lastRefresh : null;
  if (failure?.cause === "unreachable")
    return { state: "down", stateSentence: "It could not be reached at the last refresh." };
  if (!facts?.identity || !lastRefresh)
    return { state: "unknown", stateSentence: "It has not been read yet." };
  if (isStale(node, staleAfterSeconds, now))
    return { state: "stale", stateSentence: "Its facts are older than the limit." };
  if (failure) return { state: "degraded", stateSentence: `Its last refresh failed (${failure.cause}).` };
  if (nodeIdsInTrouble?.has(node.id)) return { state: "degraded", stateSentence: "It has open warnings." };
  return { state: "up", stateSentence: "Its facts are fresh." };
}
