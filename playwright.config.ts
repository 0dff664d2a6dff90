import { defineConfig } from "@playwright/test";
import { journeysChromiumPath } from "./server/cli/test/requirements.ts";

/** A process for every connection, and every attempt asks a whole node: nothing is slower than the fleet behind OpenSSH. */
const isFleetSlow = ["openssh", "namespaces"].includes(process.env["OVERMESH_FLEET_FRONT"] ?? "");

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  globalSetup: "./e2e/global-setup.ts",
  outputDir: "test-results/journeys",
  reporter: [["list"], ["json", { outputFile: "test-results/reports/e2e.json" }]],
  workers: 2,
  fullyParallel: true,
  timeout: isFleetSlow ? 240_000 : 60_000,
  // On a busy machine a press may come too early; what fails twice is a failure, and the report names what failed once.
  retries: process.env["CI"] ? 1 : 0,
  expect: { timeout: isFleetSlow ? 90_000 : 15_000 },
  use: {
    viewport: { width: 1440, height: 900 },
    // Pictures of every step would cost a third of the whole run; the page itself is in the trace at each step.
    trace: { mode: "retain-on-failure", screenshots: false },
    launchOptions: {
      executablePath: journeysChromiumPath() ?? undefined,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
