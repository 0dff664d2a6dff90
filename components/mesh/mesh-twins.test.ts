import * as fc from "fast-check";
import { expect, it } from "vitest";
import { matrixCell } from "#server/domain/mesh/matrix.ts";
import { anyHealthyCloud, anyNodeChange } from "#server/domain/testing/any-cloud.ts";
import { layOutScene } from "./lay-out-scene.ts";
import { matrixCellWords } from "./matrix-words.ts";
import { toMeshPicture } from "./mesh-elements.ts";
import { countByCategory, MESH_MODES } from "./mesh-mode.ts";
import { outlineOf } from "./mesh-outline.ts";
import { sceneOf } from "./testing/small-mesh.ts";

const anyScene = fc
  .tuple(anyHealthyCloud, fc.array(fc.tuple(fc.nat(7), anyNodeChange), { maxLength: 6 }))
  .map(([healthy, changes]) => {
    const nodes = [...healthy];
    for (const [position, change] of changes) {
      const node = nodes[position];
      if (node) nodes[position] = change(node, nodes);
    }
    return sceneOf(nodes);
  });

it("picture, matrix and tree tell the same of every place and pair, in every mode", () => {
  fc.assert(
    fc.property(anyScene, fc.constantFrom(...MESH_MODES), (scene, mode) => {
      const none = new Set<string>();
      const layout = layOutScene(scene, new Map());
      const { elements } = toMeshPicture(scene, { mode, hidden: none, find: "" }, layout);
      const withClass = (name: string) =>
        elements.filter(({ classes }) => String(classes).split(" ").includes(name));
      const { overview } = scene;
      expect(withClass("node")).toHaveLength(overview.nodeCount);
      const told = new Set(outlineOf(scene, elements, mode).map(({ select }) => select));
      expect(told).toEqual(new Set(elements.flatMap(({ data }) => (data["select"] as string) ?? [])));
      const pairLinks = overview.pdcLinks.listed.reduce((sum, { linkCount }) => sum + linkCount, 0);
      const innerLinks = overview.pdcs.reduce((sum, { innerLinks: { linkCount } }) => sum + linkCount, 0);
      expect(pairLinks + innerLinks).toBe(overview.links.linkCount);
      // Ages are known of links told together alone, so the legend counts none.
      const legendMode = mode === "freshness" ? "health" : mode;
      const counted = [...countByCategory(overview.links, legendMode, overview).values()];
      expect(counted.reduce((sum, count) => sum + count, 0)).toBe(overview.links.linkCount);
      for (const chip of withClass("chip")) {
        const [a, b] = String(chip.data["select"]).slice("pdc-link/".length).split(",");
        const [first, second] = [a, b].map((id) => scene.pdcById.get(id ?? ""));
        const cell = first && second && matrixCell(overview.matrix, first.id, second.id);
        if (!cell) throw new Error("The matrix holds every pair.");
        const words = matrixCellWords(scene, { a: first, b: second, cell }, { mode, hidden: none });
        expect(words.text).toBe(chip.data["label"]);
        expect(String(chip.classes)).toContain(`look-${words.look}`);
        expect(words.select).toBe(chip.data["select"]);
      }
    }),
    { numRuns: 60 },
  );
});
