import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { demoNodes } from "../e2e/fleet/demo.ts";
import { type Fleet, startFleet } from "../e2e/fleet/fleet.ts";
import { clientKeyPair } from "../e2e/fleet/testing/ssh-client.ts";

type Said = {
  runId: string;
  states: { hostname: string; state: string; failureCause: string | null }[];
  known: string[];
};

/** The product in a process of its own: told what to do, and killed without warning. */
class Product {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  constructor(env: Record<string, string>) {
    this.#process = spawn(process.execPath, ["server/testing/refresh-until-killed.ts"], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, NODE_ENV: "test", ...env },
    });
    // Both are pipes, as asked for above.
    this.#answers = createInterface({ input: this.#process.stdout! })[Symbol.asyncIterator]();
  }

  async hears(): Promise<Said> {
    const { value, done } = await this.#answers.next();
    if (done) throw new Error("The process has ended.");
    return JSON.parse(value);
  }

  tell(line: string): Promise<Said> {
    this.#process.stdin?.write(`${line}\n`);
    return this.hears();
  }

  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill("SIGKILL");
    await ended;
  }
}

async function emptyPostgres(): Promise<string> {
  const url = new URL(inject("postgresUrl"));
  const name = `killed_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  await admin.query(`create database ${name} template overmesh_template`);
  await admin.end();
  url.pathname = `/${name}`;
  return url.href;
}

describe.each([
  { kind: "the embedded database", databaseUrl: async () => "" },
  { kind: "PostgreSQL", databaseUrl: emptyPostgres },
])("a process killed with -9 in the middle of a refresh, on $kind", ({ databaseUrl }) => {
  const keys = clientKeyPair();
  const folder = mkdtempSync(join(tmpdir(), "overmesh-killed-"));
  let fleet: Fleet;
  let env: Record<string, string> = {};
  let product: Product;

  const start = async () => {
    product = new Product(env);
    await product.hears();
  };
  beforeAll(async () => {
    fleet = await startFleet({ nodes: demoNodes.slice(0, 3), clientPublicKey: keys.public });
    const keyFile = join(folder, "id_ed25519");
    writeFileSync(keyFile, keys.private, { mode: 0o600 });
    env = {
      DATABASE_URL: await databaseUrl(),
      OVERMESH_DATA_FOLDER: folder,
      OVERMESH_SSH_KEY_FILE: keyFile,
      OVERMESH_REFRESH_INTERVAL_SECONDS: "0",
      LOG_LEVEL: "silent",
    };
    await start();
  });
  afterAll(async () => {
    await product.kill();
    await fleet.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("loses nothing that was stored, leaves nothing running for ever and does nothing twice", async () => {
    const nodes = fleet.nodes.map(({ name, port, hostKeyFingerprint }) => ({
      hostname: name,
      sshPort: port,
      hostKeyFingerprint,
    }));
    const names = nodes.map(({ hostname }) => hostname).toSorted();
    await product.tell(`enrol ${JSON.stringify(nodes)}`);
    const first = await product.tell("refresh");
    expect(first.states.map(({ state }) => state)).toEqual(["done", "done", "done"]);

    await fleet.setFault("bts02", "hang");
    const { runId } = await product.tell("refresh-and-hang bts02");
    await product.kill();
    await fleet.setFault("bts02", null);
    await start();

    const after = await product.tell(`look ${runId}`);
    const stateByName = new Map(after.states.map(({ hostname, ...rest }) => [hostname, rest]));
    expect([...stateByName.keys()].toSorted()).toEqual(names);
    expect(after.states).toHaveLength(3);
    expect(stateByName.get("bts02")).toEqual({ state: "failed", failureCause: "interrupted" });
    for (const name of ["bts01", "bts03"]) expect(stateByName.get(name)?.failureCause).toBeNull();
    expect(after.known.toSorted()).toEqual(names);

    const again = await product.tell("refresh");
    expect(again.states.map(({ failureCause }) => failureCause)).toEqual([null, null, null]);
  });
});
