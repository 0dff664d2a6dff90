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
