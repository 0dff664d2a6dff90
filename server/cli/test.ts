import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { exitWith } from "./exit-with.ts";
import { provideRequirements } from "./test/requirements.ts";

type Counts = { passed: number; failed: number; skipped: number };
type Step = {
  name: string;
  command: string[];
  report?: string;
  env?: Record<string, string>;
  /** In a network of its own, which is gone with it: nodes there have addresses that cannot meet the machine's. */
  hasOwnNetwork?: boolean;
};

const REPORTS = join("test-results", "reports");
const vitestStep = (project: string, ...files: string[]): Step => ({
  name: `${project} tests`,
  command: [
    "vitest",
    "run",
    ...files,
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${join(REPORTS, `${project}.json`)}`,
  ],
  report: join(REPORTS, `${project}.json`),
});
const NAMESPACES_REPORT = join(REPORTS, "e2e-namespaces.json");
const BUILD: Step = { name: "build", command: ["next", "build"], env: { NODE_ENV: "production" } };
/** What takes longer than people wait for: processes killed, databases gone, disks full; 10 000 rows; real OpenSSH servers. */
const LONG_STEPS: Step[] = [
  vitestStep("long"),
  { ...vitestStep("network"), name: "tests in network namespaces", hasOwnNetwork: true },
  {
    ...vitestStep("db", "import.db", "range-map.db", "network-histories.db"),
    name: "db tests at length",
    env: { OVERMESH_TEST_LONG: "1" },
  },
  BUILD,
  {
    name: "journeys against OpenSSH",
    command: ["playwright", "test", "refresh-nodes", "review-warnings"],
    report: join(REPORTS, "e2e.json"),
    env: { OVERMESH_FLEET_FRONT: "openssh" },
  },
  {
    name: "journeys against OpenSSH in network namespaces",
    command: ["playwright", "test", "refresh-nodes"],
    report: NAMESPACES_REPORT,
    env: { OVERMESH_FLEET_FRONT: "namespaces", PLAYWRIGHT_JSON_OUTPUT_FILE: NAMESPACES_REPORT },
    hasOwnNetwork: true,
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

/** Those whose names have all the words asked for, with the build that journeys need. */
function chosen(steps: readonly Step[], words: readonly string[]): Step[] {
  const named = steps.filter(({ name }) => words.every((word) => name.includes(word)));
  return steps.filter(
    (step) =>
      named.includes(step) || (step === BUILD && named.some(({ command }) => command[0] === "playwright")),
  );
}

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

const OWN_NETWORK = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
/** Names of namespaces are files; these are gone as well, whatever happens. */
const ENTER = 'ip link set lo up && mkdir -p /run/netns && mount -t tmpfs none /run/netns && exec "$@"';

function runStep({ name, command, report, env, hasOwnNetwork }: Step): { isGreen: boolean; counts: Counts } {
  if (hasOwnNetwork && userInfo().uid !== 0) {
    console.log(`\n== ${name}: left out, since networks of one's own need root`);
    return { isGreen: true, counts: { passed: 0, failed: 0, skipped: 1 } };
  }
  const [tool = "", ...options] = command;
  const called = [join("node_modules", ".bin", tool), ...options];
  const whole = hasOwnNetwork ? ["unshare", ...OWN_NETWORK, "sh", "-c", ENTER, "sh", ...called] : called;
  const [program = "", ...args] = whole;
  const startedAt = performance.now();
  console.log(`\n== ${name}`);
  const { status, signal } = spawnSync(program, args, {
    stdio: "inherit",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const ended = signal ? `FAILED, ended by ${signal},` : status === 0 ? "passed" : "FAILED";
  console.log(`== ${name}: ${ended} in ${seconds} s`);
  return { isGreen: status === 0, counts: readCounts(report) };
}

const missing = provideRequirements();
if (missing) exitWith(missing);
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const failedSteps: string[] = [];
const isLong = process.argv.includes("--long");
const words = process.argv.slice(2).filter((argument) => argument !== "--long");
const steps = chosen(isLong ? LONG_STEPS : STEPS, words);
if (steps.length === 0) exitWith("No step of the tests has such a name.");
for (const step of steps) {
  const { isGreen, counts } = runStep(step);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  if (!isGreen) failedSteps.push(step.name);
}
if (failedSteps.length > 0) console.log(`\nFailed: ${failedSteps.join(", ")}.`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = failedSteps.length > 0 ? 1 : 0;
