import type { Db } from "#db/client.ts";
import { type CrossingNetwork, listNetworksCrossing, type NodeSet } from "#db/queries/mesh-network.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import type { MeshSubject } from "#server/domain/mesh/mesh-query.ts";
import { pdcNameOfId } from "#server/domain/pdc.ts";

const LISTED_MAX = 50;

/** Networks whose VMs talk over the subject: on both its ends; of a node or PDC those that have VMs there. */
export async function listCrossingNetworks(
  db: Db,
  { scope }: Grant<"mesh:read", AllVdcs>,
  subject: MeshSubject,
): Promise<CrossingNetwork[]> {
  const [here, there] = endsOf(subject);
  if (!here || there === undefined) return [];
  return listNetworksCrossing(db, scope, { here, there, limit: LISTED_MAX });
}

/** Second null: there is one end only. Nothing for gatherings that are no PDC. */
function endsOf({ kind, id }: MeshSubject): [NodeSet?, (NodeSet | null)?] {
  const parts = id.split(",");
  if (kind === "node") return [{ nodeIds: [id] }, null];
  if (kind === "link") {
    const [a = "", b = ""] = parts;
    return [{ nodeIds: [a] }, { nodeIds: [b] }];
  }
  const names = parts.map(pdcNameOfId);
  const [a = null, b = null] = names;
  if (a === null || (kind === "pdc-link" && b === null)) return [];
  return [{ pdcName: a }, kind === "pdc" || b === null || a === b ? null : { pdcName: b }];
}
