import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MeshModel } from "../mesh/model/mesh-model.ts";
import type { Node } from "../node.ts";
import { factsOf, healthyNodes, NOW, withFact } from "../testing/mesh-nodes.ts";
import { compareMeshes } from "./compare-meshes.ts";
import { type NodeRecord, nodeAt } from "./node-at.ts";
import { timelineOf } from "./timeline.ts";

const DRAFTS = [
  { number: 1, pdcName: "bru-1", place: 1 },
  { number: 2, pdcName: "bru-1", place: 1 },
  { number: 3, pdcName: "prg-1", place: 2 },
];
const nodes = () => healthyNodes(DRAFTS);
const modelOf = (of: readonly Node[]) => MeshModel.of(of, { now: NOW, staleAfterSeconds: 900 });
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);

function changed(id: number, change: (node: Node) => Node): Node[] {
  return nodes().map((node, position) => (position === id ? change(node) : node));
}

describe("a node at an instant", () => {
  const [node] = nodes();
  if (!node) throw new Error("three drafts give three nodes");
  const facts = factsOf(node);
  const record: NodeRecord = {
    id: node.id,
    hostname: "renamed-since",
    enrolledAt: minutes(-60),
    confirmedAt: minutes(-59),
    retiredAt: null,
    held: null,
    snapshot: { facts, observedAt: minutes(-30) },
    lastRefresh: { outcome: "ok", finishedAt: minutes(-10) },
    lastRead: { startedAt: minutes(-10), unreadParts: ["ipsec"] },
  };

  it("has the facts of its last snapshot, as old as the refresh that last found them unchanged", () => {
    const then = nodeAt(record, NOW);
    expect(then?.facts?.identity?.observedAt).toEqual(minutes(-10));
    expect(then?.facts?.ipsec?.observedAt).toEqual(facts.ipsec?.observedAt);
    expect(then?.hostname).toBe("cn1");
  });

  it("is what is held now once that was read by then", () => {
    const held = nodeAt({ ...record, held: { facts, observedAt: NOW } }, NOW);
    expect(held?.facts).toBe(facts);
    expect(held?.hostname).toBe("renamed-since");
  });

  it.each([
    { what: "before it was enrolled", change: { enrolledAt: minutes(1), snapshot: null }, isThere: false },
    { what: "at the instant it was enrolled", change: { enrolledAt: NOW, snapshot: null }, isThere: true },
    { what: "at the instant it was retired", change: { retiredAt: NOW }, isThere: false },
    { what: "a moment before it was retired", change: { retiredAt: minutes(1) }, isThere: true },
  ])("is there or not: $what", ({ change, isThere }) => {
    expect(nodeAt({ ...record, ...change }, NOW) !== null).toBe(isThere);
  });

  it("says nothing before its host key was confirmed", () => {
    const then = nodeAt({ ...record, confirmedAt: minutes(1), snapshot: null, lastRead: null }, NOW);
    expect(then).toMatchObject({ isConfirmed: false, facts: null });
  });
});

describe("two instants compared", () => {
  it("tell lost encryption first, in one plain sentence", () => {
    const open = changed(2, (node) =>
      withFact(withFact(node, "firewall", []), "ipsec", {
        ...(factsOf(node).ipsec?.value ?? never()),
        policyRules: [],
      }),
    );
    const { changes, countByWeight } = compareMeshes(modelOf(nodes()), modelOf(open));
    expect(changes[0]?.weight).toBe("encryption-lost");
    expect(changes[0]?.sentences[0]).toContain("lost its encryption: frames may leave in clear text");
    expect(countByWeight["encryption-lost"]).toBeGreaterThan(0);
  });

  it("do not say that a link lost what it never had", () => {
    const open = changed(2, (node) => withFact(node, "firewall", []));
    const { changes, countByWeight } = compareMeshes(modelOf([]), modelOf(open));
    expect(changes.length).toBeGreaterThan(0);
    expect(countByWeight["encryption-lost"]).toBe(0);
  });

  it("tell what came, went, moved and changed its state", () => {
    const later = changed(1, (node) => {
      const identity = factsOf(node).identity?.value ?? never();
      return withFact(node, "identity", { ...identity, pdcName: "lux-1" });
    }).filter((_, position) => position !== 2);
    const { changes } = compareMeshes(modelOf(nodes()), modelOf(later));
    const sentences = changes.flatMap((change) => change.sentences).join("\n");
    expect(sentences).toContain("cn3 is gone");
    expect(sentences).toContain("prg-1 is gone");
    expect(sentences).toContain("cn2 moved from PDC bru-1 to lux-1.");
    expect(sentences).toContain("lux-1 appeared");
    expect(sentences).toContain("bru-1 had 2 nodes, then 1.");
  });

  it("tell that less crosses whole", () => {
    const narrow = changed(2, (node) =>
      withFact(
        node,
        "nics",
        (factsOf(node).nics?.value ?? []).map((nic) => ({ ...nic, mtuBytes: 1400 })),
      ),
    );
    const told = compareMeshes(modelOf(nodes()), modelOf(narrow)).changes.find(({ kind }) => kind === "link");
    expect(told?.sentences.join(" ")).toMatch(/was 1392 bytes, then \d+ bytes/);
    expect(told?.weight).toBe("worse");
  });

  const anyNodes = fc
    .array(
      fc.record({ position: fc.nat(2), what: fc.constantFrom("gone", "open", "moved", "failed", "none") }),
      {
        maxLength: 4,
      },
    )
    .map((changes) => {
      let all = nodes();
      for (const { position, what } of changes) {
        const one = all[position];
        if (!one) continue;
        if (what === "gone") all = all.filter((node) => node !== one);
        const identity = one.facts?.identity?.value ?? never();
        const next: Record<string, Node> = {
          open: withFact(one, "firewall", []),
          moved: withFact(one, "identity", { ...identity, pdcName: "lux-1" }),
          failed: {
            ...one,
            lastRefresh: { outcome: "failed", finishedAt: NOW, cause: "unreachable", detail: "" },
          },
        };
        all = all.map((node) => (node === one ? (next[what] ?? one) : node));
      }
      return all;
    });

  it("are the same as themselves: nothing is told", () => {
    fc.assert(
      fc.property(anyNodes, (some) => {
        const { changes, moreCount } = compareMeshes(modelOf(some), modelOf(some));
        expect([changes, moreCount]).toEqual([[], 0]);
      }),
      { numRuns: 40 },
    );
  });

  it("swapped tell the same changes the other way round", () => {
    const keyOf = ({
      kind,
      id,
      before,
      after,
    }: {
      kind: string;
      id: string;
      before: unknown;
      after: unknown;
    }) => JSON.stringify([kind, id, before, after]);
    fc.assert(
      fc.property(anyNodes, anyNodes, (some, others) => {
        const there = compareMeshes(modelOf(some), modelOf(others)).changes;
        const back = compareMeshes(modelOf(others), modelOf(some)).changes;
        expect(
          back
            .map(({ before, after, ...rest }) => keyOf({ ...rest, before: after, after: before }))
            .toSorted(),
        ).toEqual(there.map(keyOf).toSorted());
      }),
      { numRuns: 40 },
    );
  });

  it("say everything that differs: no change is without a sentence", () => {
    fc.assert(
      fc.property(anyNodes, anyNodes, (some, others) => {
        const { changes } = compareMeshes(modelOf(some), modelOf(others));
        for (const { sentences } of changes) expect(sentences.length).toBeGreaterThan(0);
      }),
      { numRuns: 40 },
    );
  });
});

describe("the strip of states", () => {
  const counts = (up: number, down = 0) => ({ down, degraded: 0, stale: 0, unknown: 0, up });
  const moment = (at: Date, down: number) => ({
    at,
    nodeCountByState: counts(3),
    linkCountByState: counts(3 - down, down),
    clearTextCount: 0,
  });
  const span = { from: NOW, to: minutes(60), bucketCount: 6 };

  it("holds what was before until something else was recorded, and shows the worst of each part", () => {
    const last = moment(minutes(14), 0);
    const recorded = {
      index: 1,
      nodeCountMax: counts(3),
      linkCountMax: counts(3, 2),
      clearTextCountMax: 1,
      changeCount: 5,
      lastChangeAt: minutes(14),
      last,
    };
    const buckets = timelineOf(span, moment(minutes(-1), 1), [recorded]);
    expect(buckets.map((bucket) => bucket.counts?.links.down)).toEqual([1, 2, 0, 0, 0, undefined]);
    expect(buckets[1]).toMatchObject({
      changeCount: 5,
      lastChangeAt: minutes(14),
      from: minutes(10),
      to: minutes(20),
    });
  });

  it("claims nothing for a time in which nothing was recorded", () => {
    expect(timelineOf(span, null, []).every((bucket) => bucket.counts === null)).toBe(true);
    expect(timelineOf(span, moment(minutes(-31), 0), [])[0]?.counts).toBeNull();
    expect(timelineOf(span, moment(minutes(-30), 0), [])[0]?.counts).not.toBeNull();
  });
});

function never(): never {
  throw new Error("a healthy node has all facts");
}
