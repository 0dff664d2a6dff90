import type { Core, ElementDefinition } from "cytoscape";

/** Brings the graph to what is wanted by its differences alone: what did not change is not touched. */
export function syncElements(cy: Core, wanted: readonly ElementDefinition[]): void {
  const wantedIds = new Set(wanted.map(({ data }) => data.id));
  cy.batch(() => {
    cy.elements()
      .filter((element) => !wantedIds.has(element.id()))
      .remove();
    const added = wanted.filter((definition) => !updated(cy, definition));
    // Nodes first: an edge needs its ends.
    cy.add(
      added.toSorted((a, b) => (a.group === b.group ? 0 : a.group === "nodes" ? -1 : 1)).map(withOwnGrab),
    );
  });
}

/** False when there is no such element yet. */
function updated(cy: Core, { data, position, classes }: ElementDefinition): boolean {
  const element = cy.getElementById(data.id ?? "");
  if (element.empty()) return false;
  for (const [name, value] of Object.entries(data)) {
    if (name !== "id" && element.data(name) !== value) element.data(name, value);
  }
  const { x, y } = element.isNode() ? element.position() : { x: 0, y: 0 };
  if (position && (x !== position.x || y !== position.y)) element.position(position);
  const passing = ["hover", "cursor"].filter((name) => element.hasClass(name));
  const next = [...classNames(classes), ...passing].join(" ");
  if (classNames(element.classes()).join(" ") !== next) element.classes(next);
  return true;
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
