import cytoscape, { type ElementDefinition } from "cytoscape";
import { describe, expect, it } from "vitest";
import { markTouched, syncElements, type SyncedElements } from "./sync-elements.ts";

const node = (id: string, x = 0, classes = "node"): ElementDefinition => ({
  group: "nodes",
  data: { id, label: id },
  position: { x, y: 0 },
  classes,
});
const edge = (source: string, target: string): ElementDefinition => ({
  group: "edges",
  data: { id: `${source}-${target}`, source, target },
  classes: "link",
});

function graph() {
  const cy = cytoscape({ headless: true });
  const synced: SyncedElements = new Map();
  return {
    cy,
    synced,
    sync: (...wanted: ElementDefinition[]) => syncElements(cy, synced, wanted),
    ids: () =>
      cy
        .elements()
        .map((element) => element.id())
        .toSorted(),
  };
}

describe("syncElements", () => {
  it("adds, changes and removes what differs, and says whether anything did", () => {
    const { cy, sync, ids } = graph();
    expect(sync(edge("a", "b"), node("a"), node("b"))).toBe(true);
    expect(ids()).toEqual(["a", "a-b", "b"]);
    expect(sync(edge("a", "b"), node("a"), node("b"))).toBe(false);
    expect(sync(node("a", 40, "node dim"), node("c"))).toBe(true);
    expect(ids()).toEqual(["a", "c"]);
    expect(cy.getElementById("a").position().x).toBe(40);
    expect(cy.getElementById("a").hasClass("dim")).toBe(true);
  });

  it("leaves what somebody drags alone until it is said to be touched, then puts it where it belongs", () => {
    const { cy, synced, sync } = graph();
    sync(node("a", 10));
    cy.getElementById("a").position({ x: 90, y: 0 });
    expect(sync(node("a", 10))).toBe(false);
    expect(cy.getElementById("a").position().x).toBe(90);
    markTouched(synced, "a");
    expect(sync(node("a", 10))).toBe(true);
    expect(cy.getElementById("a").position().x).toBe(10);
    markTouched(synced, "a");
    expect(sync()).toBe(true);
    expect(cy.elements().empty()).toBe(true);
  });

  it("keeps the marks of pointer and keyboard on what changes otherwise", () => {
    const { cy, sync } = graph();
    sync(node("a"));
    cy.getElementById("a").addClass("cursor");
    sync(node("a", 0, "node look-down"));
    expect(cy.getElementById("a").hasClass("cursor")).toBe(true);
    expect(cy.getElementById("a").hasClass("look-down")).toBe(true);
  });
});
