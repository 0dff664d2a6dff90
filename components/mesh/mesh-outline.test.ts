import { describe, expect, it } from "vitest";
import { layOutScene } from "./lay-out-scene.ts";
import { changesBetween } from "./mesh-changes.ts";
import type { MeshScene } from "./mesh-data.ts";
import { digestOf, linksSentence } from "./mesh-digest.ts";
import { toMeshPicture } from "./mesh-elements.ts";
import { type OutlineItem, outlineMove, outlineOf } from "./mesh-outline.ts";
import { formatSelection, parseSelection } from "./mesh-selection.ts";
import { nodesOfPdcs, sceneOf, smallNodes } from "./testing/small-mesh.ts";

const pictureOf = (scene: MeshScene) =>
  toMeshPicture(scene, { mode: "health", hidden: new Set(), find: "" }, layOutScene(scene, new Map()))
    .elements;
const scene = sceneOf(smallNodes());
const outline = outlineOf(scene, pictureOf(scene), "health");

describe("the outline of the picture", () => {
  it("says everything that can be selected in the picture, once, in words", () => {
    const drawn = new Set(
      pictureOf(scene).flatMap(({ data }) => (data["select"] ? [String(data["select"])] : [])),
    );
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
    expect(outlineMove(outline, null, "ArrowDown")).toEqual({ cursor: first });
    expect(outlineMove(outline, first ?? null, "ArrowDown")).toEqual({ cursor: second });
    expect(outlineMove(outline, first ?? null, "ArrowUp")).toEqual({ cursor: first });
    expect(outlineMove(outline, first ?? null, "End")).toEqual({ cursor: last });
    expect(outlineMove(outline, last ?? null, "Home")).toEqual({ cursor: first });
    expect(outlineMove(outline, first ?? null, "x")).toBeNull();
    expect(outlineMove([], null, "ArrowDown")).toBeNull();
  });

  it("opens a closed PDC to the right, and closes it or goes back to it to the left", () => {
    const nodes = nodesOfPdcs(13);
    const itemsOf = (openPdcIds: string[]): OutlineItem[] => {
      const large = sceneOf(nodes, { openPdcIds });
      return outlineOf(large, pictureOf(large), "health");
    };
    const closed = itemsOf([]);
    expect(closed).toHaveLength(13);
    expect(outlineMove(closed, "pdc/pdc:pdc-02", "ArrowRight")).toEqual({ open: "pdc/pdc:pdc-02" });
    const open = itemsOf(["pdc:pdc-02"]);
    const child = open.find(({ parent }) => parent === "pdc/pdc:pdc-02")?.select ?? "";
    expect(outlineMove(open, "pdc/pdc:pdc-02", "ArrowRight")).toEqual({ cursor: child });
    expect(outlineMove(open, child, "ArrowLeft")).toEqual({ cursor: "pdc/pdc:pdc-02" });
    expect(outlineMove(open, "pdc/pdc:pdc-02", "ArrowLeft")).toEqual({ close: "pdc/pdc:pdc-02" });
  });
});

describe("a selection", () => {
  it.each(outline)("survives the address: $select", ({ select }) => {
    expect(formatSelection(parseSelection(select))).toBe(select);
  });

  it.each(["", "node", "node/", "planet/1", "/x"])("is nothing when the address says “%s”", (text) => {
    expect(parseSelection(text)).toBeNull();
  });
});

describe("the digest", () => {
  it("names PDCs with nodes that are not up, then pairs, worst first", () => {
    expect(digestOf(scene.overview).map(({ title, look }) => `${look} ${title}`)).toEqual([
      "unknown (not read yet)",
      "degraded bru-1 – prg-1",
      "unknown bru-1 – (not read yet)",
      "unknown prg-1 – (not read yet)",
    ]);
  });

  it("names a PDC that is cut off once, not each pair it belongs to", () => {
    const { overview } = scene;
    const pdcs = [{ id: "pdc:bru-1", label: "bru-1" }];
    const attribution = { kind: "pdc" as const, linkCount: 3, pdcCount: 1, pdcs };
    const links = { ...overview.links, linkCount: 9, badCount: 4, attribution };
    const digest = digestOf({ ...overview, links });
    expect(digest[0]).toMatchObject({ select: "pdc/pdc:bru-1", look: "down" });
    expect(digest.filter(({ title }) => title.includes("bru-1"))).toHaveLength(1);
    expect(linksSentence(links)).toBe(
      "4 of 9 links are down or degraded, 3 of them because bru-1 is cut off.",
    );
  });

  it("blames a node that is down for its links, before the pairs they belong to", () => {
    const { overview } = scene;
    const nodes = [{ id: "n1", hostname: "cn1", isDown: true }];
    const attribution = { kind: "node" as const, linkCount: 3, nodeCount: 1, nodes };
    const links = { ...overview.links, linkCount: 9, badCount: 4, attribution };
    expect(digestOf({ ...overview, links })[0]).toMatchObject({ select: "node/n1", look: "down" });
    expect(linksSentence(links)).toBe("4 of 9 links are down or degraded, 3 of them because cn1 is down.");
    expect(linksSentence({ ...links, attribution: { kind: "pair", linkCount: 4 } })).toMatch(
      /both ends alive/,
    );
  });

  it("names a node once that stands for all bad links of several pairs, whatever is wrong elsewhere", () => {
    const { overview } = scene;
    const nodes = [{ id: "n1", hostname: "cn1", isDown: true }];
    const attribution = { kind: "node" as const, linkCount: 1, nodeCount: 1, nodes };
    const [pair] = overview.pdcLinks.listed;
    if (!pair) throw new Error("The small mesh has pairs.");
    const bad = { ...pair, badCount: 1, worstState: "down" as const, attribution };
    const listed = [bad, { ...bad, id: "other" }];
    const digest = digestOf({ ...overview, pdcLinks: { ...overview.pdcLinks, listed } });
    expect(digest.map(({ select }) => select)).toEqual(["node/n1", "pdc/unread"]);
    expect(linksSentence({ ...bad, linkCount: 9 })).toBe(
      "1 of 9 links is down or degraded, because cn1 is down.",
    );
  });

  it("never calls a node down that answers, whatever its links are", () => {
    const { overview } = scene;
    const nodes = [{ id: "n1", hostname: "cn1", isDown: false }];
    const attribution = { kind: "node" as const, linkCount: 3, nodeCount: 2, nodes };
    const links = { ...overview.links, linkCount: 9, badCount: 4, attribution };
    const [first] = digestOf({ ...overview, links });
    expect(first).toMatchObject({ select: "node/n1", look: "degraded" });
    expect(first?.sentence).toMatch(/^The node is up, but its links/);
    expect(linksSentence(links)).toBe("4 of 9 links are down or degraded, 3 of them by cn1 and 1 more.");
  });
});

describe("changesBetween", () => {
  it("says nothing when nothing changed", () => {
    expect(changesBetween(scene, sceneOf(smallNodes()))).toBe("");
  });

  it("says which node and link are different now, and what became of the places", () => {
    const before = sceneOf(nodesOfPdcs(2));
    const after = sceneOf(
      nodesOfPdcs(2).map((node, position) => (position === 0 ? { ...node, lastRefresh: null } : node)),
    );
    const told = changesBetween(before, after);
    expect(told).toMatch(/^Changed: cn1 is now unknown; pdc-00 has 1 of 2 nodes up; /);
  });

  it("says how many more there are, rather than all of them", () => {
    const before = sceneOf(nodesOfPdcs(4));
    const after = sceneOf(nodesOfPdcs(4).map((node) => ({ ...node, lastRefresh: null })));
    expect(changesBetween(before, after)).toMatch(/; and \d+ more changes\.$/);
  });
});
