import type { NodeFacts } from "#server/domain/facts.ts";
import type { Node } from "#server/domain/node.ts";
import type { Db } from "../client.ts";
import { insertNode, saveFacts, updateNode } from "../queries/node.ts";

/** Confirmed nodes with these facts, as if all of them had been read this instant. Returns their ids. */
export async function createReadNodes(
  db: Db,
  nodes: readonly Node[],
  firstSshPort: number,
): Promise<string[]> {
  const now = new Date();
  const ids: string[] = [];
  for (const [position, { hostname, facts }] of nodes.entries()) {
    if (!facts) throw new Error(`${hostname} has no facts`);
    const fresh = Object.fromEntries(
      Object.entries(facts).map(([name, part]) => [name, part && { ...part, observedAt: now }]),
    ) as unknown as NodeFacts; // Every part is kept, which Object.fromEntries cannot tell.
    const { id } = await insertNode(db, {
      hostname,
      sshAddress: "127.0.0.1",
      sshPort: firstSshPort + position,
      hostKeyConfirmedAt: now,
    });
    await saveFacts(db, id, fresh, { observedAt: now, hasChanged: true });
    await updateNode(db, id, { lastRefreshOutcome: "ok", lastRefreshFinishedAt: now });
    ids.push(id);
  }
  return ids;
}
