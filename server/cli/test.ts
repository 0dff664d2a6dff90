import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { exitWith } from "./exit-with.ts";
import { provideRequirements } from "./test/requirements.ts";

type Counts = { passed: number; failed: number; skipped: number };
type Step = { name: string; command: string[]; report?: string; env?: Record<string, string> };

const REPORTS = join("test-results", "reports");
const vitestStep = (project: string): Step => ({
  name: `${project} tests`,
  command: [
    "vitest",
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${join(REPORTS, `${project}.json`)}`,
  ],
  report: join(REPORTS, `${project}.json`),
});
const BUILD: Step = { name: "build", command: ["next", "build"], env: { NODE_ENV: "production" } };
/** What takes longer than people wait for: processes killed, databases gone, disks full; journeys against real OpenSSH servers. */
const LONG_STEPS: Step[] = [
  vitestStep("long"),
  BUILD,
  {
    name: "journeys against OpenSSH",
    command: ["playwright", "test", "refresh-nodes", "review-warnings"],
    report: join(REPORTS, "e2e.json"),
    env: { OVERMESH_FLEET_FRONT: "openssh" },
  },
];
const STEPS: Step[] = [
  { name: "format", command: ["oxfmt", "--check"] },
  { name: "lint", command: ["oxlint", "--deny-warnings"] },
  { name: "types", command: ["tsc", "--noEmit"] },
  { name: "import rules", command: ["depcruise", "app", "server", "components", "db", "e2e"] },
  { name: "unused code", command: ["knip"] },
  vitestStep("unit"),
  vitestStep("db"),
  BUILD,
  { name: "browser journeys", command: ["playwright", "test"], report: join(REPORTS, "e2e.json") },
];

/** Counts of a vitest or Playwright JSON report; zeros when the step left none. */
function readCounts(report: string | undefined): Counts {
  if (!report || !existsSync(report)) return { passed: 0, failed: 0, skipped: 0 };
  const json = JSON.parse(readFileSync(report, "utf8"));
  if (json.stats)
    return {
      passed: json.stats.expected + json.stats.flaky,
      failed: json.stats.unexpected,
      skipped: json.stats.skipped,
    };
  return {
    passed: json.numPassedTests,
    failed: json.numFailedTests,
    skipped: json.numPendingTests + json.numTodoTests,
  };
}

function runStep({ name, command, report, env }: Step): { isGreen: boolean; counts: Counts } {
  const [program = "", ...args] = command;
  const startedAt = performance.now();
  console.log(`\n== ${name}`);
  const { status } = spawnSync(join("node_modules", ".bin", program), args, {
    stdio: "inherit",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
  });
  console.log(
    `== ${name}: ${status === 0 ? "passed" : "FAILED"} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
  );
  return { isGreen: status === 0, counts: readCounts(report) };
}

const missing = provideRequirements();
if (missing) exitWith(missing);
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const failedSteps: string[] = [];
for (const step of process.argv.includes("--long") ? LONG_STEPS : STEPS) {
  const { isGreen, counts } = runStep(step);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  if (!isGreen) failedSteps.push(step.name);
}
if (failedSteps.length > 0) console.log(`\nFailed: ${failedSteps.join(", ")}.`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = failedSteps.length > 0 ? 1 : 0;
