import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { demoNodes } from "../e2e/fleet/demo.ts";
import { type Fleet, startFleet } from "../e2e/fleet/fleet.ts";
import { startTemporaryPostgres, type TemporaryPostgres } from "#db/testing/postgres.ts";
import { isRefreshInFlight } from "./domain/refresh-state.ts";
import {
  ProductProcess,
  type RefreshSaid,
  type RunSaid,
  type StoredNode,
} from "./testing/product-process.ts";
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
async function readFleet(product: ProductProcess): Promise<RunSaid> {
  const nodes = fleet.nodes.map(({ name, port, hostKeyFingerprint }) => ({
    hostname: name,
    sshPort: port,
    hostKeyFingerprint,
  }));
  await product.tell(`enrol ${JSON.stringify(nodes)}`);
  const read = await product.tell("refresh");
  expect(read.states.map(({ state }) => state)).toEqual(["done", "done", "done"]);
  expect(read.stored.map(({ hostname }) => hostname)).toEqual(nodes.map(({ hostname }) => hostname));
  return read;
}

/** All is read without any failure: whatever happened before, the product goes on. */
async function expectToGoOn(product: ProductProcess): Promise<RunSaid> {
  const again = await product.tell("refresh");
  expect(again.states.map(({ failureCause }) => failureCause)).toEqual([null, null, null]);
  return again;
}

/** It says what was the cause, at which step it was, and what happened in a sentence. */
function expectTold({ state, failureCause, failedStep, failureDetail }: RefreshSaid): void {
  expect(state).toBe("failed");
  expect(failureCause).not.toBeNull();
  expect(failedStep).not.toBeNull();
  expect(failureDetail).toMatch(/^[A-Z].{15,}\.$/);
}

/** The same node after one more change was stored whole. */
const storedAnew = (before: StoredNode, mark: string) => ({
  ...before,
  ...{ digest: expect.any(String), nicTags: expect.arrayContaining([mark]), snapshots: before.snapshots + 1 },
});

let markCount = 0;

/** A NIC tag that no node had before, and every node shows on its next refresh. */
async function markNodes(): Promise<string> {
  markCount += 1;
  const mark = `mark${markCount}`;
  for (const { name } of fleet.nodes)
    await fleet.update(name, (state) => {
      state.nicTags = { ...state.nicTags, [mark]: "igb1" };
    });
  return mark;
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
      await readFleet(first);
      await fleet.setFault("bts02", "hang");
      const before = await first.tell("refresh-and-hang bts02");
      await first.kill();
      await fleet.setFault("bts02", null);

      const second = await start();
      const { states, stored } = await second.tell(`look ${before.runId}`);
      expect(stored).toEqual(before.stored);
      const [one, hung, other] = states;
      expect(hung).toMatchObject({
        ...{ hostname: "bts02", state: "failed", failureCause: "interrupted", failedStep: "collecting" },
        failureDetail: "Overmesh was stopped while it refreshed this node; refresh it again.",
      });
      // What had ended stays as it ended, and is not done again.
      expect([one, other]).toEqual(before.states.filter(({ hostname }) => hostname !== "bts02"));
      await expectToGoOn(second);
    });
  },
);

describe.each(DATABASES)(
  "a process killed with -9 at any moment of a refresh, on $kind",
  ({ databaseUrl }) => {
    const { start } = inFolder(databaseUrl);

    it("has stored what it said it stored and nothing of the rest, and every refresh has ended", async () => {
      let product = await start();
      let known = await readFleet(product);
      for (const milliseconds of [0, 120, 300, 600, 1000]) {
        const mark = await markNodes();
        const { runId } = await product.tell("order");
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        await product.kill();

        product = await start();
        const { states, stored } = await product.tell(`look-at-the-end ${runId}`);
        const isDone = (index: number) => states[index]?.state === "done";
        expect(stored).toEqual(
          known.stored.map((node, index) => (isDone(index) ? storedAnew(node, mark) : node)),
        );
        for (const state of states.filter((_, index) => !isDone(index))) expectTold(state);
        known = await expectToGoOn(product);
        expect(known.stored.every(({ nicTags }) => nicTags.includes(mark))).toBe(true);
      }
    });
  },
);

describe("a database that restarts in the middle of a refresh, without a word", () => {
  let postgres: TemporaryPostgres;
  const { start } = inFolder(async () => {
    postgres = await startTemporaryPostgres();
    return postgres.url;
  });
  afterAll(() => postgres.stop());

  it("is used again by the same process: what was stored is there, and what was running ends", async () => {
    const product = await start();
    await readFleet(product);
    await fleet.setFault("bts02", "hang");
    const before = await product.tell("refresh-and-hang bts02");
    await postgres.restart();
    await fleet.setFault("bts02", "refuse-connection");
    await fleet.setFault("bts02", null);

    const after = await product.tell(`look-at-the-end ${before.runId}`);
    expect(after.stored).toEqual(before.stored);
    await expectToGoOn(product);
  });
});

describe("a database that goes away in the middle of a refresh and comes back", () => {
  const { at, start } = inFolder(emptyPostgres);

  it("is used again by the same process: what was stored is there, what was running has ended", async () => {
    const product = await start();
    await readFleet(product);
    await fleet.setFault("bts02", "hang");
    const { runId, stored } = await product.tell("refresh-and-hang bts02");
    const name = new URL(at.url).pathname.slice(1);
    await asAdmin(
      `alter database ${name} with allow_connections false`,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    );
    await fleet.setFault("bts02", "refuse-connection");
    await fleet.setFault("bts02", null);
    await asAdmin(`alter database ${name} with allow_connections true`);

    expect((await product.tell(`look ${runId}`)).stored).toEqual(stored);
    // What was cut off is tried again, and then ends as well.
    const inFlight = async () =>
      (await product.tell(`look ${runId}`)).states.filter(({ state }) => isRefreshInFlight(state));
    await expect.poll(inFlight, { timeout: 60_000, interval: 500 }).toEqual([]);
    await expectToGoOn(product);
  });
});

describe.each(DATABASES)("two hundred nodes that fail at once, on $kind", ({ databaseUrl }) => {
  const { start } = inFolder(databaseUrl);

  it("each end with a cause, a step and words of their own, while the others are read and keep what they had", async () => {
    const product = await start();
    const before = await readFleet(product);
    // Nobody listens there: these ports are below those that are given out.
    const gone = Array.from({ length: 200 }, (_, index) => ({
      hostname: `gone${index}`,
      sshPort: 700 + index,
      hostKeyFingerprint: `SHA256:${index}`,
    }));
    await product.tell(`enrol ${JSON.stringify(gone)}`);
    const { states, stored } = await product.tell("refresh");
    expect(states).toHaveLength(203);
    const failed = states.filter(({ state }) => state === "failed");
    expect(failed.map(({ hostname }) => hostname).toSorted()).toEqual(
      gone.map(({ hostname }) => hostname).toSorted(),
    );
    for (const state of failed)
      expect(state).toMatchObject({
        ...{ failureCause: "unreachable", failedStep: "connecting", attempt: 3 },
        failureDetail: "The node is unreachable: the connection was refused.",
      });
    expect(states.filter(({ state }) => state !== "failed").map(({ state }) => state)).toEqual([
      ...["unchanged", "unchanged", "unchanged"],
    ]);
    expect(stored).toEqual(before.stored);
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
    const before = await readFleet(first);
    expect(() => fill(join(small(), "filler"))).toThrow("ENOSPC");
    const mark = await markNodes();
    // Whether it can still say how that ended or not: what counts is what is there afterwards.
    const said = await Promise.race([
      first.tell("refresh").catch(() => null),
      new Promise<null>((resolve) => setTimeout(() => resolve(null), 8000)),
    ]);
    await first.kill();
    rmSync(join(small(), "filler"));

    const second = await start(env);
    // Says so only when nothing is running any more.
    const { stored } = await second.tell("when-all-has-ended");
    const isNew = ({ hostname }: StoredNode, index: number) =>
      stored[index]?.nicTags.includes(mark) ||
      said?.states.some((each) => each.hostname === hostname && each.state === "done");
    expect(stored).toEqual(
      before.stored.map((node, index) => (isNew(node, index) ? storedAnew(node, mark) : node)),
    );
    const after = await expectToGoOn(second);
    expect(after.stored.every(({ nicTags }) => nicTags.includes(mark))).toBe(true);
  });
});
