import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{server,components,db,e2e}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.db.test.ts", "**/*.long.test.ts", "**/*.network.test.ts", "**/node_modules/**"],
          testTimeout: 20_000,
          // Modules are loaded once for all files: less than half the work. What a test changes globally it undoes.
          pool: "threads",
          isolate: false,
          unstubGlobals: true,
        },
      },
      {
        test: {
          name: "db",
          include: ["{server,db}/**/*.db.test.ts"],
          globalSetup: ["db/testing/global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          // Processes, not threads: embedded databases in several threads have brought down the whole run.
          pool: "forks",
          isolate: false,
        },
      },
      {
        test: {
          name: "network",
          include: ["server/**/*.network.test.ts"],
          globalSetup: ["db/testing/global-setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
        },
      },
      {
        test: {
          name: "long",
          include: ["server/**/*.long.test.ts"],
          globalSetup: ["db/testing/global-setup.ts"],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});
