import { gzipSync } from "node:zlib";
import superjson from "superjson";
import { MeshModel } from "#server/domain/mesh/model/mesh-model.ts";
import { overviewOf } from "#server/domain/mesh/overview.ts";
import type { Node } from "#server/domain/node.ts";
import { type CloudSize, largeCloud, readAgain } from "#server/domain/testing/large-cloud.ts";

const NO_WARNINGS: ReadonlyMap<string, number> = new Map();
const START = new Date("2026-11-01T12:00:00Z");

/** Milliseconds, unless said. */
type MeshFigures = {
  cloud: string;
  links: number;
  build: number;
  "one node p95": number;
  "far level p95": number;
  "far level first": number;
  "answer kB": number;
  "compressed kB": number;
  "memory MB": number;
};

/** The server's part of the mesh: what is kept, what one changed node costs, and what is answered. */
export function measureMesh(size: CloudSize, updateCount = 100): MeshFigures {
  const nodes = largeCloud(size, START);
  const before = memoryMegabytes();
  const [build, model] = timed(() => MeshModel.of(nodes, { now: START, staleAfterSeconds: 900 }));
  const [first, overview] = timed(() => answer(model));
  const memory = memoryMegabytes() - before;
  const updates: number[] = [];
  const answers: number[] = [];
  for (let turn = 0; turn < updateCount; turn += 1) {
    const now = new Date(START.getTime() + turn * 100);
    const node = nodes[(turn * 7919) % nodes.length];
    if (!node) continue;
    const again: Node = readAgain(node, now, turn % 2 === 0);
    updates.push(timed(() => (model.advance(now), model.update([again])))[0]);
    answers.push(timed(() => answer(model))[0]);
  }
  return {
    cloud: `${size.pdcCount}×${size.nodesPerPdc}`,
    links: overview.linkCount,
    build: rounded(build),
    "one node p95": rounded(percentile95(updates)),
    "far level p95": rounded(percentile95(answers)),
    "far level first": rounded(first),
    "answer kB": rounded(overview.text.length / 1024),
    "compressed kB": rounded(gzipSync(overview.text).length / 1024),
    "memory MB": rounded(memory),
  };
}

/** Made and written out as a request would; nothing is remembered from the last one. */
function answer(model: MeshModel): { text: string; linkCount: number } {
  const overview = overviewOf(model, { overlayRuleName: null, warningCountByNodeId: NO_WARNINGS });
  return { text: superjson.stringify(overview), linkCount: overview.links.linkCount };
}

function timed<T>(work: () => T): [number, T] {
  const startedAt = performance.now();
  const result = work();
  return [performance.now() - startedAt, result];
}

function memoryMegabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

function percentile95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
