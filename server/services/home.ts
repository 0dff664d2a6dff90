import type { Db } from "#db/client.ts";
import { listAuditEvents } from "#db/queries/audit.ts";
import { listOpenRequests } from "#db/queries/delegation-request.ts";
import { countNodesByHealth } from "#db/queries/metrics.ts";
import { listRefreshRuns } from "#db/queries/refresh.ts";
import { listVdcUse, type VdcUse } from "#db/queries/vdc-use.ts";
import { countWarnings } from "#db/queries/warning.ts";
import { type Actor, authorize, authorizeCloud, type Scope } from "#server/domain/access.ts";
import { isNearlyUsedUp } from "#server/domain/delegation-pools.ts";
import { NodePage } from "#server/domain/node-list.ts";
import { type Settings, staleBefore } from "#server/domain/settings.ts";
import type { Severity } from "#server/domain/warning.ts";
import { listSoonest } from "./delegation/forecast.ts";
import { listNodeSummaries } from "./node/read-nodes.ts";
import { sumOf } from "#server/domain/sum.ts";

type Deps = { db: Db; settings: Settings };

const LISTED_NODES_MAX = 8;
const LISTED_CHANGES_MAX = 8;
const RUNNING_MAX = 50;

async function openWarningCounts(db: Db, scope: Scope, now: Date): Promise<Record<Severity, number>> {
  const counts: Record<Severity, number> = { critical: 0, warning: 0, info: 0 };
  for (const { severity, count } of await countWarnings(db, scope, { state: "open" }, now)) {
    counts[severity] += count;
  }
  return counts;
}

/** What limits the vDC first: its ids or its number of networks. */
function isNearLimit({
  isRestricted,
  delegatedVxlanCount,
  takenVxlanCount,
  networkCount,
  networkCountMax,
}: VdcUse) {
  const areIdsScarce =
    isRestricted && isNearlyUsedUp({ taken: takenVxlanCount, capacity: delegatedVxlanCount });
  return areIdsScarce || isNearlyUsedUp({ taken: networkCount, capacity: networkCountMax ?? Infinity });
}

async function cloudHome({ db, settings }: Deps, actor: Actor, now: Date) {
  const { scope } = authorizeCloud(actor, "warning:read");
  authorizeCloud(actor, "refresh:read");
  authorizeCloud(actor, "audit:read");
  const grant = authorizeCloud(actor, "node:read");
  const worst = NodePage.parse({ sort: "state", limit: LISTED_NODES_MAX });
  const { nodes } = await listNodeSummaries({ db, settings }, grant, worst, now);
  const nodeCountByState = await countNodesByHealth(db, staleBefore(settings, now));
  const nodeCount = sumOf(Object.values(nodeCountByState));
  const nearlyUsedUp = (await listVdcUse(db, scope, now)).filter(isNearLimit);
  const soonest = await listSoonest(
    db,
    authorizeCloud(actor, "delegation:read"),
    now,
    nearlyUsedUp.map(({ vdcId }) => vdcId),
  );
  const soonestByVdcId = new Map(soonest.map((outlook) => [outlook.vdcId, outlook]));
  return {
    kind: "cloud" as const,
    openWarnings: await openWarningCounts(db, scope, now),
    nodeCount,
    nodeCountByState,
    nodesNeedingAttention: nodes.filter(({ state }) => state !== "up"),
    nodesNeedingAttentionCount: nodeCount - nodeCountByState.up,
    runningRefreshes: await listRefreshRuns(db, { limit: RUNNING_MAX, isRunning: true }),
    nearlyUsedUp: nearlyUsedUp.map((use) => ({ ...use, soonest: soonestByVdcId.get(use.vdcId) ?? null })),
    openRequests: await listOpenRequests(db, authorizeCloud(actor, "delegation:read").scope),
    latestChanges: await listAuditEvents(db, scope, { limit: LISTED_CHANGES_MAX }),
  };
}

async function vdcHome(db: Db, actor: Actor, vdcId: string, now: Date) {
  const { scope } = authorize(actor, vdcId, "warning:read-own");
  authorize(actor, vdcId, "delegation:read");
  authorize(actor, vdcId, "network:read");
  const [use] = await listVdcUse(db, scope, now);
  return use ? { ...use, openWarnings: await openWarningCounts(db, scope, now) } : null;
}

/** What needs this person: the whole cloud for operators and auditors, else each of their own vDCs. */
export async function readHome({ db, settings }: Deps, actor: Actor, now: Date) {
  if (actor.cloudRole !== null) return cloudHome({ db, settings }, actor, now);
  const vdcs = [];
  for (const [vdcId, role] of actor.roleByVdcId) {
    const home = await vdcHome(db, actor, vdcId, now);
    if (home) vdcs.push({ ...home, role });
  }
  return { kind: "vdcs" as const, vdcs: vdcs.toSorted((a, b) => a.vdcName.localeCompare(b.vdcName)) };
}
