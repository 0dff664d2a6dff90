import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import type { Segment } from "#server/domain/delegation.ts";
import type { Db } from "../client.ts";
import { nodeNicTags, nodeOverlayRules, nodes } from "../schema/node.ts";

/** Nodes of one PDC that have been read, and how many of them have the rule or tag; "" is no PDC name. */
export type CarrierPlace = {
  pdcName: string;
  nodeCount: number;
  carryingCount: number;
  carryingHostnames: string[];
  lackingHostnames: string[];
};

const HOSTNAMES_LISTED_MAX = 20;

/** By PDC name; of each the first few hostnames. */
export async function listCarrierPlaces(
  db: Db,
  { overlayRuleName, nicTagName }: Pick<Segment, "overlayRuleName" | "nicTagName">,
): Promise<CarrierPlace[]> {
  const carrying = db
    .select({
      hostname: nodes.hostname,
      pdcName: sql<string>`coalesce(${nodes.facts} #>> '{identity,value,pdcName}', '')`.as("pdc_name"),
      isCarrying: sql<boolean>`(${nodeOverlayRules.name} is not null or ${nodeNicTags.name} is not null)`.as(
        "is_carrying",
      ),
    })
    .from(nodes)
    .leftJoin(
      nodeOverlayRules,
      and(eq(nodeOverlayRules.nodeId, nodes.id), eq(nodeOverlayRules.name, sql`${overlayRuleName}::text`)),
    )
    .leftJoin(
      nodeNicTags,
      and(eq(nodeNicTags.nodeId, nodes.id), eq(nodeNicTags.name, sql`${nicTagName}::text`)),
    )
    .where(and(isNotNull(nodes.hostKeyConfirmedAt), isNotNull(nodes.factsObservedAt)))
    .as("carrying");
  const hostnames = (isCarrying: boolean) =>
    sql<string[]>`coalesce((array_agg(${carrying.hostname} order by ${carrying.hostname})
      filter (where ${carrying.isCarrying} = ${isCarrying}))[1:${sql.raw(String(HOSTNAMES_LISTED_MAX))}], '{}')`;
  return db
    .select({
      pdcName: carrying.pdcName,
      nodeCount: sql<number>`count(*)::int`,
      carryingCount: sql<number>`(count(*) filter (where ${carrying.isCarrying}))::int`,
      carryingHostnames: hostnames(true),
      lackingHostnames: hostnames(false),
    })
    .from(carrying)
    .groupBy(carrying.pdcName)
    .orderBy(asc(carrying.pdcName));
}
