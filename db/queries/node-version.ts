import { asc, eq, getTableColumns, gt, inArray, type SQL, sql } from "drizzle-orm";
import type { Node } from "#server/domain/node.ts";
import type { Db } from "../client.ts";
import { jumpHosts } from "../schema/jump-host.ts";
import { nodes } from "../schema/node.ts";
import { sshKeys } from "../schema/ssh-key.ts";
import { agedFacts, type NodeRow, toNode } from "./node.ts";

/** `stamp` differs after any change of the node's row: xmin is the transaction that wrote its present version. */
export type Stamped<T> = T & { stamp: string };

/** `factsVersion` differs after any change of what the node holds, but for when it was read. */
export type NodeVersion = { node: Node; factsVersion: number };

const stamp = sql<string>`${nodes}.xmin::text`;
const { facts, macClaims, introducedFacts, ...lightColumns } = getTableColumns(nodes);
const heavyColumns = { facts, macClaims, introducedFacts };

/** A node's row without what it said. */
export type LightNodeRow = Omit<NodeRow, keyof typeof heavyColumns>;

/** What is known of a node, with the ages of its row; null where the row has another version. */
function knownNode(row: LightNodeRow, known: NodeVersion | undefined): Node | null {
  const isSame = known?.factsVersion === row.factsVersion && row.hostKeyConfirmedAt !== null;
  if (!known?.node.facts || !isSame) return null;
  return {
    ...toNode({ ...row, facts: null, macClaims: null, introducedFacts: null }),
    facts: agedFacts(known.node.facts, row.partsObservedAt),
    macClaims: known.node.macClaims,
  };
}

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
    const node = knownNode(row, known.get(row.id));
    return node ? [{ node, stamp: row.stamp, factsVersion: row.factsVersion }] : [];
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

/** A node that is to be asked, and with which key; whether any place has a jump host. */
export type NodeToAsk = {
  row: LightNodeRow;
  node: Node;
  hasJumpHosts: boolean;
  keyFingerprint: string | null;
};

/** In one statement, since every refresh begins with it. Of what `known` has at the row's version only ages are read. */
export async function findNodeToAsk(
  db: Db,
  nodeId: string,
  known: NodeVersion | undefined,
): Promise<NodeToAsk | null> {
  const isKnown = known?.node.facts
    ? sql`${nodes.factsVersion} = ${known.factsVersion} and ${nodes.hostKeyConfirmedAt} is not null`
    : sql`false`;
  const unlessKnown = (column: typeof nodes.facts | typeof nodes.macClaims): SQL<unknown> =>
    sql`case when ${isKnown} then null else ${column} end`.mapWith(column);
  const [found] = await db
    .select({
      ...lightColumns,
      facts: unlessKnown(nodes.facts),
      macClaims: unlessKnown(nodes.macClaims),
      hasJumpHosts: sql<boolean>`exists (select from ${jumpHosts})`,
      keyFingerprint: sql<string | null>`(
        select ${sshKeys.fingerprint} from ${sshKeys} where ${eq(sshKeys.role, "active")}
      )`,
    })
    .from(nodes)
    .where(eq(nodes.id, nodeId));
  if (!found) return null;
  const { hasJumpHosts, keyFingerprint, facts: read, macClaims: claims, ...row } = found;
  const node =
    knownNode(row, known) ?? toNode({ ...row, facts: read, macClaims: claims, introducedFacts: null });
  return { row, node, hasJumpHosts, keyFingerprint };
}

/** Of all nodes, without reading their facts. */
export async function listNodeStamps(db: Db): Promise<Stamped<{ id: string }>[]> {
  return db.select({ id: nodes.id, stamp }).from(nodes);
}
