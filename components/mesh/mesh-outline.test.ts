import { describe, expect, it } from "vitest";
import { changesBetween } from "./mesh-changes.ts";
import { indexMesh } from "./mesh-data.ts";
import { digestOf } from "./mesh-digest.ts";
import { toMeshPicture } from "./mesh-elements.ts";
import { movedCursor, outlineOf } from "./mesh-outline.ts";
import { formatSelection, parseSelection, selectedIn } from "./mesh-selection.ts";
import { smallMesh } from "./testing/small-mesh.ts";

const index = smallMesh();
const { elements } = toMeshPicture(index, {
  mode: "health",
  selected: null,
  hidden: new Set(),
  find: "",
  kept: new Map(),
});
const outline = outlineOf(index, elements, "health");

describe("the outline of the picture", () => {
  it("says everything that can be selected in the picture, once, in words", () => {
    const drawn = new Set(elements.flatMap(({ data }) => (data["select"] ? [String(data["select"])] : [])));
    expect(new Set(outline.map(({ select }) => select))).toEqual(drawn);
    expect(outline).toHaveLength(drawn.size);
    expect(outline.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        "PDC bru-1, 2 nodes, worst up",
        "Node cn1 in bru-1, up",
        "Between bru-1 – prg-1, worst degraded, 2 of 2 · 1392",
        "Link cn1 – cn2, up",
      ]),
    );
  });

  it("is gone through by arrows and does not run off its ends", () => {
    const [first, second] = outline.map(({ select }) => select);
    const last = outline.at(-1)?.select;
    expect(movedCursor(outline, null, "ArrowDown")).toBe(first);
    expect(movedCursor(outline, first ?? null, "ArrowDown")).toBe(second);
    expect(movedCursor(outline, first ?? null, "ArrowUp")).toBe(first);
    expect(movedCursor(outline, first ?? null, "End")).toBe(last);
    expect(movedCursor(outline, last ?? null, "ArrowRight")).toBe(last);
    expect(movedCursor(outline, first ?? null, "x")).toBeNull();
  });
});

describe("a selection", () => {
  it.each(outline)("survives the address: $select", ({ select }) => {
    const selection = parseSelection(select);
    expect(formatSelection(selection)).toBe(select);
    expect(selectedIn(index, selection)?.kind).toBe(selection?.kind);
  });

  it.each(["", "node", "node/", "planet/1", "/x"])("is nothing when the address says “%s”", (text) => {
    expect(selectedIn(index, parseSelection(text))).toBeNull();
  });

  it("of something that left the mesh is nothing", () => {
    expect(selectedIn(index, { kind: "node", id: "gone" })).toBeNull();
  });
});

describe("the digest", () => {
  it("names a node in trouble once instead of each of its links", () => {
    expect(digestOf(index).map(({ title, look }) => `${look} ${title}`)).toEqual([
      "degraded cn3: all 2 links to other PDCs",
      "unknown cn4",
    ]);
  });
});

describe("changesBetween", () => {
  const [first, second, ...others] = index.mesh.nodes;
  const link = index.mesh.links.find(({ nodeIds }) => !nodeIds.includes(second?.id ?? ""));
  if (!first || !second || !link) throw new Error("the small mesh has nodes and links");

  it("says nothing when nothing changed", () => {
    expect(changesBetween(index, smallMesh())).toBe("");
  });

  it("says which node and link are different now, and who came and went", () => {
    const changed = indexMesh({
      ...index.mesh,
      nodes: [{ ...first, state: "down" }, { ...first, id: "new", hostname: "cn9" }, ...others],
      links: [{ ...link, state: "down" }],
    });
    expect(changesBetween(index, changed)).toBe(
      "Changed: cn1 is now down; cn9 joined the mesh, up; cn2 left the mesh; the link cn1 – cn3 is now down.",
    );
  });

  it("says how many more there are, rather than all of them", () => {
    const nodes = index.mesh.nodes.map((node) => ({ ...node, state: "stale" as const }));
    const links = index.mesh.links.map((each) => ({ ...each, state: "stale" as const }));
    expect(changesBetween(index, indexMesh({ ...index.mesh, nodes, links }))).toMatch(
      /; and \d+ more changes\.$/,
    );
  });
});
