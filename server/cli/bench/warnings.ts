import type { CloudSize } from "#server/domain/testing/large-cloud.ts";
import { largeSituation } from "#server/domain/testing/large-situation.ts";
import { judgeWarnings } from "#server/domain/warnings/judge.ts";
import { type Bench, type Figure, figureOf } from "./bench.ts";

const START = new Date("2026-11-01T12:00:00Z");
const CLOUDS: readonly CloudSize[] = [
  { pdcCount: 10, nodesPerPdc: 10 },
  { pdcCount: 100, nodesPerPdc: 10 },
  { pdcCount: 100, nodesPerPdc: 100 },
];
const FULL_MILLISECONDS_MAX = 5000;
const MEMORY_MEGABYTES_MAX = 2048;

/** Judging warnings of up to 10 000 nodes with 100 overlay rules and 200 000 VM NICs. */
export const warnings: Bench = async (progress) => {
  const sizes: Record<string, number> = {};
  const figures: Record<string, Record<string, Figure>> = {};
  let full = Infinity;
  for (const size of CLOUDS) {
    const name = `${size.pdcCount}x${size.nodesPerPdc}`;
    const situation = largeSituation(size, START);
    sizes[name] = situation.nodes.length;
    const startedAt = performance.now();
    const { findings } = judgeWarnings(situation);
    full = performance.now() - startedAt;
    progress(`${name}: ${findings.length} findings in ${Math.round(full)} ms`);
    figures[name] = { "full computation": figureOf([full]) };
  }
  const memory = process.resourceUsage().maxRSS / 1024;
  return {
    sizes,
    figures,
    ratios: {},
    goals: {
      "full computation milliseconds": { value: full, max: FULL_MILLISECONDS_MAX },
      "memory MB": { value: memory, max: MEMORY_MEGABYTES_MAX },
    },
  };
};
