import { eq } from "drizzle-orm";
import { randomBytes } from "node:crypto";
import type { Db } from "../client.ts";
import { nodes } from "../schema/node.ts";
import { warnings } from "../schema/warning.ts";

/**
 * A node nobody ever asks, with two open warnings of which one is an effect of the other. As nothing can be said of such a
 * node, they stay open whatever is judged.
 */
export async function createSilentNode(db: Db): Promise<{ id: string; hostname: string }> {
  const hostname = `silent-${randomBytes(4).toString("hex")}`;
  const [node] = await db
    .insert(nodes)
    .values({ hostname, sshAddress: `${hostname}.invalid` })
    .returning({ id: nodes.id });
  if (!node) throw new Error("insert returned no row");
  const about = {
    subjectKind: "node",
    subjectKey: `node:${node.id}`,
    subjectLabel: hostname,
    remedy: "Mend the cause, then refresh the node.",
    evidence: [],
    touches: [`node:${node.id}`],
    openedAt: new Date(),
    urgency: 0,
  };
  const unreachable = {
    code: "node-unreachable",
    severity: "critical" as const,
    cause: `${hostname} is silent.`,
  };
  const [rootCause] = await db
    .insert(warnings)
    .values({ ...about, ...unreachable, effectCount: 1 })
    .returning({ id: warnings.id });
  const unreadable = {
    code: "node-part-unreadable",
    severity: "warning" as const,
    cause: `${hostname} is unread.`,
  };
  await db
    .insert(warnings)
    .values({ ...about, ...unreadable, urgency: 1, rootCauseId: rootCause?.id ?? null });
  return { id: node.id, hostname };
}

/** Its warnings then close by themselves. */
export async function removeNode(db: Db, id: string): Promise<void> {
  await db.delete(nodes).where(eq(nodes.id, id));
}
