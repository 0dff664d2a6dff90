import type { Selection } from "./mesh-selection.ts";

const LINKS_OF_SELECTION = 200;

/** What every question about the mesh asks for, so that page and browser ask the same. */
export type MeshAsked = { overlayRuleName: string | null; at?: Date };

export function meshAsked(overlayRuleName: string, at: Date | null): MeshAsked {
  return { overlayRuleName: overlayRuleName || null, ...(at && { at }) };
}

/** null for what is no instant. */
export function instantOf(text: string): Date | null {
  const instant = new Date(text);
  return text === "" || Number.isNaN(instant.getTime()) ? null : instant;
}

/** The questions about a selection, by its kind. */
export function selectionInputs({ overlayRuleName, at }: MeshAsked, { id }: Pick<Selection, "id">) {
  const instant = at ? { at } : {};
  const asked = { overlayRuleName, ...instant };
  return {
    pdc: { ...asked, pdcId: id },
    node: { ...asked, limit: LINKS_OF_SELECTION, id },
    link: { ...instant, id },
    "pdc-link": { ...asked, limit: LINKS_OF_SELECTION, id },
  };
}
