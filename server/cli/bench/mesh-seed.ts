import type { Db } from "#db/client.ts";
import { nodes } from "#db/schema/node.ts";
import { adminAddress, externalAddress } from "#server/domain/node.ts";
import { type CloudSize, largeCloud } from "#server/domain/testing/large-cloud.ts";

const NODES_AT_ONCE = 250;

/** A cloud as its nodes told of themselves a minute ago. */
export async function seedCloud(db: Db, size: CloudSize): Promise<void> {
  const now = new Date();
  const cloud = largeCloud(size, now);
  for (let from = 0; from < cloud.length; from += NODES_AT_ONCE) {
    await db.insert(nodes).values(
      cloud.slice(from, from + NODES_AT_ONCE).map(({ id, hostname, facts, lastRefresh }, position) => ({
        id,
        hostname,
        sshAddress: `node-${from + position}.invalid`,
        hostKeyConfirmedAt: now,
        facts,
        factsObservedAt: facts?.identity?.observedAt ?? null,
        adminAddress: facts && adminAddress(facts),
        externalAddress: facts && externalAddress(facts),
        lastRefreshOutcome: lastRefresh?.outcome ?? null,
        lastRefreshFinishedAt: lastRefresh?.finishedAt ?? null,
        lastRefreshCause: lastRefresh?.outcome === "failed" ? lastRefresh.cause : null,
      })),
    );
  }
}
