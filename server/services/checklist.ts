import type { AllVdcs, Grant } from "#server/domain/access.ts";
import { type Checklist, checklistOf, checklistPage } from "#server/domain/checklist/checklist-query.ts";
import type { ChecklistQuery } from "#server/domain/checklist/checklist-query.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { MeshModel } from "#server/domain/mesh/model/mesh-model.ts";
import type { MeshDeps, MeshSource } from "./mesh/mesh-source.ts";
import { modelAt } from "./mesh-time/past-mesh.ts";

type Deps = MeshDeps & { mesh?: MeshSource };

/** Made once for each state of the mesh, not for each who asks; ages are judged again every minute. */
const checklistByModel = new WeakMap<MeshModel, { key: string; checklist: Checklist }>();
const KEPT_MILLISECONDS = 60_000;

function keptChecklist(model: MeshModel, { settings }: Deps, now: Date): Checklist {
  const key = `${model.version} ${Math.floor(now.getTime() / KEPT_MILLISECONDS)}`;
  const known = checklistByModel.get(model);
  if (known?.key === key) return known.checklist;
  const checklist = checklistOf(model.nodes(), { ...settings, now });
  checklistByModel.set(model, { key, checklist });
  return checklist;
}

/** What is asked of every node, page by page, with sums over all of them. */
export async function readChecklist(
  deps: Deps,
  _grant: Grant<"node:read", AllVdcs>,
  query: ChecklistQuery,
  now: Date,
) {
  return checklistPage(keptChecklist(await modelAt(deps, undefined, now), deps, now), query);
}

export async function readChecklistOfNode(
  deps: Deps,
  _grant: Grant<"node:read", AllVdcs>,
  nodeId: string,
  now: Date,
) {
  const { rows } = keptChecklist(await modelAt(deps, undefined, now), deps, now);
  const row = rows.find((each) => each.nodeId === nodeId);
  if (!row) throw new DomainError("not-found", "No such node.");
  return row;
}
