import type { LinksHidden, LinksWithin } from "#server/domain/mesh/links-view.ts";
import type { MeshMode } from "./mesh-mode.ts";
import { CATEGORIES } from "./mesh-mode.ts";
import type { Selection } from "./mesh-selection.ts";

/** Of a single link the table shows those beside it too: all of the mesh. */
export function linksWithin(selection: Selection | null): LinksWithin {
  if (!selection || selection.kind === "link") return { kind: "mesh" };
  return { kind: selection.kind, id: selection.id };
}

/** What the legend has taken out, as the server filters; ages are not filtered there. */
export function linksHiddenBy(mode: MeshMode, hidden: ReadonlySet<string>): LinksHidden {
  const keys = CATEGORIES[mode].map(({ key }) => key).filter((key) => hidden.has(key));
  // The keys of a mode's categories are the server's own words for the same.
  return {
    states: mode === "health" ? (keys as LinksHidden["states"]) : [],
    paths: mode === "path" ? (keys as LinksHidden["paths"]) : [],
    mtus: mode === "mtu" ? (keys as LinksHidden["mtus"]) : [],
  };
}
