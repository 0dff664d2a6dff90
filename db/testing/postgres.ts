import { execFile, spawn } from "node:child_process";
import { chownSync, mkdtempSync, readdirSync, rmSync, existsSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { freePort } from "./free-port.ts";

const run = promisify(execFile);
const READY_WITHIN_MILLISECONDS = 30_000;

/** Folder of PostgreSQL's server programs, newest first; null when none is installed. */
export function postgresProgramsFolder(): string | null {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root)
    ? readdirSync(root)
        .map(Number)
        .filter((version) => version >= 15)
    : [];
  const newest = versions.toSorted((a, b) => b - a)[0];
  return newest === undefined ? null : join(root, String(newest), "bin");
}

/** PostgreSQL refuses to run as root: then it runs as its own user. */
async function unprivilegedUser(): Promise<{ uid?: number; gid?: number }> {
  if (userInfo().uid !== 0) return {};
  const { stdout } = await run("id", ["-u", "postgres"]);
  const { stdout: group } = await run("id", ["-g", "postgres"]);
  return { uid: Number(stdout), gid: Number(group) };
}

async function waitUntilReady(url: string): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MILLISECONDS;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

export type TemporaryPostgres = {
  /** Of the maintenance database. */
  url: string;
  /** Of the server's first process. */
  pid: number;
  urlOf(database: string): string;
  /** As if its machine had lost power and started again: nobody is told, and it recovers on its own. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** A cluster of its own in a temporary folder, on loopback, gone after `stop`. */
export async function startTemporaryPostgres(): Promise<TemporaryPostgres> {
  const programs = postgresProgramsFolder();
  if (!programs) throw new Error("PostgreSQL 15 or newer is not installed: apt-get install -y postgresql");
  const folder = mkdtempSync(join(tmpdir(), "overmesh-postgres-"));
  const user = await unprivilegedUser();
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  await run(
    join(programs, "initdb"),
    ["-D", data, "-U", "overmesh", "-A", "trust", "-E", "UTF8", "--no-sync"],
    {
      ...user,
      cwd: folder,
    },
  );
  const port = await freePort();
  const settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"];
  const where = ["-D", data, "-h", "127.0.0.1", "-p", String(port), "-k", folder];
  const args = [...where, ...settings.flatMap((setting) => ["-c", setting])];
  const start = () => spawn(join(programs, "postgres"), args, { ...user, cwd: folder, stdio: "ignore" });
  let server = start();
  /** Immediate shutdown. */
  const end = async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGQUIT");
    await ended;
  };
  const urlOf = (database: string) => `postgresql://overmesh@127.0.0.1:${port}/${database}`;
  await waitUntilReady(urlOf("postgres"));
  return {
    url: urlOf("postgres"),
    pid: server.pid ?? 0,
    urlOf,
    restart: async () => {
      await end();
      server = start();
      await waitUntilReady(urlOf("postgres"));
    },
    stop: async () => {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
