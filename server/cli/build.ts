import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const BUILD_ID = join(".next", "BUILD_ID");
const SOURCES = [
  "app",
  "components",
  "db",
  "server",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.js",
  "package-lock.json",
  "postcss.config.mjs",
];

export function isBuilt(): boolean {
  return existsSync(BUILD_ID);
}

function newestChange(path: string): number {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

/** True when something the build is made of changed after it. */
export function isBuildOutdated(): boolean {
  return !isBuilt() || Math.max(...SOURCES.map(newestChange)) > statSync(BUILD_ID).mtimeMs;
}

/** Builds the web app for production; false when that fails, with the reason on the terminal. */
export function build(): boolean {
  const next = join("node_modules", "next", "dist", "bin", "next");
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" } as const;
  return spawnSync(process.execPath, [next, "build"], { stdio: "inherit", env }).status === 0;
}
