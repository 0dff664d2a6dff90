import type { MeshIndex, MeshLink, MeshNode, MeshPdc, MeshPdcLink } from "./mesh-data.ts";

export const SELECTION_KINDS = ["pdc", "node", "link", "pdc-link"] as const;
export type SelectionKind = (typeof SELECTION_KINDS)[number];
export type Selection = { kind: SelectionKind; id: string };

/** As in the address: `node/<id>`. */
export function formatSelection(selection: Selection | null): string {
  return selection ? `${selection.kind}/${selection.id}` : "";
}

/** null for what is no selection. */
export function parseSelection(text: string): Selection | null {
  const slash = text.indexOf("/");
  const kind = SELECTION_KINDS.find((known) => known === text.slice(0, slash));
  const id = text.slice(slash + 1);
  return slash > 0 && kind && id !== "" ? { kind, id } : null;
}

export type Selected =
  | { kind: "pdc"; pdc: MeshPdc }
  | { kind: "node"; node: MeshNode }
  | { kind: "link"; link: MeshLink }
  | { kind: "pdc-link"; pdcLink: MeshPdcLink };

/** null when the mesh holds nothing of the kind (any more). */
export function selectedIn(index: MeshIndex, selection: Selection | null): Selected | null {
  if (!selection) return null;
  const { kind, id } = selection;
  const pdc = kind === "pdc" && index.pdcById.get(id);
  if (pdc) return { kind: "pdc", pdc };
  const node = kind === "node" && index.nodeById.get(id);
  if (node) return { kind: "node", node };
  const link = kind === "link" && index.linkById.get(id);
  if (link) return { kind: "link", link };
  const pdcLink = kind === "pdc-link" && index.pdcLinkById.get(id);
  return pdcLink ? { kind: "pdc-link", pdcLink } : null;
}
