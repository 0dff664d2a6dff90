import type { Db } from "#db/client.ts";
import { countVmsOfNode, listNetworksOfNode } from "#db/queries/node-burden.ts";
import { findNodeRow } from "#db/queries/node.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { nodeViewOf } from "#server/domain/mesh/node-view.ts";
import { leftBehindBy } from "#server/domain/node-retirement.ts";
import type { Settings } from "#server/domain/settings.ts";
import type { MeshSource } from "../mesh/mesh-source.ts";
import { modelAt } from "../mesh-time/past-mesh.ts";

const NO_ROWS = { cursor: 0, limit: 1 };

/** What the node carries, and what other nodes hold for it, before anybody lets it go. */
export async function previewRetire(
  deps: { db: Db; settings: Settings; mesh?: MeshSource },
  { scope }: Grant<"node:manage", AllVdcs>,
  nodeId: string,
  now: Date,
) {
  const row = await findNodeRow(deps.db, nodeId);
  if (!row) throw new DomainError("not-found", "No such node.");
  const model = await modelAt(deps, undefined, now);
  const node = model.node(nodeId);
  const view = nodeViewOf(model, nodeId, { overlayRuleName: null, warningCountByNodeId: new Map() }, NO_ROWS);
  return {
    factsObservedAt: row.factsObservedAt,
    ...(await countVmsOfNode(deps.db, nodeId)),
    networks: await listNetworksOfNode(deps.db, scope, nodeId),
    linkCount: view?.links.linkCount ?? 0,
    linkedPdcs: (view?.sumsByPdc ?? []).map(({ pdcLabel, linkCount }) => ({ pdcLabel, linkCount })),
    leftBehind: node ? leftBehindBy(node, model.nodes()) : [],
  };
}
