import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { chromium } from "@playwright/test";
import { postgresProgramsFolder } from "#db/testing/postgres.ts";

const CHROMIUM_PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
/** Chromium without the parts that a person sees: journeys take a quarter less work in it. */
const HEADLESS_SHELL_PATH = "/usr/bin/chromium-headless-shell";

const firstInstalled = (...paths: (string | undefined)[]): string | null =>
  paths.find((path) => path && existsSync(path)) ?? null;

/** The Chromium that journeys run in; null when none is installed but perhaps Playwright's own. */
export function journeysChromiumPath(): string | null {
  return firstInstalled(process.env["OVERMESH_CHROMIUM"], HEADLESS_SHELL_PATH, ...CHROMIUM_PATHS);
}

/** A Chromium as people use it, else whichever there is; null when there is none. */
export function chromiumPath(): string | null {
  return firstInstalled(
    process.env["OVERMESH_CHROMIUM"],
    ...CHROMIUM_PATHS,
    chromium.executablePath(),
    HEADLESS_SHELL_PATH,
  );
}

function missingPackages(): string[] {
  // Without root there is no use for it: only root's sshd lets root in.
  const isSshdMissing = userInfo().uid === 0 && !existsSync("/usr/sbin/sshd");
  return [
    ...(chromiumPath() ? [] : ["chromium-headless-shell"]),
    ...(postgresProgramsFolder() ? [] : ["postgresql"]),
    ...(isSshdMissing ? ["openssh-server"] : []),
  ];
}

function apt(...args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"], env }).status === 0;
}

/** Brings Chromium and PostgreSQL where that is possible; else the sentence that says what to install. */
export function provideRequirements(): string | null {
  const missing = missingPackages();
  if (missing.length === 0) return null;
  const command = `apt-get install -y ${missing.join(" ")}`;
  const mayInstall =
    existsSync("/etc/debian_version") && userInfo().uid === 0 && process.env["OVERMESH_NO_INSTALL"] !== "1";
  if (!mayInstall) return `The tests need ${missing.join(" and ")}; install with: sudo ${command}`;
  console.log(`Installing what the tests need: ${command}`);
  const isInstalled =
    apt("update", "-q") && apt("install", "-y", "-q", "--no-install-recommends", ...missing);
  return isInstalled && missingPackages().length === 0
    ? null
    : `Installing failed; install by hand: ${command}`;
}
