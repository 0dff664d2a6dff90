import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Fleet, startFleet } from "../../../e2e/fleet/fleet.ts";
import { type Bastion, startBastion } from "../../../e2e/fleet/testing/bastion.ts";
import { smallFleetSpecs } from "../../../e2e/fleet/testing/small-fleet.ts";
import { findNodeRow, updateNode } from "#db/queries/node.ts";
import { queueNodeRefreshes, insertRefreshRun } from "#db/queries/refresh.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createNode } from "#db/testing/factories.ts";
import { EventBus } from "#server/adapters/events/event-bus.ts";
import { tryJumpHost } from "#server/adapters/ssh/ask-party.ts";
import { KeyRing } from "#server/adapters/ssh/key-ring.ts";
import { runOnNode } from "#server/adapters/ssh/run-on-node.ts";
import { identityOf, newPrivateKey } from "#server/adapters/ssh/ssh-identity.ts";
import type { Actor } from "#server/domain/access.ts";
import { refreshNode } from "#server/services/refresh/refresh-node.ts";
import { readProbeRings } from "#server/services/refresh/kept-probe-rings.ts";
import { RefreshesInProgress } from "#server/services/refresh/refreshes-in-progress.ts";
import { createCaller, router } from "../init.ts";
import { jumpHostRouter } from "./jump-host.ts";
import { nodeRouter } from "./node.ts";

const { credential, publicKey } = identityOf(newPrivateKey());
const refreshQueue = { enqueue: async () => undefined };
let fleet: Fleet;
let bastion: Bastion;

beforeAll(async () => {
  fleet = await startFleet({ nodes: smallFleetSpecs.slice(0, 1), clientPublicKey: publicKey });
  bastion = await startBastion(publicKey);
});
afterAll(async () => {
  await fleet.close();
  await bastion.close();
});

describeOnEachDatabase("jump hosts", (on) => {
  const callerOf = (actor: Actor) =>
    createCaller(router({ jumpHost: jumpHostRouter, node: nodeRouter }))({
      db: on.db,
      events: new EventBus(),
      refreshQueue,
      settings: {
        ...{ staleAfterSeconds: 900, refreshIntervalSeconds: 0, vxlanRestSeconds: 0, isDemoFleet: true },
        ...{ publicAddressExceptions: [], nodeAddressExceptions: ["127.0.0.0/8"] },
      },
      ssh: {
        keyRing: new KeyRing("/nonexistent"),
        tryJumpHost: (jumpHost) => tryJumpHost(jumpHost, credential),
        keyCheckQueue: { enqueueKeyChecks: async () => undefined },
      },
      actor,
    });
  const as = (actor: Actor) => callerOf(actor).jumpHost;
  const operator = () => as(cloudActor());
  const draft = (pdcName: string, change: object = {}) => ({
    ...{ pdcName, sshAddress: "127.0.0.1", sshPort: bastion.port, username: "jump" },
    ...change,
  });
  const jumpHostOf = async (name: string) =>
    (await operator().list()).find(({ pdcName }) => pdcName === name);

  async function refresh(nodeId: string) {
    const run = await insertRefreshRun(on.db, { trigger: "person", title: "one" });
    const { newIds } = await queueNodeRefreshes(on.db, run.id, [nodeId]);
    await refreshNode(
      {
        ...{ db: on.db, fingerprintSalt: "salt", now: () => new Date(), refreshQueue },
        runOnNode: (endpoint, script, during) => runOnNode(endpoint, credential, script, undefined, during),
        ...{
          inProgress: new RefreshesInProgress(),
          probeRings: () => readProbeRings(on.db),
          retryDelaySeconds: () => null,
        },
      },
      newIds[0] ?? "",
    );
    return findNodeRow(on.db, nodeId);
  }

  it("are trusted only with a key that was shown, compared and confirmed, and carry refreshes then", async () => {
    await operator().set(draft("east"));
    expect(await jumpHostOf("east")).toMatchObject({ isConfirmed: false, hostKeyFingerprint: null });
    const { port, hostKeyFingerprint } = fleet.node("east01");
    const { id } = await createNode(on.db, { hostname: "east01", sshPort: port, hostKeyFingerprint });
    await updateNode(on.db, id, { reachedThroughPdcName: "east" });
    const before = bastion.connectionCount;
    expect(await refresh(id)).toMatchObject({ lastRefreshCause: "jump-host-refused", facts: null });
    expect(bastion.connectionCount).toBe(before);

    await operator().check({ pdcName: "east" });
    const fingerprint = bastion.hostKeyFingerprint;
    expect(await jumpHostOf("east")).toMatchObject({
      ...{ hostKeyFingerprint: fingerprint, isConfirmed: false, lastCheckDetail: null },
    });
    const wrong = `SHA256:${"A".repeat(43)}`;
    await expect(operator().confirmHostKey({ pdcName: "east", fingerprint: wrong })).rejects.toThrow(
      "another key",
    );
    await operator().confirmHostKey({ pdcName: "east", fingerprint });
    await operator().check({ pdcName: "east" });
    expect(await jumpHostOf("east")).toMatchObject({ isConfirmed: true, lastCheckDetail: null });

    expect(await refresh(id)).toMatchObject({ lastRefreshOutcome: "ok", reportedPdcName: "east" });
    expect(bastion.forwarded.at(-1)).toBe(`127.0.0.1:${port}`);
    await fleet.update("east01", (state) => (state.pdcName = "east-2"));
    await refresh(id);
    // The renamed place has no jump host; the node stays reachable through the one it was reached by.
    expect(await refresh(id)).toMatchObject({ lastRefreshOutcome: "ok", reportedPdcName: "east-2" });
    await fleet.update("east01", (state) => (state.pdcName = "east"));

    bastion.trouble = "lets-nobody-in";
    expect(await refresh(id)).toMatchObject({
      lastRefreshCause: "jump-host-refused",
      lastRefreshDetail: "The jump host 127.0.0.1 does not accept Overmesh's SSH key.",
    });
    bastion.trouble = "none";
    const events = await on.db.select().from(auditEvents).where(eq(auditEvents.subjectKind, "jump-host"));
    expect(events.map(({ action }) => action)).toEqual(["jump-host.set", "jump-host.confirm-host-key"]);
    await operator().remove({ pdcName: "east" });
  });

  it("reach a node that was never read, when an operator says so, and stay while it needs them", async () => {
    const { port, hostKeyFingerprint } = fleet.node("east01");
    const enrolment = { sshAddress: "127.0.0.1", sshPort: port, jumpHostPdcName: "remote" };
    const nodes = callerOf(cloudActor()).node;
    for (const { id } of (await nodes.list({})).nodes)
      await updateNode(on.db, id, { sshAddress: `former-${id}`, nodeUuid: null });
    const listed = { ...enrolment, expectedFingerprint: hostKeyFingerprint };
    await expect(nodes.enrol(enrolment)).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
    const [refused] = await nodes.enrolListed({ nodes: [listed], confirmExpected: true });
    expect(refused).toMatchObject({
      nodeId: null,
      refusal: expect.stringContaining("“remote” has no jump host"),
    });

    for (const pdcName of ["remote", "farther"]) {
      await operator().set(draft(pdcName));
      await operator().check({ pdcName });
      await operator().confirmHostKey({ pdcName, fingerprint: bastion.hostKeyFingerprint });
    }
    expect(await jumpHostOf("remote")).toMatchObject({ hostKeyType: "ed25519" });
    const forwardedBefore = bastion.forwarded.length;
    const { nodeId } = await nodes.enrol(enrolment);
    expect(await refresh(nodeId)).toMatchObject({ hostKeyFingerprint, hostKeyType: "ed25519", facts: null });
    await nodes.confirmHostKey({ nodeId, fingerprint: hostKeyFingerprint });
    expect(await refresh(nodeId)).toMatchObject({ lastRefreshOutcome: "ok", reportedPdcName: "east" });
    expect(bastion.forwarded.length).toBe(forwardedBefore + 2);
    expect(await nodes.byId({ nodeId })).toMatchObject({ reachedThrough: "remote" });

    // The same address behind another jump host is another node; behind the same it is this one.
    await expect(nodes.enrol(enrolment)).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
    const { nodeId: farId } = await nodes.enrol({ ...enrolment, jumpHostPdcName: "farther" });
    await expect(nodes.changeWay({ nodeId: farId, jumpHostPdcName: "remote" })).rejects.toMatchObject({
      code: "UNPROCESSABLE_CONTENT",
    });
    await expect(operator().remove({ pdcName: "remote" })).rejects.toThrow(
      "A node is said to be reached through it: east01.",
    );
    await nodes.retire({ nodeId: farId });
    await nodes.changeWay({ nodeId, jumpHostPdcName: null });
    await operator().remove({ pdcName: "remote" });
    expect(await nodes.byId({ nodeId })).toMatchObject({ reachedThrough: null, jumpHostPdcName: null });
    const change = { nodeId, jumpHostPdcName: null };
    await expect(callerOf(vdcActor(randomUUID())).node.changeWay(change)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(callerOf(cloudActor("auditor")).node.changeWay(change)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("keep the confirmed key when another one is refused, and forget one that was never confirmed", async () => {
    await operator().set(draft("west"));
    await operator().check({ pdcName: "west" });
    const fingerprint = bastion.hostKeyFingerprint;
    await operator().refuseHostKey({ pdcName: "west", fingerprint });
    expect(await jumpHostOf("west")).toMatchObject({ hostKeyFingerprint: null, isConfirmed: false });
    await operator().check({ pdcName: "west" });
    await operator().confirmHostKey({ pdcName: "west", fingerprint });
    await expect(operator().refuseHostKey({ pdcName: "west", fingerprint })).rejects.toThrow("another key");
    expect(await jumpHostOf("west")).toMatchObject({ hostKeyFingerprint: fingerprint, isConfirmed: true });
  });

  it("need their key confirmed anew at another address, and keep it for another user", async () => {
    await operator().set(draft("north"));
    await operator().check({ pdcName: "north" });
    await operator().confirmHostKey({ pdcName: "north", fingerprint: bastion.hostKeyFingerprint });
    await operator().set(draft("north", { username: "other" }));
    expect(await jumpHostOf("north")).toMatchObject({ isConfirmed: true, username: "other" });
    await operator().set(draft("north", { sshAddress: "127.0.0.2" }));
    expect(await jumpHostOf("north")).toMatchObject({ isConfirmed: false, hostKeyFingerprint: null });
  });

  it.each([
    { what: "a name", change: { sshAddress: "bastion.example.org" }, words: "names are not looked up" },
    { what: "a link-local address", change: { sshAddress: "fe80::1" }, words: "link-local" },
    {
      what: "a loopback address in disguise",
      change: { sshAddress: "::ffff:0.0.0.0" },
      words: "no address of a machine",
    },
    { what: "a user name for a shell", change: { username: "x; reboot" }, words: "user name" },
  ])("are refused at $what", async ({ change, words }) => {
    // Of a field's own rule the words stand in the cause.
    const error: unknown = await operator()
      .set(draft("south", change))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(JSON.stringify(error) + String(error)).toContain(words);
  });

  it("are found by nobody of a vDC, and changed by no auditor", async () => {
    const [person, auditor] = [as(vdcActor(randomUUID())), as(cloudActor("auditor"))];
    const fingerprint = bastion.hostKeyFingerprint;
    const ref = { pdcName: "north" };
    const asked = (who: typeof person) => [
      () => who.set(draft("north")),
      () => who.check(ref),
      () => who.confirmHostKey({ ...ref, fingerprint }),
      () => who.refuseHostKey({ ...ref, fingerprint }),
      () => who.remove(ref),
    ];
    await expect(person.list()).rejects.toMatchObject({ code: "NOT_FOUND" });
    for (const ask of asked(person)) await expect(ask()).rejects.toMatchObject({ code: "NOT_FOUND" });
    for (const ask of asked(auditor)) await expect(ask()).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(operator().remove({ pdcName: "nowhere" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
