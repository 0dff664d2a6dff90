import { asc, getTableColumns, gt, inArray, sql } from "drizzle-orm";
import type { Node } from "#server/domain/node.ts";
import type { Db } from "../client.ts";
import { nodes } from "../schema/node.ts";
import { agedFacts, toNode } from "./node.ts";

/** `stamp` differs after any change of the node's row: xmin is the transaction that wrote its present version. */
export type Stamped<T> = T & { stamp: string };

/** `factsVersion` differs after any change of what the node holds, but for when it was read. */
export type NodeVersion = { node: Node; factsVersion: number };

const stamp = sql<string>`${nodes}.xmin::text`;
const { facts, macClaims, introducedFacts, ...lightColumns } = getTableColumns(nodes);
const heavyColumns = { facts, macClaims, introducedFacts };

/** A part of all nodes by id; `afterId` null: from the first. */
export async function listNodesAfter(
  db: Db,
  afterId: string | null,
  limit: number,
): Promise<Stamped<NodeVersion>[]> {
  const rows = await db
    .select({ ...lightColumns, ...heavyColumns, stamp })
    .from(nodes)
    .where(afterId === null ? undefined : gt(nodes.id, afterId))
    .orderBy(asc(nodes.id))
    .limit(limit);
  return rows.map((row) => ({ node: toNode(row), stamp: row.stamp, factsVersion: row.factsVersion }));
}

/** These nodes; of those that `known` has at their present version only ages are read. */
export async function listNodesById(
  db: Db,
  nodeIds: readonly string[],
  known: ReadonlyMap<string, NodeVersion> = new Map(),
): Promise<Stamped<NodeVersion>[]> {
  const ofKnown = nodeIds.filter((id) => known.get(id)?.node.facts);
  const rows =
    ofKnown.length === 0
      ? []
      : await db
          .select({ ...lightColumns, stamp })
          .from(nodes)
          .where(inArray(nodes.id, ofKnown));
  const same = rows.flatMap((row) => {
    const before = known.get(row.id);
    const isSame = before?.factsVersion === row.factsVersion && row.hostKeyConfirmedAt !== null;
    if (!before?.node.facts || !isSame) return [];
    const node = {
      ...toNode({ ...row, facts: null, macClaims: null, introducedFacts: null }),
      facts: agedFacts(before.node.facts, row.partsObservedAt),
      macClaims: before.node.macClaims,
    };
    return [{ node, stamp: row.stamp, factsVersion: row.factsVersion }];
  });
  const sameIds = new Set(same.map(({ node }) => node.id));
  const otherIds = nodeIds.filter((id) => !sameIds.has(id));
  if (otherIds.length === 0) return same;
  const others = await db
    .select({ ...lightColumns, ...heavyColumns, stamp })
    .from(nodes)
    .where(inArray(nodes.id, otherIds));
  return [
    ...same,
    ...others.map((row) => ({ node: toNode(row), stamp: row.stamp, factsVersion: row.factsVersion })),
  ];
}

/** Of all nodes, without reading their facts. */
export async function listNodeStamps(db: Db): Promise<Stamped<{ id: string }>[]> {
  return db.select({ id: nodes.id, stamp }).from(nodes);
}
