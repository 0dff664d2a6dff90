import type { Db } from "#db/client.ts";
import {
  countNetworks as countRows,
  isNetworkOutside,
  listNetworkPage,
  listUsedCarriers,
} from "#db/queries/network-list.ts";
import { countVmsByNetworkId, listNetworks as selectNetworks, type Network } from "#db/queries/network.ts";
import type { AllVdcs, Grant, Scope, VdcScope } from "#server/domain/access.ts";
import type { NetworkDraft } from "#server/domain/network/draft.ts";
import type {
  CloudNetworkFilter,
  NetworkCursor,
  NetworkFilter,
  NetworkPage,
} from "#server/domain/network/list.ts";
import { draftLike } from "#server/domain/network/like.ts";
import { type NetworkPlan, planNetwork } from "#server/domain/network/plan.ts";
import { requireVdc } from "../vdc.ts";
import { type NetworkDeps, requireNetwork } from "./change-network.ts";
import { loadContext } from "./load-context.ts";
import { findSafeMtu } from "./safe-mtu.ts";

/** Counting goes this far. */
const COUNT_MAX = 10_000;

type NetworkSummary = Network & {
  /** VMs that use it, by the last known facts. */
  vmCount: number;
  /** Its ids are not, or no longer, delegated to its vDC. */
  isOutsideDelegation: boolean;
};

type NetworkSummaries = { networks: NetworkSummary[]; nextCursor: NetworkCursor | null };

/** `count` null: more than `countMax`. */
type NetworkCount = { count: number | null; countMax: number };

/** One page. */
export async function listNetworks(
  db: Db,
  { scope }: Grant<"network:read", VdcScope>,
  page: NetworkPage,
): Promise<NetworkSummaries> {
  await requireVdc(db, scope);
  return summaries(db, scope, page);
}

/** One page, of every vDC. */
export async function listNetworksOfCloud(
  db: Db,
  { scope }: Grant<"network:read", AllVdcs>,
  page: NetworkPage,
): Promise<NetworkSummaries> {
  return summaries(db, scope, page);
}

async function summaries(db: Db, scope: Scope, page: NetworkPage): Promise<NetworkSummaries> {
  const { networks, nextCursor } = await listNetworkPage(db, scope, page);
  const ids = networks.map(({ id }) => id);
  const vmCounts = await countVmsByNetworkId(db, scope, ids);
  return {
    networks: networks.map((network) => ({ ...network, vmCount: vmCounts.get(network.id) ?? 0 })),
    nextCursor,
  };
}

export async function countNetworks(
  db: Db,
  { scope }: Grant<"network:read", VdcScope>,
  filter: NetworkFilter,
): Promise<NetworkCount> {
  await requireVdc(db, scope);
  return { count: await countRows(db, scope, filter, COUNT_MAX), countMax: COUNT_MAX };
}

export async function countNetworksOfCloud(
  db: Db,
  { scope }: Grant<"network:read", AllVdcs>,
  filter: CloudNetworkFilter,
): Promise<NetworkCount> {
  return { count: await countRows(db, scope, filter, COUNT_MAX), countMax: COUNT_MAX };
}

/** Rules and tags to narrow the list by. */
export async function listCarriers(db: Db, { scope }: Grant<"network:read", VdcScope>) {
  await requireVdc(db, scope);
  return listUsedCarriers(db, scope);
}

export async function listCarriersOfCloud(db: Db, { scope }: Grant<"network:read", AllVdcs>) {
  return listUsedCarriers(db, scope);
}

export async function networkById(
  db: Db,
  { scope }: Grant<"network:read", VdcScope>,
  networkId: string,
): Promise<NetworkSummary> {
  await requireVdc(db, scope);
  const network = await requireNetwork(db, scope, networkId);
  const vmCounts = await countVmsByNetworkId(db, scope, [networkId]);
  return {
    ...network,
    vmCount: vmCounts.get(networkId) ?? 0,
    isOutsideDelegation: await isNetworkOutside(db, scope, networkId),
  };
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

/** A draft of another network like this one; nothing is kept for anybody. */
export async function draftOfLike(
  db: Db,
  { scope }: Grant<"network:create", VdcScope>,
  networkId: string,
): Promise<NetworkDraft> {
  await requireVdc(db, scope);
  const network = await requireNetwork(db, scope, networkId);
  return draftLike(network, await selectNetworks(db, scope));
}
