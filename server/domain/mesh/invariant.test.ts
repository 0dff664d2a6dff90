import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linkContextOf } from "../mesh.ts";
import type { Node } from "../node.ts";
import { anyHealthyCloud, anyNodeChange } from "../testing/any-cloud.ts";
import { factsOf, healthyNodes, NOW, withFact, withoutFact } from "../testing/mesh-nodes.ts";
import { linkBetween } from "./link.ts";
import { clearTextOf } from "./clear-text.ts";
import { invariantOf } from "./invariant.ts";
import { MeshModel } from "./model/mesh-model.ts";

const SETTINGS = { now: NOW, staleAfterSeconds: 900 };

const healthy = () =>
  healthyNodes([
    { number: 1, pdcName: "bru-1", place: 1 },
    { number: 2, pdcName: "bru-1", place: 1 },
    { number: 3, pdcName: "prg-1", place: 2 },
  ]);

function judged(change: (nodes: Node[]) => Node[] = (nodes) => nodes) {
  return invariantOf(MeshModel.of(change(healthy()), SETTINGS));
}

function identityOf(node: Node) {
  const { identity } = factsOf(node);
  if (!identity) throw new Error(`${node.hostname} has no identity`);
  return identity.value;
}

const onNode = (position: number, change: (node: Node) => Node) => (nodes: Node[]) =>
  nodes.map((node, at) => (at === position ? change(node) : node));

describe("invariantOf", () => {
  it("holds where guards keep clear text off and probes are answered", () => {
    const invariant = judged();
    expect(invariant).toMatchObject({
      answer: "holds",
      clearText: { answer: "holds", pairCount: 2, brokenCount: 0, unknownCount: 0, places: [] },
      adminNetwork: { answer: "holds", pairCount: 1, brokenCount: 0, unknownCount: 0, places: [] },
      missing: [],
    });
  });

  it("is broken where an end does not block clear text, and names the pairs", () => {
    const invariant = judged(onNode(2, (node) => withFact(node, "firewall", [])));
    expect(invariant.answer).toBe("broken");
    expect(invariant.clearText).toMatchObject({ brokenCount: 2, unknownCount: 0 });
    expect(invariant.clearText.places[0]).toMatchObject({
      pdcLabels: ["bru-1", "prg-1"],
      brokenCount: 2,
      examples: [{ hostnames: ["cn1", "cn3"] }, { hostnames: ["cn2", "cn3"] }],
    });
  });

  it("is broken where nodes of one PDC name did not answer each other, in both directions of evidence", () => {
    const invariant = judged((nodes) =>
      nodes.map((node) =>
        withFact(
          node,
          "probes",
          (factsOf(node).probes?.value ?? []).map((probe) =>
            probe.targetAddress.startsWith("10.") ? { ...probe, isAnswered: false } : probe,
          ),
        ),
      ),
    );
    expect(invariant.adminNetwork).toMatchObject({ answer: "broken", brokenCount: 1 });
    expect(invariant.adminNetwork.places[0]?.examples).toEqual([
      { id: expect.any(String), hostnames: ["cn1", "cn2"] },
    ]);
  });

  it.each<{ what: string; reason: string; change: (node: Node) => Node }>([
    {
      what: "the firewall was not read",
      reason: "no-firewall",
      change: (node) => withoutFact(node, "firewall"),
    },
    { what: "nobody was probed lately", reason: "no-probes", change: (node) => withoutFact(node, "probes") },
    {
      what: "the node reports no PDC name",
      reason: "no-pdc-name",
      change: (node) => withFact(node, "identity", { ...identityOf(node), pdcName: "" }),
    },
    {
      what: "it was never read",
      reason: "never-read",
      change: (node) => ({ ...node, facts: null, lastRefresh: null }),
    },
    {
      what: "its last refresh failed",
      reason: "last-refresh-failed",
      change: (node) => ({
        ...node,
        lastRefresh: { outcome: "failed", cause: "unreachable", detail: "", finishedAt: NOW },
      }),
    },
  ])("cannot be told when $what", ({ reason, change }) => {
    const invariant = judged((nodes) => nodes.map((node, at) => (at < 2 ? change(node) : node)));
    expect(invariant.answer).toBe("unknown");
    expect(invariant.missing.map((missing) => missing.reason)).toContain(reason);
  });

  it("cannot be told from facts older than the limit, but stays broken until it is seen mended", () => {
    const later = { ...SETTINGS, now: new Date(NOW.getTime() + 3_600_000) };
    expect(invariantOf(MeshModel.of(healthy(), later))).toMatchObject({
      answer: "unknown",
      clearText: { unknownCount: 2 },
      adminNetwork: { unknownCount: 1 },
    });
    const open = onNode(2, (node) => withFact(node, "firewall", []))(healthy());
    expect(invariantOf(MeshModel.of(open, later)).answer).toBe("broken");
  });

  it("cannot be told while there is no confirmed node", () => {
    expect(invariantOf(MeshModel.of([], SETTINGS)).answer).toBe("unknown");
  });

  it("counts what asking every pair counts, and never holds where one pair does not", () => {
    fc.assert(
      fc.property(
        anyHealthyCloud,
        fc.array(fc.tuple(fc.nat(7), anyNodeChange), { maxLength: 10 }),
        (cloud, changes) => {
          const nodes = [...cloud];
          for (const [position, change] of changes) {
            const node = nodes[position];
            if (node) nodes[position] = change(node, nodes);
          }
          const known = nodes.map((node) => (node.isConfirmed ? node : { ...node, facts: null }));
          const context = linkContextOf(known, SETTINGS);
          const counts = { open: 0, unknown: 0, "kept-off": 0, inside: 0 };
          for (const [position, a] of known.entries()) {
            for (const b of known.slice(position + 1)) {
              const link = a.isConfirmed && b.isConfirmed ? linkBetween(a, b, context) : null;
              if (link) counts[clearTextOf(link)] += 1;
            }
          }
          const { answer, clearText, adminNetwork } = invariantOf(MeshModel.of(nodes, SETTINGS));
          expect([clearText.brokenCount, clearText.unknownCount]).toEqual([counts.open, counts.unknown]);
          expect(clearText.pairCount).toBe(counts.open + counts.unknown + counts["kept-off"]);
          const openCount = clearText.brokenCount + clearText.unknownCount;
          const isWhole = openCount + adminNetwork.brokenCount + adminNetwork.unknownCount === 0;
          expect(answer === "holds").toBe(isWhole && nodes.some(({ isConfirmed }) => isConfirmed));
        },
      ),
    );
  });
});
