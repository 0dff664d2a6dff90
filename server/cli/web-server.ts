import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

/** Starts the built web app as a process of its own. */
export function spawnWebServer(
  { port, address }: { port: number; address: string },
  environment: Record<string, string | undefined>,
  stdio: "inherit" | "pipe" = "inherit",
): ChildProcess {
  const next = join("node_modules", "next", "dist", "bin", "next");
  return spawn(process.execPath, [next, "start", "-p", String(port), "-H", address], {
    stdio: ["ignore", stdio, stdio],
    env: { ...process.env, ...environment, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
}

export function hasEnded(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve(child.exitCode);
    else child.once("exit", (code) => resolve(code ?? 1));
  });
}
