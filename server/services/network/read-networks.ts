import type { Db } from "#db/client.ts";
import { listDelegations } from "#db/queries/delegation.ts";
import { countVmsByNetworkId, listNetworks as selectNetworks, type Network } from "#db/queries/network.ts";
import { listOverlayRules } from "#db/queries/overlay-rule.ts";
import type { AllVdcs, Grant, Scope, VdcScope } from "#server/domain/access.ts";
import { isSegmentDelegated } from "#server/domain/delegation.ts";
import type { NetworkDraft } from "#server/domain/network/draft.ts";
import { type NetworkPlan, planNetwork } from "#server/domain/network/plan.ts";
import { requireVdc } from "../vdc.ts";
import { type NetworkDeps, requireNetwork } from "./change-network.ts";
import { loadContext } from "./load-context.ts";
import { findSafeMtu } from "./safe-mtu.ts";

type NetworkSummary = Network & {
  /** VMs that use it, by the last known facts. */
  vmCount: number;
  /** Its ids are not, or no longer, delegated to its vDC. */
  isOutsideDelegation: boolean;
};

export async function listNetworks(
  db: Db,
  { scope }: Grant<"network:read", VdcScope>,
): Promise<NetworkSummary[]> {
  await requireVdc(db, scope);
  return summarize(db, scope, await selectNetworks(db, scope));
}

/** Of every vDC. */
export async function listNetworksOfCloud(
  db: Db,
  { scope }: Grant<"network:read", AllVdcs>,
): Promise<NetworkSummary[]> {
  return summarize(db, scope, await selectNetworks(db, scope));
}

export async function networkById(
  db: Db,
  { scope }: Grant<"network:read", VdcScope>,
  networkId: string,
): Promise<NetworkSummary> {
  await requireVdc(db, scope);
  const network = await requireNetwork(db, scope, networkId);
  const [summary] = await summarize(db, scope, [network]);
  if (!summary) throw new Error("one network gives one summary");
  return summary;
}

/** What would be refused or advised, and what would be stored; nothing is, and no id is kept for anybody. */
export async function previewNetwork(
  deps: NetworkDeps,
  { scope }: Grant<"network:create", VdcScope>,
  draft: NetworkDraft,
  networkId: string | null,
): Promise<NetworkPlan> {
  const { db } = deps;
  await requireVdc(db, scope);
  const current = networkId === null ? null : await requireNetwork(db, scope, networkId);
  return planNetwork(
    draft,
    await loadContext(db, scope, draft, { current, safeMtu: await findSafeMtu(deps, draft) }),
  );
}

async function summarize(db: Db, scope: Scope, networks: Network[]): Promise<NetworkSummary[]> {
  const vmCounts = await countVmsByNetworkId(db, scope);
  const rules = await listOverlayRules(db);
  const delegations = await listDelegations(db, scope);
  const delegationByVdcId = new Map(delegations.map(({ vdcId, delegation }) => [vdcId, delegation]));
  return networks.map((network) => {
    const delegation = delegationByVdcId.get(network.vdcId);
    return {
      ...network,
      vmCount: vmCounts.get(network.id) ?? 0,
      isOutsideDelegation: delegation !== undefined && !isSegmentDelegated(delegation, network, rules),
    };
  });
}
