import { type SQL, sql } from "drizzle-orm";
import type { ListedNodeState } from "#server/domain/node-list.ts";
import { nodes } from "../schema/node.ts";

/** As `nodeHealth` has it, told without reading anybody's facts; quarantined nodes apart. */
export const nodeStateAt = (staleBefore: Date): SQL<ListedNodeState> => sql<ListedNodeState>`case
  when ${nodes.hostKeyConfirmedAt} is null then 'quarantined'
  when ${nodes.lastRefreshOutcome} = 'failed' and ${nodes.lastRefreshCause} = 'unreachable' then 'down'
  when ${nodes.factsObservedAt} is null or ${nodes.lastRefreshOutcome} is null then 'unknown'
  when ${nodes.factsObservedAt} < ${staleBefore.toISOString()}::timestamptz then 'stale'
  when ${nodes.lastRefreshOutcome} = 'failed' then 'degraded'
  else 'up' end`;
