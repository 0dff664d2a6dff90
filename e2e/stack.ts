import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { startTemporaryPostgres } from "#db/testing/postgres.ts";
import { clientKeyPair } from "./fleet/testing/ssh-client.ts";
import { startMailServer } from "./mail-server.ts";
import { freePort } from "#db/testing/free-port.ts";

const ANSWERS_WITHIN_MILLISECONDS = 60_000;

/** What journeys need to know of the running product; handed to workers through the environment. */
export type Stack = {
  origin: string;
  databaseUrl: string;
  fleetControl: string;
  fleetToken: string;
  /** Environment of the server, so that a journey can start it again. */
  folder: string;
};

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) =>
    child.exitCode === null ? child.once("exit", () => resolve()) : resolve(),
  );
}

async function startFleet(publicKeyFile: string, keys: string, token: string) {
  const args = [
    "e2e/fleet/main.ts",
    "--state=demo",
    `--ssh-key=${publicKeyFile}`,
    `--keys=${keys}`,
    "--port-first=0",
    "--control-port=0",
    `--front=${process.env["OVERMESH_FLEET_FRONT"] ?? "stand-in"}`,
  ];
  const fleet = spawn(process.execPath, [...args, `--control-token=${token}`, "--stop-with-stdin"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: fleet.stdout }).once("line", resolve);
    fleet.once("exit", () => reject(new Error("The fleet did not start.")));
  });
  const { controlPort }: { controlPort: number } = JSON.parse(line);
  return { fleet, control: `http://127.0.0.1:${controlPort}` };
}

async function waitForAnswer(url: string, server: ChildProcess): Promise<void> {
  const deadline = performance.now() + ANSWERS_WITHIN_MILLISECONDS;
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    if (server.exitCode !== null) throw new Error("The web app ended at its start.");
    if (performance.now() > deadline) throw new Error("The web app does not answer.");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** The built product on a PostgreSQL of its own, with the stand-in fleet behind SSH. */
export async function startStack(): Promise<{ stack: Stack; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "overmesh-journeys-"));
  const keys = clientKeyPair();
  writeFileSync(join(folder, "id_ed25519"), keys.private, { mode: 0o600 });
  writeFileSync(join(folder, "id_ed25519.pub"), keys.public);
  const postgres = await startTemporaryPostgres();
  const fleetToken = randomBytes(24).toString("hex");
  const { fleet, control } = await startFleet(
    join(folder, "id_ed25519.pub"),
    join(folder, "host-keys"),
    fleetToken,
  );
  const mail = await startMailServer(join(folder, "mail"));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const server = spawn(
    process.execPath,
    ["node_modules/next/dist/bin/next", "start", "-p", String(port), "-H", "127.0.0.1"],
    {
      stdio: ["ignore", "inherit", "inherit"],
      env: {
        ...process.env,
        NODE_ENV: "production",
        OVERMESH_URL: origin,
        OVERMESH_SECRET: randomBytes(32).toString("base64"),
        OVERMESH_DATA_FOLDER: folder,
        OVERMESH_SSH_KEY_FILE: join(folder, "id_ed25519"),
        OVERMESH_DEMO_FLEET: "true",
        OVERMESH_NODE_ADDRESS_EXCEPTIONS: "127.0.0.0/8",
        OVERMESH_PUBLIC_ADDRESS_EXCEPTIONS: "192.0.2.0/24,198.51.100.0/24,203.0.113.0/24",
        OVERMESH_REFRESH_INTERVAL_SECONDS: "0",
        OVERMESH_WEBHOOK_ADDRESS_EXCEPTIONS: "127.0.0.1/32",
        OVERMESH_SMTP_URL: mail.url,
        OVERMESH_MAIL_FROM: "Overmesh <overmesh@example.org>",
        OVERMESH_METRICS_TOKEN: fleetToken,
        OVERMESH_APPLY_TOKEN: fleetToken,
        DATABASE_URL: postgres.url,
        LOG_LEVEL: "warn",
      },
    },
  );
  await waitForAnswer(`http://127.0.0.1:${port}/api/health`, server);
  return {
    stack: { origin, databaseUrl: postgres.url, fleetControl: control, fleetToken, folder },
    stop: async () => {
      server.kill("SIGTERM");
      fleet.stdin?.end();
      await Promise.all([ended(server), ended(fleet)]);
      await mail.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
