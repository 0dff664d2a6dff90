import type { CollectionReturnValue, Core, ElementDefinition } from "cytoscape";

/**
 * Brings the graph to what is wanted by its differences alone: what did not change is not touched. Says whether there was
 * anything to change.
 */
export function syncElements(cy: Core, wanted: readonly ElementDefinition[]): boolean {
  const wantedIds = new Set(wanted.map(({ data }) => data.id));
  let hasChanged = false;
  cy.batch(() => {
    const gone = cy.elements().filter((element) => !wantedIds.has(element.id()));
    gone.remove();
    const added: ElementDefinition[] = [];
    for (const definition of wanted) {
      const element = cy.getElementById(definition.data.id ?? "");
      if (element.empty()) added.push(definition);
      else if (update(element, definition)) hasChanged = true;
    }
    // Nodes first: an edge needs its ends.
    cy.add(
      added.toSorted((a, b) => (a.group === b.group ? 0 : a.group === "nodes" ? -1 : 1)).map(withOwnGrab),
    );
    hasChanged ||= gone.nonempty() || added.length > 0;
  });
  return hasChanged;
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

function withOwnGrab(definition: ElementDefinition): ElementDefinition {
  const names = classNames(definition.classes);
  return {
    ...definition,
    data: { ...definition.data },
    grabbable: names.includes("pdc"),
    pannable: !names.includes("pdc"),
  };
}
