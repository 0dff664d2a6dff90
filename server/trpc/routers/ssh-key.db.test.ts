import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { claimKeyCheck } from "#db/queries/node-claim.ts";
import {
  claimNodeRefresh,
  insertRefreshRun,
  queueNodeRefreshes,
  updateNodeRefresh,
} from "#db/queries/refresh.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { nodes } from "#db/schema/node.ts";
import { sshKeys } from "#db/schema/ssh-key.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createNode } from "#db/testing/factories.ts";
import { EventBus } from "#server/adapters/events/event-bus.ts";
import { KeyRing } from "#server/adapters/ssh/key-ring.ts";
import { NodeConnectionError } from "#server/adapters/ssh/node-connection-error.ts";
import { loadSshIdentity } from "#server/adapters/ssh/ssh-identity.ts";
import type { Actor } from "#server/domain/access.ts";
import { activeKey, settleActiveKey } from "#server/services/ssh-key/active-key.ts";
import { checkKey, maintainKeyChecks } from "#server/services/ssh-key/check-keys.ts";
import { createCaller, router } from "../init.ts";
import { sshKeyRouter } from "./ssh-key.ts";

type Check = { fingerprint: string; nodeId: string };
type Answer = "yes" | "no" | "unreachable";

describeOnEachDatabase("SSH keys", (on) => {
  let folder = "";
  let keyRing: KeyRing;
  let nodeIds: string[] = [];
  /** What nodes say to a key, by the port they are reached at. */
  let answers = new Map<string, Answer>();
  const queued: Check[] = [];
  const keyCheckQueue = {
    enqueueKeyChecks: async (checks: readonly Check[]) => {
      queued.push(...checks);
    },
  };

  const as = (actor: Actor) =>
    createCaller(router({ sshKey: sshKeyRouter }))({
      db: on.db,
      events: new EventBus(),
      refreshQueue: { enqueue: async () => undefined },
      settings: {
        ...{ staleAfterSeconds: 900, refreshIntervalSeconds: 0, vxlanRestSeconds: 0, isDemoFleet: true },
        publicAddressExceptions: [],
      },
      ssh: { keyRing, tryJumpHost: async () => undefined, keyCheckQueue },
      actor,
    }).sshKey;
  const operator = () => as(cloudActor());
  const keyOf = async (role: "active" | "next" | "old") =>
    (await operator().list()).keys.find((key) => key.role === role);

  const deps = () => ({
    ...{ db: on.db, keyRing, keyCheckQueue, now: () => new Date() },
    isLetIn: async ({ port }: { port: number }, credential: object) => {
      const answer = answers.get(`${port} ${JSON.stringify(credential)}`) ?? answers.get(`${port}`) ?? "yes";
      if (answer === "unreachable") throw new NodeConnectionError("unreachable", "The node is unreachable.");
      return answer === "yes";
    },
  });
  const work = async () => {
    for (const check of queued.splice(0)) await checkKey(deps(), check);
  };
  const restart = () => {
    keyRing = new KeyRing(folder);
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "overmesh-keys-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    await on.db.delete(sshKeys);
    await on.db.delete(nodes);
    rmSync(folder, { recursive: true, force: true });
    answers = new Map();
    queued.length = 0;
    nodeIds = [];
    for (const sshPort of [1, 2, 3]) {
      const made = await createNode(on.db, { hostname: `node-${sshPort}`, sshPort, hostKeyFingerprint: "x" });
      nodeIds.push(made.id);
    }
    const configured = { ...loadSshIdentity(join(folder, "id_ed25519")), source: "data-folder" as const };
    keyRing = new KeyRing(folder, [configured]);
    await settleActiveKey({ db: on.db, keyRing }, configured, new Date());
  });

  it("are changed without losing a node: prepared, checked everywhere, switched to, and the old one removed", async () => {
    const old = await activeKey({ db: on.db, keyRing });
    const { fingerprint } = await operator().prepare({ kind: "generate" });
    expect((await activeKey({ db: on.db, keyRing })).fingerprint).toBe(old.fingerprint);
    await expect(operator().prepare({ kind: "generate" })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await operator().check({ fingerprint })).toEqual({ nodeCount: 3 });
    expect((await keyOf("next"))?.counts).toMatchObject({ waiting: 3 });
    await work();
    expect((await keyOf("next"))?.counts).toMatchObject({ accepted: 3, waiting: 0 });
    await operator().switch({ fingerprint, knownRest: "" });
    restart();
    expect((await activeKey({ db: on.db, keyRing })).fingerprint).toBe(fingerprint);

    answers = new Map([
      ["1", "no"],
      ["2", "yes"],
      ["3", "unreachable"],
    ]);
    await operator().check({ fingerprint: old.fingerprint });
    await work();
    const still = (await keyOf("old"))?.listed;
    expect(still?.map(({ hostname }) => hostname)).toEqual(["node-2"]);
    await operator().remove({ fingerprint: old.fingerprint });
    expect(await keyOf("old")).toBeUndefined();
    expect(readdirSync(folder)).toHaveLength(1);
    const events = await on.db.select().from(auditEvents).where(eq(auditEvents.subjectId, fingerprint));
    expect(events.map(({ action }) => action)).toEqual([
      "ssh-key.prepare",
      "ssh-key.check",
      "ssh-key.switch",
    ]);
  });

  it("are not switched to while a node has not let the next one in, except knowingly and by name", async () => {
    answers = new Map([
      ["2", "no"],
      ["3", "unreachable"],
    ]);
    const { fingerprint } = await operator().prepare({ kind: "generate" });
    await operator().check({ fingerprint });
    await work();
    expect((await keyOf("next"))?.counts).toEqual({
      accepted: 1,
      refused: 1,
      failed: 1,
      waiting: 0,
      unchecked: 0,
    });
    await expect(operator().switch({ fingerprint, knownRest: "" })).rejects.toThrow(
      "Not yet let in with the new key: node-2, node-3.",
    );
    const shown = await keyOf("next");
    expect(shown?.listed.map(({ hostname }) => hostname)).toEqual(["node-2", "node-3"]);
    const knownRest = shown?.restMark ?? "";
    const joined = await createNode(on.db, { hostname: "node-4", sshPort: 4, hostKeyFingerprint: "x" });
    await expect(operator().switch({ fingerprint, knownRest })).rejects.toThrow("node-2, node-3, node-4.");
    await on.db.delete(nodes).where(eq(nodes.id, joined.id));
    await operator().switch({ fingerprint, knownRest });
    expect((await keyOf("active"))?.fingerprint).toBe(fingerprint);
  });

  it("are asked about again only where they were not let in yet", async () => {
    answers = new Map([["2", "no"]]);
    const { fingerprint } = await operator().prepare({ kind: "generate" });
    await operator().check({ fingerprint });
    await work();
    answers = new Map();
    expect(await operator().check({ fingerprint })).toEqual({ nodeCount: 1 });
    await work();
    expect((await keyOf("next"))?.counts).toMatchObject({ accepted: 3 });
  });

  it("wait while the node is being refreshed, and a refresh waits for them: one question at a time", async () => {
    const [nodeId = ""] = nodeIds;
    const run = await insertRefreshRun(on.db, { trigger: "person", title: "one" });
    const { newIds } = await queueNodeRefreshes(on.db, run.id, [nodeId]);
    const [refreshId = ""] = newIds;
    const { fingerprint } = await operator().prepare({ kind: "generate" });
    await operator().check({ fingerprint });
    const check = { fingerprint, nodeId };
    expect(await claimNodeRefresh(on.db, refreshId, new Date())).toMatchObject({ nodeId });
    expect(await claimKeyCheck(on.db, check, new Date())).toBe("busy");
    await updateNodeRefresh(on.db, refreshId, { state: "queued" });
    const claims = await Promise.all(
      Array.from({ length: 4 }, () => claimKeyCheck(on.db, check, new Date())),
    );
    expect(claims.filter((claim) => claim === "claimed")).toHaveLength(1);
    expect(await claimNodeRefresh(on.db, refreshId, new Date())).toBe("pdc-busy");
  });

  it("do not stay under check for ever when a process dies", async () => {
    const { fingerprint } = await operator().prepare({ kind: "generate" });
    await operator().check({ fingerprint });
    const [nodeId = ""] = nodeIds;
    await claimKeyCheck(on.db, { fingerprint, nodeId }, new Date());
    queued.length = 0;
    await maintainKeyChecks({ db: on.db, keyCheckQueue }, new Date(Date.now() + 3_600_000));
    expect((await keyOf("next"))?.counts).toMatchObject({ failed: 1, waiting: 2 });
    expect(queued).toHaveLength(2);
  });

  it("never leave the server: what is told of them holds no private half", async () => {
    await operator().prepare({ kind: "generate" });
    const told = JSON.stringify([await operator().list(), await on.db.select().from(sshKeys)]);
    expect(told).not.toContain("PRIVATE KEY");
    expect(told).not.toContain("credential");
  });

  it("are missed in words where this server does not hold the one in use", async () => {
    rmSync(folder, { recursive: true, force: true });
    restart();
    await expect(activeKey({ db: on.db, keyRing })).rejects.toThrow("does not hold the SSH key SHA256:");
    expect((await keyOf("active"))?.source).toBeNull();
  });

  it("are taken from the environment when nobody holds the recorded one, and left alone otherwise", async () => {
    const recorded = (await keyOf("active"))?.fingerprint;
    const given = { ...new KeyRing(join(folder, "elsewhere")).generate(), source: "environment" as const };
    await settleActiveKey({ db: on.db, keyRing: new KeyRing(folder, [given]) }, given, new Date());
    expect((await keyOf("active"))?.fingerprint).toBe(recorded);
    const without = new KeyRing(join(folder, "nothing"), [given]);
    await settleActiveKey({ db: on.db, keyRing: without }, given, new Date());
    expect((await keyOf("active"))?.fingerprint).toBe(given.fingerprint);
    expect((await keyOf("old"))?.fingerprint).toBe(recorded);
  });

  it("are found by nobody of a vDC, and changed by no auditor", async () => {
    const fingerprint = (await keyOf("active"))?.fingerprint ?? "";
    const [person, auditor] = [as(vdcActor(randomUUID())), as(cloudActor("auditor"))];
    const asked = (who: typeof person) => [
      () => who.prepare({ kind: "generate" }),
      () => who.check({ fingerprint }),
      () => who.switch({ fingerprint, knownRest: "" }),
      () => who.remove({ fingerprint }),
    ];
    await expect(person.list()).rejects.toMatchObject({ code: "NOT_FOUND" });
    for (const ask of asked(person)) await expect(ask()).rejects.toMatchObject({ code: "NOT_FOUND" });
    for (const ask of asked(auditor)) await expect(ask()).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(operator().remove({ fingerprint })).rejects.toMatchObject({ code: "CONFLICT" });
  });
});
