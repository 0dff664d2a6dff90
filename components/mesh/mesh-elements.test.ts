import { describe, expect, it } from "vitest";
import type { MeshIndex } from "./mesh-data.ts";
import { type MeshView, toMeshPicture } from "./mesh-elements.ts";
import { selectedIn } from "./mesh-selection.ts";
import { meshOf, smallMesh } from "./testing/small-mesh.ts";

const VIEW: MeshView = { mode: "health", selected: null, hidden: new Set(), find: "", kept: new Map() };

function drawn(index: MeshIndex, view: Partial<MeshView> = {}) {
  return toMeshPicture(index, { ...VIEW, ...view }).elements;
}
function classesOf(index: MeshIndex, view: Partial<MeshView>, id: string): string[] {
  const found = drawn(index, view).find(({ data }) => data.id === id);
  return String(found?.classes ?? "")
    .split(" ")
    .filter(Boolean);
}
const idsWith = (index: MeshIndex, view: Partial<MeshView>, name: string) =>
  drawn(index, view)
    .filter(({ classes }) => String(classes).split(" ").includes(name))
    .map(({ data }) => data.id);

describe("the mesh's elements", () => {
  const index = smallMesh();
  const nodeIdOf = (hostname: string) =>
    index.mesh.nodes.find((node) => node.hostname === hostname)?.id ?? "";
  const pairId = "pdc:bru-1,pdc:prg-1";

  it("tell a small mesh as it is", async () => {
    const told = drawn(index).map(
      ({ data, position, classes }) =>
        `${String(classes).trim().replaceAll(/ +/g, " ")} | ${data.id}${data["label"] ? ` “${data["label"]}”` : ""}` +
        `${position ? ` at ${position.x},${position.y}` : ` from ${data.source} to ${data.target}`}`,
    );
    await expect(`${told.join("\n")}\n`).toMatchFileSnapshot("./testing/small-mesh.golden.txt");
  });

  it("have no compound parents, and no id twice", () => {
    const elements = drawn(index);
    expect(elements.every(({ data }) => data.parent === undefined)).toBe(true);
    expect(new Set(elements.map(({ data }) => data.id)).size).toBe(elements.length);
  });

  it("keep their places whatever is selected, filtered, sought or told apart", () => {
    const placesOf = (view: Partial<MeshView>) =>
      Object.fromEntries(
        drawn(index, view)
          .filter(({ classes }) => /\b(pdc|node)\b/.test(String(classes)))
          .map(({ data, position }) => [data.id, position]),
      );
    const selected = selectedIn(index, { kind: "node", id: nodeIdOf("cn1") });
    const plain = placesOf({});
    expect(placesOf({ selected })).toEqual(plain);
    expect(placesOf({ mode: "mtu", hidden: new Set(["fits"]), find: "cn3" })).toEqual(plain);
  });

  it("draw a node's own links only while it is selected", () => {
    expect(idsWith(index, {}, "outer")).toEqual([]);
    const selected = selectedIn(index, { kind: "node", id: nodeIdOf("cn1") });
    expect(idsWith(index, { selected }, "outer")).toHaveLength(2);
  });

  it("draw the links of a selected PDC pair", () => {
    const selected = selectedIn(index, { kind: "pdc-link", id: pairId });
    expect(idsWith(index, { selected }, "outer")).toHaveLength(2);
    expect(classesOf(index, { selected }, pairId)).toEqual(expect.arrayContaining(["selected", "unfolded"]));
  });

  it("tell a pair by what the mode asks for", () => {
    expect(classesOf(index, { mode: "health" }, pairId)).toContain("look-degraded");
    expect(classesOf(index, { mode: "mtu" }, pairId)).toContain("look-degraded");
    expect(classesOf(index, { mode: "path" }, pairId)).toContain("look-ipsec");
  });

  it("leave out what is filtered out, and nothing else", () => {
    expect(idsWith(index, { hidden: new Set(["degraded"]) }, "pdc-link")).toEqual([]);
    expect(idsWith(index, { hidden: new Set(["up"]) }, "pdc-link")).toEqual([pairId]);
    expect(idsWith(index, { hidden: new Set(["up"]) }, "node")).toHaveLength(4);
  });

  it("dim what does not match a search by name or address", () => {
    expect(classesOf(index, { find: "cn3" }, nodeIdOf("cn3"))).toContain("found");
    expect(classesOf(index, { find: "8.8.2.3" }, nodeIdOf("cn3"))).toContain("found");
    expect(classesOf(index, { find: "cn3" }, nodeIdOf("cn1"))).toContain("dim");
  });

  it("draw no line of their own to nodes whose PDC is not known, until asked for", () => {
    expect(idsWith(index, {}, "pdc-link")).toEqual([pairId]);
    const selected = selectedIn(index, { kind: "pdc", id: "unread" });
    expect(idsWith(index, { selected }, "pdc-link")).toHaveLength(3);
  });

  it("show many PDCs closed, with no line between healthy ones", () => {
    const many = meshOf(13);
    expect(idsWith(many, {}, "node")).toEqual([]);
    expect(idsWith(many, {}, "pdc-link")).toEqual([]);
    const selected = selectedIn(many, { kind: "pdc", id: "pdc:pdc-00" });
    expect(idsWith(many, { selected }, "pdc-link")).toHaveLength(12);
  });
});
