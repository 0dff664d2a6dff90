import type { CollectionReturnValue, Core, ElementDefinition } from "cytoscape";

/** What the graph was brought to the last time, by id. */
export type SyncedElements = Map<string, ElementDefinition>;

/** Somebody else changed the element: the next time it is compared as it is. */
export function markTouched(synced: SyncedElements, id: string): void {
  synced.set(id, { data: { id } });
}

/**
 * Brings the graph to what is wanted by its differences alone: what did not change is not touched. Says whether there was
 * anything to change.
 */
export function syncElements(
  cy: Core,
  synced: SyncedElements,
  wanted: readonly ElementDefinition[],
): boolean {
  const gone = new Set(synced.keys());
  const added: ElementDefinition[] = [];
  let hasChanged = false;
  cy.batch(() => {
    for (const definition of wanted) {
      const id = definition.data.id ?? "";
      gone.delete(id);
      const before = synced.get(id);
      if (before && isSame(before, definition)) continue;
      synced.set(id, definition);
      const element = cy.getElementById(id);
      if (element.empty()) added.push(definition);
      else if (update(element, definition)) hasChanged = true;
    }
    for (const id of gone) {
      synced.delete(id);
      cy.getElementById(id).remove();
    }
    // Nodes first: an edge needs its ends.
    cy.add(
      added.toSorted((a, b) => (a.group === b.group ? 0 : a.group === "nodes" ? -1 : 1)).map(withOwnGrab),
    );
  });
  return hasChanged || gone.size > 0 || added.length > 0;
}

function isSame(a: ElementDefinition, b: ElementDefinition): boolean {
  if (a.classes !== b.classes) return false;
  if (a.position?.x !== b.position?.x || a.position?.y !== b.position?.y) return false;
  const names = Object.keys(b.data);
  return names.length === Object.keys(a.data).length && names.every((name) => a.data[name] === b.data[name]);
}

/** Whether it was different. */
function update(element: CollectionReturnValue, { data, position, classes }: ElementDefinition): boolean {
  const other = Object.entries(data).filter(([name, value]) => name !== "id" && element.data(name) !== value);
  if (other.length > 0) element.data(Object.fromEntries(other));
  const { x, y } = element.isNode() ? element.position() : { x: 0, y: 0 };
  const hasMoved = position !== undefined && (x !== position.x || y !== position.y);
  if (hasMoved) element.position(position);
  const passing = ["hover", "cursor"].filter((name) => element.hasClass(name));
  const next = [...classNames(classes), ...passing].join(" ");
  const looksOther = classNames(element.classes()).join(" ") !== next;
  if (looksOther) element.classes(next);
  return other.length > 0 || hasMoved || looksOther;
}

function classNames(classes: string | readonly string[] | undefined): string[] {
  return (typeof classes === "string" ? classes.split(" ") : [...(classes ?? [])]).filter(Boolean);
}

/** With data and a position of its own, since cytoscape writes into what it is given. */
function withOwnGrab(definition: ElementDefinition): ElementDefinition {
  const names = classNames(definition.classes);
  return {
    ...definition,
    data: { ...definition.data },
    ...(definition.position && { position: { ...definition.position } }),
    grabbable: names.includes("pdc"),
    pannable: !names.includes("pdc"),
  };
}
