import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linkContextOf } from "../../mesh.ts";
import type { Node } from "../../node.ts";
import { pdcOf, pdcPairId } from "../../pdc.ts";
import { anyCloudEvent, anyHealthyCloud, anyNodeChange, type CloudEvent } from "../../testing/any-cloud.ts";
import { healthyNodes, NOW } from "../../testing/mesh-nodes.ts";
import { linkBetween } from "../link.ts";
import type { PathMtu } from "../link-context.ts";
import { MeshModel, type MeshModelSettings } from "./mesh-model.ts";
import { verdictOf } from "./pair-verdict.ts";

const SETTINGS = {
  now: NOW,
  staleAfterSeconds: 900,
  publicAddressExceptions: ["192.168.7.0/24"],
  pathMtus: [] as PathMtu[],
};

type Counts = Record<string, Record<string, number>>;

function countUp(counts: Counts, place: string, verdict: object, count: number): void {
  const text = JSON.stringify(verdict);
  const countByText = (counts[place] ??= {});
  countByText[text] = (countByText[text] ?? 0) + count;
}

/** Every pair asked one by one: by pair of PDCs, and by node. */
function naiveCounts(nodes: readonly Node[], settings: MeshModelSettings): Counts {
  const known = nodes.map((node) => (node.isConfirmed ? node : { ...node, facts: null }));
  const context = linkContextOf(known, settings);
  const counts: Counts = {};
  for (const [position, a] of known.entries()) {
    for (const b of known.slice(position + 1)) {
      const link = a.isConfirmed && b.isConfirmed ? linkBetween(a, b, context) : null;
      if (!link) continue;
      const verdict = verdictOf(link);
      countUp(counts, pdcPairId(pdcOf(a).id, pdcOf(b).id), verdict, 1);
      countUp(counts, a.id, verdict, 1);
      countUp(counts, b.id, verdict, 1);
    }
  }
  return counts;
}

function modelCounts(model: MeshModel): Counts {
  const counts: Counts = {};
  const pdcIds = [...model.pdcById.keys()].toSorted();
  for (const [position, pdcId] of pdcIds.entries()) {
    for (const otherId of pdcIds.slice(position)) {
      const cell = model.cell(pdcId, otherId);
      for (const [verdict, count] of cell ? model.counted(cell).counts : []) {
        countUp(counts, pdcPairId(pdcId, otherId), verdict, count);
      }
    }
  }
  for (const member of model.memberById.values()) {
    for (const peer of model.memberById.values()) {
      const verdict = model.verdict(member, peer);
      if (verdict) countUp(counts, member.id, verdict, 1);
    }
  }
  return counts;
}

describe("MeshModel", () => {
  it("counts exactly what asking every pair counts, whatever the cloud", () => {
    fc.assert(
      fc.property(
        anyHealthyCloud,
        fc.array(fc.tuple(fc.nat(7), anyNodeChange), { maxLength: 12 }),
        (healthy, changes) => {
          const nodes = [...healthy];
          for (const [position, change] of changes) {
            const node = nodes[position];
            if (node) nodes[position] = change(node, nodes);
          }
          expect(modelCounts(MeshModel.of(nodes, SETTINGS))).toEqual(naiveCounts(nodes, SETTINGS));
        },
      ),
      { numRuns: 600 },
    );
  });

  it("comes to the same by any sequence of changes as from scratch", () => {
    fc.assert(
      fc.property(anyHealthyCloud, fc.array(anyCloudEvent, { maxLength: 20 }), (healthy, events) => {
        const model = MeshModel.of(healthy, SETTINGS);
        const cloud = { nodes: new Map(healthy.map((node) => [node.id, node])), settings: SETTINGS };
        for (const event of events) {
          happen(event, healthy, cloud, model);
          expect(modelCounts(model)).toEqual(naiveCounts([...cloud.nodes.values()], cloud.settings));
        }
      }),
      { numRuns: 300 },
    );
  });
});

it("does not bring back, when time passes, what left and came again meanwhile", () => {
  const nodes = healthyNodes([
    { number: 1, pdcName: "bru-1", place: 1 },
    { number: 2, pdcName: "bru-1", place: 1 },
  ]);
  const [first] = nodes;
  if (!first) throw new Error("there are two nodes");
  const model = MeshModel.of(nodes, SETTINGS);
  model.update([], [first.id]);
  model.update([first]);
  const now = new Date(NOW.getTime() + 1_000_000);
  model.advance(now);
  expect(modelCounts(model)).toEqual(naiveCounts(nodes, { ...SETTINGS, now }));
});

type Cloud = { nodes: Map<string, Node>; settings: typeof SETTINGS };

function happen(event: CloudEvent, healthy: readonly Node[], cloud: Cloud, model: MeshModel): void {
  if (event.kind === "pass") {
    const now = new Date(cloud.settings.now.getTime() + event.seconds * 1000);
    cloud.settings = { ...cloud.settings, now };
    return model.advance(now);
  }
  if (event.kind === "declare") {
    const { mtuBytes } = event;
    const pathMtus: PathMtu[] =
      mtuBytes === null
        ? []
        : [{ pdcNames: ["prg-1", "bru-1"], mtuBytes, source: "declared", observedAt: NOW }];
    cloud.settings = { ...cloud.settings, pathMtus };
    return model.setPathMtus(pathMtus);
  }
  const original = healthy[event.position];
  if (!original) return;
  if (event.kind === "leave") {
    cloud.nodes.delete(original.id);
    return model.update([], [original.id]);
  }
  const current = cloud.nodes.get(original.id);
  const next =
    event.kind === "return" ? original : current && event.change(current, [...cloud.nodes.values()]);
  if (!next) return;
  cloud.nodes.set(next.id, next);
  model.update([next]);
}
