import { spawnSync } from "node:child_process";
import { getHeapStatistics } from "node:v8";
import { exitWith } from "./exit-with.ts";
import type { Bench } from "./bench/bench.ts";

/** Loaded when asked for: each brings what it measures. */
const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  mesh: async () => (await import("./bench/mesh.ts")).mesh,
  refresh: async () => (await import("./bench/refresh.ts")).refresh,
  networks: async () => (await import("./bench/networks.ts")).networks,
  warnings: async () => (await import("./bench/warnings.ts")).warnings,
};

/** Those that have to do with so much run within it: what V8 takes without need is then not counted as theirs. */
const HEAP_MEGABYTES: Readonly<Record<string, number>> = { warnings: 1600 };

const [name = "", ...others] = process.argv.slice(2);
const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (!load || others.length > 0) {
  exitWith(`Name one benchmark: ${Object.keys(BENCHES).join(", ")}. For example: npm run bench -- networks`);
}
const heapMegabytes = HEAP_MEGABYTES[name];
if (heapMegabytes && getHeapStatistics().heap_size_limit > heapMegabytes * 1.2 * 2 ** 20) {
  const [script = "", ...rest] = process.argv.slice(1);
  const inside = [`--max-old-space-size=${heapMegabytes}`, script, ...rest];
  process.exit(spawnSync(process.execPath, inside, { stdio: "inherit" }).status ?? 1);
}
const bench = await load();
const { sizes, figures, ratios, goals } = await bench((text) => console.error(text));
const met = Object.fromEntries(Object.entries(goals).map(([what, { value, max }]) => [what, value <= max]));
console.log(JSON.stringify({ bench: name, sizes, figures, ratios, goals, met }));
