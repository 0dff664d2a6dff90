import { gzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import superjson from "superjson";
import { openPostgresDatabase } from "#db/client.ts";
import { startTemporaryPostgres, type TemporaryPostgres } from "#db/testing/postgres.ts";
import { MeshModel } from "#server/domain/mesh/model/mesh-model.ts";
import { overviewOf } from "#server/domain/mesh/overview.ts";
import type { Node } from "#server/domain/node.ts";
import { type CloudSize, largeCloud, readAgain } from "#server/domain/testing/large-cloud.ts";
import { isBuilt } from "../build.ts";
import { exitWith } from "../exit-with.ts";
import type { Bench, Figure } from "./bench.ts";
import { measurePage, measurePlainGraph, type PageFigures } from "./mesh-browser.ts";
import { seedCloud } from "./mesh-seed.ts";

const NO_WARNINGS: ReadonlyMap<string, number> = new Map();
const START = new Date("2026-11-01T12:00:00Z");

const CLOUDS: readonly CloudSize[] = [
  { pdcCount: 3, nodesPerPdc: 3 },
  { pdcCount: 10, nodesPerPdc: 10 },
  { pdcCount: 50, nodesPerPdc: 20 },
  { pdcCount: 100, nodesPerPdc: 100 },
];
const LARGEST: CloudSize = { pdcCount: 100, nodesPerPdc: 100 };
const nameOf = ({ pdcCount, nodesPerPdc }: CloudSize) => `${pdcCount}x${nodesPerPdc}`;

/** The mesh from a handful of nodes to 10 000: what the server keeps and answers, and what a person meets on the page. */
export const mesh: Bench = async (progress) => {
  if (!isBuilt()) exitWith("There is no build yet; run `npm run build` first.");
  const figures: Record<string, PageFigures> = {};
  const goals: Record<string, { value: number; max: number }> = {};
  const postgres = await startTemporaryPostgres();
  try {
    for (const size of CLOUDS) {
      const name = nameOf(size);
      progress(`${name}: server`);
      const server = measureMesh(size);
      progress(JSON.stringify(server));
      progress(`${name}: browser`);
      const page = await measurePage(await databaseOf(postgres, size), size);
      progress(JSON.stringify(page));
      figures[name] = page.figures;
      if (size.pdcCount === LARGEST.pdcCount) Object.assign(goals, goalsOf(page, server));
    }
  } finally {
    await postgres.stop();
  }
  progress("plain cytoscape, flat");
  const flat = await measurePlainGraph(LARGEST, false);
  progress("plain cytoscape, compound");
  const compound = await measurePlainGraph(LARGEST, true);
  const large = figures[nameOf(LARGEST)] ?? {};
  const small = figures["3x3"] ?? {};
  const p50 = (figure: Figure | undefined) => figure?.p50 ?? Infinity;
  const paint = large["first paint"];
  const ratios = {
    "flat first paint over ours": ratio(flat["first paint"], paint),
    "compound first paint over ours": ratio(compound["first paint"], paint),
    "flat first paint over our live picture": ratio(flat["first paint"], large["live picture"]),
    "compound first paint over our live picture": ratio(compound["first paint"], large["live picture"]),
    "flat pan frame over ours": ratio(flat["pan frame"], large["pan frame"]),
    "first paint 100x100 over 3x3": ratio(paint, small["first paint"]),
  };
  return {
    sizes: Object.fromEntries(CLOUDS.map((size) => [nameOf(size), size.pdcCount * size.nodesPerPdc])),
    figures: { ...figures, "plain flat": flat, "plain compound": compound },
    ratios,
    goals: {
      ...goals,
      "ours over flat first paint": { value: rounded4(p50(paint) / p50(flat["first paint"])), max: 0.1 },
      "ours over compound first paint": {
        value: rounded4(p50(paint) / p50(compound["first paint"])),
        max: 0.04,
      },
      "first paint 100x100 over 3x3": { value: ratios["first paint 100x100 over 3x3"].p50, max: 2 },
    },
  };
};

/**
 * Frames and answers, of which there are many, are judged by the slowest twentieth. Opening, selecting and a live change are done
 * a few times only, where one garbage collection would decide alone: they are judged by the median, and the slowest is told too.
 */
function goalsOf({ figures, heapMegabytes }: Awaited<ReturnType<typeof measurePage>>, server: MeshFigures) {
  const p95 = (name: string) => figures[name]?.p95 ?? Infinity;
  const p50 = (name: string) => figures[name]?.p50 ?? Infinity;
  return {
    "first paint milliseconds": { value: p95("first paint"), max: 1500 },
    "live picture milliseconds": { value: p95("live picture"), max: 1500 },
    "pan frame p95 milliseconds": { value: p95("pan frame"), max: 34 },
    "zoom frame p95 milliseconds": { value: p95("zoom frame"), max: 34 },
    "pan frame with six open p95 milliseconds": { value: p95("pan frame, six open"), max: 50 },
    "open a PDC milliseconds": { value: p50("open a PDC"), max: 150 },
    "select a node milliseconds": { value: p50("select a node"), max: 100 },
    "live change milliseconds of main thread": { value: p50("live change"), max: 50 },
    "server answer p95 milliseconds": { value: p95("server answer"), max: 150 },
    "compressed kB": { value: server["compressed kB"], max: 40 },
    "heap MB": { value: heapMegabytes, max: 60 },
  };
}

async function databaseOf(postgres: TemporaryPostgres, size: CloudSize): Promise<string> {
  const name = `mesh_${nameOf(size)}`;
  const maintenance = await openPostgresDatabase(postgres.url);
  await maintenance.db.execute(sql.raw(`create database ${name}`));
  await maintenance.close();
  const url = postgres.urlOf(name);
  const database = await openPostgresDatabase(url);
  await seedCloud(database.db, size);
  await database.close();
  return url;
}

const rounded4 = (value: number) => Math.round(value * 10_000) / 10_000;

function ratio(a: Figure | undefined, b: Figure | undefined): { p50: number; p95: number } {
  const over = (x = Infinity, y = Infinity) => Math.round((x / y) * 100) / 100;
  return { p50: over(a?.p50, b?.p50), p95: over(a?.p95, b?.p95) };
}

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
