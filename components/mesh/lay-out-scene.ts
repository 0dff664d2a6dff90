import type { MeshScene } from "./mesh-data.ts";
import {
  type Frame,
  layOutLarge,
  layOutSmall,
  type MeshLayout,
  type PdcToPlace,
  type Point,
} from "./mesh-layout.ts";

/** Depends on who is where and on what is open, never on states: a refresh moves nothing. */
export function layOutScene(scene: MeshScene, kept: ReadonlyMap<string, Point>, frame?: Frame): MeshLayout {
  const placeById = new Map(scene.overview.places.map((place) => [place.pdcId, place]));
  const pdcs = scene.overview.pdcs.map((pdc): PdcToPlace => ({
    id: pdc.id,
    nodeIds: scene.viewByPdcId.get(pdc.id)?.nodes.map(({ id }) => id) ?? [],
    nodeCount: pdc.nodeCount,
    isNamed: pdc.kind === "named",
    place: placeById.get(pdc.id) ?? null,
  }));
  return scene.isSmall ? layOutSmall(pdcs, kept) : layOutLarge(pdcs, kept, frame);
}
