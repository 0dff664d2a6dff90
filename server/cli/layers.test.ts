import { cruise, type ICruiseOptions, type ICruiseResult } from "dependency-cruiser";
import { createRequire } from "node:module";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";

const root = process.cwd();
const { forbidden, options } = createRequire(import.meta.url)("../../.dependency-cruiser.cjs");
const folders: string[] = [];

/** A project of two files, the first importing the second, judged by this project's rules. */
async function brokenRules(from: string, to: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "overmesh-layers-"));
  folders.push(folder);
  cpSync(join(root, "tsconfig.json"), join(folder, "tsconfig.json"));
  for (const file of [from, to]) mkdirSync(dirname(join(folder, file)), { recursive: true });
  const up = "../".repeat(from.split("/").length - 1);
  writeFileSync(join(folder, from), `import { planted } from "${up}${to}";\nexport const used = planted;\n`);
  writeFileSync(join(folder, to), "export const planted = 1;\n");
  const settings: ICruiseOptions = { ...options, ruleSet: { forbidden }, validate: true, baseDir: folder };
  const { output } = await cruise([from], { ...settings, tsConfig: undefined });
  // Without a reporter the output is the result itself.
  return (output as ICruiseResult).summary.violations.map(({ rule }) => rule.name);
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe("the import rules", () => {
  it.each([
    ["server/domain/planted.ts", "db/queries/planted.ts", "domain-is-pure"],
    ["db/queries/planted.ts", "server/services/planted.ts", "db-knows-the-domain-only"],
    ["server/adapters/planted.ts", "db/planted.ts", "adapters-do-not-know-the-database"],
    ["server/services/planted.ts", "server/trpc/planted.ts", "services-know-no-screen"],
    ["server/trpc/routers/planted.ts", "db/planted.ts", "routers-are-thin"],
    ["components/network/planted.ts", "server/services/planted.ts", "components-hold-no-rules"],
    ["app/planted/page.ts", "server/services/planted.ts", "app-is-routes-only"],
    ["e2e/fleet/planted.ts", "db/testing/planted.ts", "the-fleet-is-a-separate-program"],
  ])("refuse %s importing %s", async (from, to, rule) => {
    expect(await brokenRules(from, to)).toContain(rule);
  });

  it("let a service import a query", async () => {
    expect(await brokenRules("server/services/planted.ts", "db/queries/planted.ts")).toEqual([]);
  });
});
