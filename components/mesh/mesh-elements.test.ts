import { describe, expect, it } from "vitest";
import { layOutScene } from "./lay-out-scene.ts";
import { type MeshView, toMeshPicture } from "./mesh-elements.ts";
import { outlineOf } from "./mesh-outline.ts";
import { meshSvg } from "./mesh-svg.ts";
import { changesBySelect, type MeshChange } from "./time/mesh-change-marks.ts";
import { nodesOfPdcs, type SceneOptions, sceneOf, smallNodes } from "./testing/small-mesh.ts";

const VIEW: MeshView = { mode: "health", hidden: new Set(), find: "" };
type Options = SceneOptions & Partial<MeshView>;

function drawn(nodes: ReturnType<typeof smallNodes>, { selection, openPdcIds, ...view }: Options = {}) {
  const scene = sceneOf(nodes, { selection: selection ?? null, openPdcIds: openPdcIds ?? [] });
  return toMeshPicture(scene, { ...VIEW, ...view }, layOutScene(scene, new Map())).elements;
}
function classesOf(nodes: ReturnType<typeof smallNodes>, options: Options, id: string): string[] {
  const found = drawn(nodes, options).find(({ data }) => data.id === id);
  return String(found?.classes ?? "")
    .split(" ")
    .filter(Boolean);
}
const idsWith = (nodes: ReturnType<typeof smallNodes>, options: Options, name: string) =>
  drawn(nodes, options)
    .filter(({ classes }) => String(classes).split(" ").includes(name))
    .map(({ data }) => data.id);

describe("the mesh's elements", () => {
  const small = smallNodes();
  const nodeIdOf = (hostname: string) => small.find((node) => node.hostname === hostname)?.id ?? "";
  const pairId = "pdc:bru-1,pdc:prg-1";

  it("tell a small mesh as it is", async () => {
    const told = drawn(small).map(
      ({ data, position, classes }) =>
        `${String(classes).trim().replaceAll(/ +/g, " ")} | ${data.id}${data["label"] ? ` “${data["label"]}”` : ""}` +
        `${position ? ` at ${position.x},${position.y}` : ` from ${data.source} to ${data.target}`}`,
    );
    await expect(`${told.join("\n")}\n`).toMatchFileSnapshot("./testing/small-mesh.golden.txt");
  });

  it("have no compound parents, and no id twice", () => {
    const elements = drawn(small);
    expect(elements.every(({ data }) => data.parent === undefined)).toBe(true);
    expect(new Set(elements.map(({ data }) => data.id)).size).toBe(elements.length);
  });

  it("keep their places whatever is selected, filtered, sought or told apart", () => {
    const placesOf = (options: Options) =>
      Object.fromEntries(
        drawn(small, options)
          .filter(({ classes }) => /\b(pdc|node)\b/.test(String(classes)))
          .map(({ data, position }) => [data.id, position]),
      );
    const plain = placesOf({});
    expect(placesOf({ selection: { kind: "node", id: nodeIdOf("cn1") } })).toEqual(plain);
    expect(placesOf({ mode: "mtu", hidden: new Set(["fits"]), find: "cn3" })).toEqual(plain);
  });

  it("draw a node's own links only while it is selected", () => {
    expect(idsWith(small, {}, "outer")).toEqual([]);
    expect(idsWith(small, { selection: { kind: "node", id: nodeIdOf("cn1") } }, "outer")).toHaveLength(2);
  });

  it("draw the links of a selected PDC pair", () => {
    const selection = { kind: "pdc-link", id: pairId } as const;
    expect(idsWith(small, { selection }, "outer")).toHaveLength(2);
    expect(classesOf(small, { selection }, pairId)).toEqual(expect.arrayContaining(["selected", "unfolded"]));
  });

  it("tell a pair by what the mode asks for", () => {
    expect(classesOf(small, { mode: "health" }, pairId)).toContain("look-degraded");
    expect(classesOf(small, { mode: "mtu" }, pairId)).toContain("look-degraded");
    expect(classesOf(small, { mode: "path" }, pairId)).toContain("look-ipsec");
    expect(classesOf(small, { mode: "freshness" }, pairId)).toContain("look-up");
    expect(classesOf(small, { mode: "freshness" }, nodeIdOf("cn4"))).toContain("look-unknown");
  });

  it("leave out what is filtered out, and nothing else", () => {
    expect(idsWith(small, { hidden: new Set(["degraded"]) }, "pdc-link")).toEqual([]);
    expect(idsWith(small, { hidden: new Set(["up"]) }, "pdc-link")).toEqual([pairId]);
    expect(idsWith(small, { hidden: new Set(["up"]) }, "node")).toHaveLength(4);
  });

  it("dim what does not match a search by name or address", () => {
    expect(classesOf(small, { find: "cn3" }, nodeIdOf("cn3"))).toContain("found");
    expect(classesOf(small, { find: "8.8.2.3" }, nodeIdOf("cn3"))).toContain("found");
    expect(classesOf(small, { find: "cn3" }, nodeIdOf("cn1"))).toContain("dim");
  });

  it("draw no line of their own to nodes whose PDC is not known, until asked for", () => {
    expect(idsWith(small, {}, "pdc-link")).toEqual([pairId]);
    expect(idsWith(small, { selection: { kind: "pdc", id: "unread" } }, "pdc-link")).toHaveLength(3);
  });
});

describe("the elements of a large mesh", () => {
  const large = nodesOfPdcs(13);
  const nodesIn = (options: Options) => idsWith(large, options, "node");

  it("show PDCs closed, with no line between healthy ones", () => {
    expect(nodesIn({})).toEqual([]);
    expect(idsWith(large, {}, "pdc-link")).toEqual([]);
    expect(idsWith(large, {}, "closed").filter((id) => id?.startsWith("pdc:"))).toHaveLength(13);
  });

  it("draw the lines of what is selected, healthy or not", () => {
    const selection = { kind: "pdc", id: "pdc:pdc-00" } as const;
    expect(idsWith(large, { selection }, "pdc-link")).toHaveLength(12);
    expect(nodesIn({ selection })).toHaveLength(2);
  });

  it("write names of closed PDCs in one size, whatever their lengths", () => {
    const names = ["a", "frankfurt-am-main-2", "prg-1"];
    const unlike = nodesOfPdcs(13).map((node, position): typeof node => {
      const identity = node.facts?.identity;
      const pdcName = names[position];
      if (!node.facts || !identity || !pdcName) return node;
      return {
        ...node,
        facts: { ...node.facts, identity: { ...identity, value: { ...identity.value, pdcName } } },
      };
    });
    const titles = drawn(unlike).filter(({ classes }) => String(classes).startsWith("pdc-title"));
    expect(titles.map(({ data }) => data["label"])).toEqual(expect.arrayContaining(names));
    expect(new Set(titles.map(({ data }) => data["fontSize"])).size).toBe(1);
  });

  it("open a PDC in its place, and move nothing else", () => {
    const placesOf = (options: Options) =>
      drawn(large, options).flatMap(({ data, position, classes }) =>
        String(classes).startsWith("pdc ") ? [[data.id, position]] : [],
      );
    expect(placesOf({ openPdcIds: ["pdc:pdc-03", "pdc:pdc-04"] })).toEqual(placesOf({}));
    expect(nodesIn({ openPdcIds: ["pdc:pdc-03", "pdc:pdc-04"] })).toHaveLength(4);
  });

  it("draw no more lines for a PDC that is opened than the far level lists", () => {
    const scene = sceneOf(large, { openPdcIds: ["pdc:pdc-03"] });
    const bad = [...scene.pdcLinkById.values()].map((pdcLink) => ({
      ...pdcLink,
      countByState: { ...pdcLink.countByState, up: 0, down: pdcLink.linkCount },
    }));
    const listed = bad.slice(0, 2);
    const overview = { ...scene.overview, pdcLinks: { ...scene.overview.pdcLinks, listed } };
    const pdcLinkById = new Map(bad.map((pdcLink) => [pdcLink.id, pdcLink]));
    const { elements } = toMeshPicture(
      { ...scene, overview, pdcLinkById },
      VIEW,
      layOutScene(scene, new Map()),
    );
    expect(elements.filter(({ classes }) => String(classes).startsWith("pdc-link "))).toHaveLength(2);
  });

  it("name a dot by what tells it from the others of its PDC", () => {
    const sample = large[0]?.hostname ?? "";
    const named = large.map((node, position) => ({ ...node, hostname: `rack-a-cn${position + 10}` }));
    const labelsOf = (nodes: typeof large) =>
      drawn(nodes, { openPdcIds: ["pdc:pdc-00"] })
        .filter(({ classes }) => String(classes).startsWith("node dot"))
        .map(({ data }) => String(data["label"]));
    expect(labelsOf(large)[0]).toBe(sample);
    expect(labelsOf(named)[0]).toBe("…cn10");
  });

  it("draw one line from a selected node to each PDC that is closed, and its own links to nodes that are shown", () => {
    const selection = { kind: "node", id: large[0]?.id ?? "" } as const;
    const openPdcIds = ["pdc:pdc-00", "pdc:pdc-01"];
    expect(idsWith(large, { selection, openPdcIds }, "spoke")).toHaveLength(11);
    expect(idsWith(large, { selection, openPdcIds }, "ipsecLink")).toHaveLength(2);
  });
});

describe("two instants compared", () => {
  const small = smallNodes();
  const look = { state: "up", path: "ipsec", effectiveMtuBytes: 1392 } as const;
  const change = (kind: MeshChange["kind"], id: string, rest: Partial<MeshChange> = {}): MeshChange => ({
    kind,
    id,
    label: id,
    before: look,
    after: look,
    weight: "worse",
    sentences: [`${id} is down.`],
    ...rest,
  });
  const nodeId = small[0]?.id ?? "";
  const changes = changesBySelect([
    change("pdc", "pdc:bru-1", { before: null }),
    change("node", nodeId),
    change("pdc-link", "pdc:bru-1,pdc:prg-1", { weight: "encryption-lost" }),
    change("node", "gone", { after: null }),
  ]);
  const scene = sceneOf(small, { selection: null, openPdcIds: [] });
  const picture = toMeshPicture(scene, { ...VIEW, changes }, layOutScene(scene, new Map()));

  it("mark what changed by a shape and a word, once each", () => {
    const marks = picture.elements.filter(({ classes }) => String(classes).startsWith("mark "));
    expect(marks.map(({ data }) => [data.id, data["label"]])).toEqual([
      ["mark pdc/pdc:bru-1", "+ new"],
      [`mark node/${nodeId}`, "▼ worse"],
      ["mark pdc-link/pdc:bru-1,pdc:prg-1", "◆ encryption lost"],
    ]);
    expect(picture.undrawnChangeCount).toBe(1);
    expect(meshSvg(picture.elements, (name) => name)).toContain(">▼ worse<");
  });

  it("are told with every item for who hears the picture", () => {
    const item = outlineOf(scene, picture.elements, "health", changes).find(
      ({ select }) => select === `node/${nodeId}`,
    );
    expect(item?.text).toContain(`; worse: ${nodeId} is down.`);
  });
});

describe("the picture as a file", () => {
  const token = (name: string) => `#${name}`;

  it("holds every box, line and name of the picture", () => {
    const elements = drawn(smallNodes());
    const svg = meshSvg(elements, token);
    for (const text of ["cn1", "cn4", "bru-1", "prg-1", "2 of 2 · 1392"]) expect(svg).toContain(`>${text}<`);
    expect(svg.match(/<line /g)).toHaveLength(elements.filter(({ group }) => group === "edges").length);
  });

  it("makes no markup of what nodes call themselves", () => {
    const nodes = nodesOfPdcs(1).map((node) => ({ ...node, hostname: `<b>"&${node.hostname}` }));
    const svg = meshSvg(drawn(nodes), token);
    expect(svg).not.toContain("<b>");
    expect(svg).toContain("&lt;b&gt;&quot;&amp;");
  });
});
