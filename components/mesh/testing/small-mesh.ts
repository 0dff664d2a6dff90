import { MeshModel } from "#server/domain/mesh/model/mesh-model.ts";
import { nodeViewOf } from "#server/domain/mesh/node-view.ts";
import { overviewOf } from "#server/domain/mesh/overview.ts";
import { pdcLinkViewOf } from "#server/domain/mesh/pdc-link-view.ts";
import { pdcViewOf } from "#server/domain/mesh/pdc-view.ts";
import type { Node } from "#server/domain/node.ts";
import { factsOf, healthyNodes, NOW, withFact } from "#server/domain/testing/mesh-nodes.ts";
import { makeScene, type MeshScene, type Overview, type Selected } from "../mesh-data.ts";
import type { Selection } from "../mesh-selection.ts";
import { isSmallCloud } from "../small-cloud.ts";

const SETTINGS = { now: NOW, staleAfterSeconds: 900 };
const QUERY = { overlayRuleName: null, warningCountByNodeId: new Map<string, number>() };
const PAGE = { cursor: 0, limit: 200 };

export type SceneOptions = { selection?: Selection | null; openPdcIds?: readonly string[] };

/** What the page shows of these nodes. */
export function sceneOf(
  nodes: readonly Node[],
  { selection = null, openPdcIds = [] }: SceneOptions = {},
): MeshScene {
  const model = MeshModel.of(nodes, SETTINGS);
  const overview = { ...overviewOf(model, QUERY), places: [] };
  const isSmall = isSmallCloud(overview);
  const selected = selection && selectedOf(model, overview, selection);
  const open = overview.pdcs
    .map(({ id }) => id)
    .filter((id) => isSmall || openPdcIds.includes(id) || selection?.id === id);
  const views = open.flatMap((id) => pdcViewOf(model, id, QUERY, PAGE) ?? []);
  return makeScene({ overview, selected, isSmall, openPdcIds: new Set(open), views });
}

function selectedOf(model: MeshModel, overview: Overview, { kind, id }: Selection): Selected | null {
  if (kind === "pdc") {
    const pdc = overview.pdcs.find((each) => each.id === id);
    return pdc ? { kind, id, pdc, view: pdcViewOf(model, id, QUERY, PAGE) } : null;
  }
  if (kind === "node") return { kind, id, view: nodeViewOf(model, id, QUERY, PAGE) };
  if (kind === "link") return { kind, id, detail: null };
  const [a = "", b = ""] = id.split(",");
  const view = pdcLinkViewOf(model, [a, b], { ...QUERY, state: null, cause: null }, PAGE);
  return { kind, id, pdcLink: view?.pdcLink ?? null, view };
}

/** Two healthy nodes in one PDC, one in another whose frames are too large, and one that was never read. */
export function smallNodes(): Node[] {
  const nodes = healthyNodes([
    { number: 1, pdcName: "bru-1", place: 1 },
    { number: 2, pdcName: "bru-1", place: 1 },
    { number: 3, pdcName: "prg-1", place: 2 },
    { number: 4, pdcName: "vie-1", place: 3 },
  ]);
  return nodes.map((node) => {
    if (node.hostname === "cn3") return withLargeFrames(node);
    if (node.hostname === "cn4") return { ...node, facts: null, lastRefresh: null };
    return node;
  });
}

/** As many PDCs of two healthy nodes each. */
export function nodesOfPdcs(pdcCount: number): Node[] {
  return healthyNodes(
    Array.from({ length: pdcCount * 2 }, (_, position) => ({
      number: position + 1,
      pdcName: `pdc-${String(Math.floor(position / 2)).padStart(2, "0")}`,
      place: Math.floor(position / 2) + 1,
    })),
  );
}

function withLargeFrames(node: Node): Node {
  const overlays = factsOf(node).overlays?.value ?? [];
  return withFact(
    node,
    "overlays",
    overlays.map((overlay) => ({ ...overlay, mtuBytes: 1400 })),
  );
}
