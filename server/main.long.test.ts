import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { demoNodes } from "../e2e/fleet/demo.ts";
import { type Fleet, startFleet } from "../e2e/fleet/fleet.ts";
import { isRefreshInFlight } from "./domain/refresh-state.ts";
import { ProductProcess } from "./testing/product-process.ts";
import { clientKeyPair } from "../e2e/fleet/testing/ssh-client.ts";

/** On the cluster's maintenance database. */
async function asAdmin(...statements: string[]): Promise<void> {
  const admin = new pg.Client({ connectionString: inject("postgresUrl") });
  await admin.connect();
  for (const statement of statements) await admin.query(statement);
  await admin.end();
}

async function emptyPostgres(): Promise<string> {
  const url = new URL(inject("postgresUrl"));
  const name = `product_${randomBytes(6).toString("hex")}`;
  await asAdmin(`create database ${name} template overmesh_template`);
  url.pathname = `/${name}`;
  return url.href;
}

const keys = clientKeyPair();
let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({ nodes: demoNodes.slice(0, 3), clientPublicKey: keys.public });
});
afterAll(() => fleet.close());

/** Enrolled and read once. */
async function readFleet(product: ProductProcess): Promise<string[]> {
  const nodes = fleet.nodes.map(({ name, port, hostKeyFingerprint }) => ({
    hostname: name,
    sshPort: port,
    hostKeyFingerprint,
  }));
  await product.tell(`enrol ${JSON.stringify(nodes)}`);
  const { states } = await product.tell("refresh");
  expect(states.map(({ state }) => state)).toEqual(["done", "done", "done"]);
  return nodes.map(({ hostname }) => hostname).toSorted();
}

const DATABASES = [
  { kind: "the embedded database", databaseUrl: async () => "" },
  { kind: "PostgreSQL", databaseUrl: emptyPostgres },
];

/** A folder of its own, and the product started in it as often as asked for. */
function inFolder(databaseUrl: () => Promise<string>) {
  const folder = mkdtempSync(join(tmpdir(), "overmesh-product-"));
  const at: { folder: string; url: string; product: ProductProcess | null } = {
    folder,
    url: "",
    product: null,
  };
  beforeAll(async () => {
    at.url = await databaseUrl();
    writeFileSync(join(folder, "id_ed25519"), keys.private, { mode: 0o600 });
  });
  afterAll(async () => {
    await at.product?.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    at,
    start: async (env: Record<string, string> = {}): Promise<ProductProcess> => {
      const product = new ProductProcess({
        DATABASE_URL: at.url,
        OVERMESH_DATA_FOLDER: folder,
        OVERMESH_SSH_KEY_FILE: join(folder, "id_ed25519"),
        OVERMESH_REFRESH_INTERVAL_SECONDS: "0",
        LOG_LEVEL: "silent",
        ...env,
      });
      at.product = product;
      await product.hears();
      return product;
    },
  };
}

describe.each(DATABASES)(
  "a process killed with -9 in the middle of a refresh, on $kind",
  ({ databaseUrl }) => {
    const { start } = inFolder(databaseUrl);

    it("loses nothing that was stored, leaves nothing running for ever and does nothing twice", async () => {
      const first = await start();
      const names = await readFleet(first);
      await fleet.setFault("bts02", "hang");
      const { runId } = await first.tell("refresh-and-hang bts02");
      await first.kill();
      await fleet.setFault("bts02", null);

      const second = await start();
      const after = await second.tell(`look ${runId}`);
      const stateByName = new Map(after.states.map(({ hostname, ...rest }) => [hostname, rest]));
      expect([...stateByName.keys()].toSorted()).toEqual(names);
      expect(after.states).toHaveLength(3);
      expect(stateByName.get("bts02")).toEqual({ state: "failed", failureCause: "interrupted" });
      for (const name of ["bts01", "bts03"]) expect(stateByName.get(name)?.failureCause).toBeNull();
      expect(after.known.toSorted()).toEqual(names);
      const again = await second.tell("refresh");
      expect(again.states.map(({ failureCause }) => failureCause)).toEqual([null, null, null]);
    });
  },
);

describe("a database that goes away in the middle of a refresh and comes back", () => {
  const { at, start } = inFolder(emptyPostgres);

  it("is used again by the same process: what was stored is there, what was running has ended", async () => {
    const product = await start();
    const names = await readFleet(product);
    await fleet.setFault("bts02", "hang");
    const { runId } = await product.tell("refresh-and-hang bts02");
    const name = new URL(at.url).pathname.slice(1);
    await asAdmin(
      `alter database ${name} with allow_connections false`,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    );
    await fleet.setFault("bts02", "refuse-connection");
    await fleet.setFault("bts02", null);
    await asAdmin(`alter database ${name} with allow_connections true`);

    expect((await product.tell(`look ${runId}`)).known.toSorted()).toEqual(names);
    // What was cut off is tried again, and then ends as well.
    const inFlight = async () =>
      (await product.tell(`look ${runId}`)).states.filter(({ state }) => isRefreshInFlight(state));
    await expect.poll(inFlight, { timeout: 60_000, interval: 500 }).toEqual([]);
    const again = await product.tell("refresh");
    expect(again.states.map(({ failureCause }) => failureCause)).toEqual([null, null, null]);
  });
});

describe.each(DATABASES)("two hundred nodes that fail at once, on $kind", ({ databaseUrl }) => {
  const { start } = inFolder(databaseUrl);

  it("each end with a cause, while the others are read", async () => {
    const product = await start();
    await readFleet(product);
    // Nobody listens there: these ports are below those that are given out.
    const gone = Array.from({ length: 200 }, (_, index) => ({
      hostname: `gone${index}`,
      sshPort: 700 + index,
      hostKeyFingerprint: `SHA256:${index}`,
    }));
    await product.tell(`enrol ${JSON.stringify(gone)}`);
    const { states } = await product.tell("refresh");
    expect(states).toHaveLength(203);
    const failed = states.filter(({ state }) => state === "failed");
    expect(failed).toHaveLength(200);
    expect(new Set(failed.map(({ failureCause }) => failureCause))).toEqual(new Set(["unreachable"]));
  });
});

/** Writes until there is no more room. */
function fill(path: string): void {
  const file = openSync(path, "w");
  try {
    for (;;) writeSync(file, Buffer.alloc(65_536));
  } finally {
    closeSync(file);
  }
}

describe.runIf(userInfo().uid === 0)("a disk that is full, under the embedded database", () => {
  const { at, start } = inFolder(async () => "");
  const small = () => join(at.folder, "small");
  afterAll(() => spawnSync("umount", ["-l", small()]));

  it("loses nothing that was stored: with room again everything is there and goes on", async () => {
    mkdirSync(small());
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=400m", "tmpfs", small()]);
    expect(mounted).toMatchObject({ status: 0 });
    const env = { OVERMESH_DATA_FOLDER: small() };
    const first = await start(env);
    const names = await readFleet(first);
    expect(() => fill(join(small(), "filler"))).toThrow("ENOSPC");
    await fleet.update("bts01", (state) => {
      state.pdcName = "moved";
    });
    // Whether it can still say how that ended or not: what counts is what is there afterwards.
    await Promise.race([
      first.tell("refresh").catch(() => null),
      new Promise((resolve) => setTimeout(resolve, 8000)),
    ]);
    await first.kill();
    rmSync(join(small(), "filler"));

    const second = await start(env);
    const { known, states } = await second.tell("refresh");
    expect(known.toSorted()).toEqual(names);
    expect(states.map(({ failureCause }) => failureCause)).toEqual([null, null, null]);
  });
});
