import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { chromium } from "@playwright/test";
import { postgresProgramsFolder } from "#db/testing/postgres.ts";

const CHROMIUM_PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** An installed Chromium, else Playwright's own; null when there is neither. */
export function chromiumPath(): string | null {
  const named = process.env["OVERMESH_CHROMIUM"];
  const installed = [named, ...CHROMIUM_PATHS, chromium.executablePath()].find(
    (path) => path && existsSync(path),
  );
  return installed ?? null;
}

function missingPackages(): string[] {
  // Without root there is no use for it: only root's sshd lets root in.
  const isSshdMissing = userInfo().uid === 0 && !existsSync("/usr/sbin/sshd");
  return [
    ...(chromiumPath() ? [] : ["chromium"]),
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
