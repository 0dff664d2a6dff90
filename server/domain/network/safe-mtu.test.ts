import { expect, it } from "vitest";
import { linkContextOf } from "../mesh.ts";
import { healthyNodes, NOW, RULE, withFact } from "../testing/mesh-nodes.ts";
import { safeMtuOf } from "./safe-mtu.ts";

const SETTINGS = { now: NOW, staleAfterSeconds: 900 };

function safeMtuAmong(pdcNames: readonly string[], ruleName = RULE) {
  const drafts = pdcNames.map((pdcName, place) => ({ number: place + 1, pdcName, place: place + 1 }));
  const nodes = healthyNodes(drafts);
  return safeMtuOf(nodes, ruleName, linkContextOf(nodes, SETTINGS));
}

it("inside one PDC is what plain VXLAN leaves of the NIC's MTU", () => {
  expect(safeMtuAmong(["bru-1", "bru-1"])).toEqual({ untaggedBytes: 1450, taggedBytes: 1446 });
});

it("is what the worst link leaves, and IPsec leaves least", () => {
  expect(safeMtuAmong(["bru-1", "bru-1", "prg-1"])).toEqual({ untaggedBytes: 1392, taggedBytes: 1388 });
});

it("is not known for one node, for a rule nobody has, or without PDC names", () => {
  expect(safeMtuAmong(["bru-1"])).toBeNull();
  expect(safeMtuAmong(["bru-1", "prg-1"], "nowhere")).toBeNull();
  expect(safeMtuAmong(["", ""])).toBeNull();
});

it("asks only the nodes that have the rule", () => {
  const [a, b, c] = healthyNodes([
    { number: 1, pdcName: "bru-1", place: 1 },
    { number: 2, pdcName: "bru-1", place: 1 },
    { number: 3, pdcName: "prg-1", place: 2 },
  ]);
  if (!a || !b || !c) throw new Error("three nodes were asked for");
  const nodes = [a, b, withFact(c, "overlayRules", [])];
  expect(safeMtuOf(nodes, RULE, linkContextOf(nodes, SETTINGS))?.untaggedBytes).toBe(1450);
});
