import type { NodeFacts } from "#server/domain/facts.ts";
import type { Node } from "#server/domain/node.ts";
import type { Db } from "../client.ts";
import { insertNode, saveFacts, updateNode } from "../queries/node.ts";

/** Confirmed nodes that were read at `now`; their ids in the same order. Each port is used by one node only. */
export async function enrolNodes(
  db: Db,
  nodes: readonly Node[],
  { now, sshPortFirst }: { now: Date; sshPortFirst: number },
): Promise<string[]> {
  const ids: string[] = [];
  for (const [position, { hostname, facts }] of nodes.entries()) {
    const { id } = await insertNode(db, {
      hostname,
      sshAddress: "127.0.0.1",
      sshPort: sshPortFirst + position,
      hostKeyConfirmedAt: now,
    });
    const fresh = Object.fromEntries(
      Object.entries(facts ?? {}).map(([name, part]) => [name, part && { ...part, observedAt: now }]),
    ) as unknown as NodeFacts; // Every part is kept, which Object.fromEntries cannot tell.
    await saveFacts(db, id, fresh, { observedAt: now, hasChanged: true });
    await updateNode(db, id, { lastRefreshOutcome: "ok", lastRefreshFinishedAt: now });
    ids.push(id);
  }
  return ids;
}
