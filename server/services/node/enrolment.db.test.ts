import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Fleet, startFleet } from "../../../e2e/fleet/fleet.ts";
import { demoNodes } from "../../../e2e/fleet/demo.ts";
import { clientKeyPair } from "../../../e2e/fleet/testing/ssh-client.ts";
import { listAuditEvents } from "#db/queries/audit.ts";
import { findNodeRow, insertNode, saveFacts, updateNode } from "#db/queries/node.ts";
import { queueNodeRefreshes, insertRefreshRun } from "#db/queries/refresh.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { RUN_LIMITS } from "#server/adapters/ssh/run-limits.ts";
import { runOnNode } from "#server/adapters/ssh/run-on-node.ts";
import { type Actor, authorizeCloud } from "#server/domain/access.ts";
import { mergeFacts } from "#server/domain/facts.ts";
import { createCaller, router } from "#server/trpc/init.ts";
import { contextOf, settingsWith } from "#server/trpc/testing/context.ts";
import { nodeRouter } from "#server/trpc/routers/node.ts";
import { refreshNode } from "../refresh/refresh-node.ts";
import { readProbeRings } from "../refresh/kept-probe-rings.ts";
import { RefreshesInProgress } from "../refresh/refreshes-in-progress.ts";

const settings = settingsWith({ isDemoFleet: true, nodeAddressExceptions: ["127.0.0.0/8"] });
const OTHER_KEY = `SHA256:${"x".repeat(43)}`;
const callerOf = createCaller(router({ node: nodeRouter }));

describeOnEachDatabase("enrolling nodes", (on) => {
  const keys = clientKeyPair();
  const scripts: string[] = [];
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({ nodes: demoNodes.slice(0, 1), clientPublicKey: keys.public, firstPort: 0 });
  });
  afterAll(() => fleet.close());

  const refreshQueue = { enqueue: async () => undefined };
  const as = (actor: Actor) => callerOf(contextOf(on.db, actor, { refreshQueue, settings })).node;
  const operator = () => as(cloudActor());

  /** The one node of the fleet, as nobody knows it yet. */
  async function enrolAnew(expectedFingerprint: string | null, confirmExpected: boolean) {
    const { port } = fleet.node("bts01");
    for (const { id } of (await operator().list({})).nodes)
      await updateNode(on.db, id, { sshAddress: `former-${id}`, nodeUuid: null });
    const node = { sshAddress: "127.0.0.1", sshPort: port, expectedFingerprint };
    const [outcome] = await operator().enrolListed({ nodes: [node], confirmExpected });
    return outcome?.nodeId ?? "";
  }

  async function refresh(nodeId: string) {
    const run = await insertRefreshRun(on.db, { trigger: "person", title: "one" });
    const { newIds } = await queueNodeRefreshes(on.db, run.id, [nodeId]);
    for (const id of newIds) {
      await refreshNode(
        {
          db: on.db,
          fingerprintSalt: "the salt of this installation",
          runOnNode: (endpoint, script, during) => {
            scripts.push(script);
            return runOnNode(endpoint, { privateKey: keys.private }, script, RUN_LIMITS, during);
          },
          refreshQueue,
          inProgress: new RefreshesInProgress(),
          probeRings: () => readProbeRings(on.db),
          retryDelaySeconds: () => null,
          now: () => new Date(),
        },
        id,
      );
    }
    return operator().byId({ nodeId });
  }

  it("asks a quarantined node once, with the key an operator saw, and takes nothing it says for fact", async () => {
    const nodeId = await enrolAnew(null, false);
    const { hostKeyFingerprint } = fleet.node("bts01");
    expect(await refresh(nodeId)).toMatchObject({ hostKeyFingerprint, isConfirmed: false });
    expect(await operator().introduction({ nodeId })).toBeNull();
    await expect(operator().allowAskingOnce({ nodeId, fingerprint: OTHER_KEY })).rejects.toThrow(
      "another host key",
    );

    await operator().allowAskingOnce({ nodeId, fingerprint: hostKeyFingerprint });
    expect(await refresh(nodeId)).toMatchObject({ isConfirmed: false, facts: null, hostname: "127.0.0.1" });
    expect(scripts.at(-1)).not.toContain("the salt of this installation");
    const introduction = await operator().introduction({ nodeId });
    expect(introduction).toMatchObject({
      hostname: "bts01",
      pdcName: "bratislava-1",
      vmCount: expect.any(Number),
    });
    expect(introduction?.checklist.requirements.length).toBeGreaterThan(5);

    expect((await refresh(nodeId)).lastRefresh).toMatchObject({ cause: "host-key-unconfirmed" });
    await operator().confirmHostKey({ nodeId, fingerprint: hostKeyFingerprint });
    expect(await operator().introduction({ nodeId })).toBeNull();
    expect(await refresh(nodeId)).toMatchObject({ hostname: "bts01", pdcName: "bratislava-1" });
    await expect(operator().allowAskingOnce({ nodeId, fingerprint: hostKeyFingerprint })).rejects.toThrow(
      "confirmed already",
    );
  });

  it("lets the expected key confirm a node by itself only where the operator said so, in that person's name", async () => {
    const { hostKeyFingerprint } = fleet.node("bts01");
    const waiting = await refresh(await enrolAnew(hostKeyFingerprint, false));
    expect(waiting).toMatchObject({
      isConfirmed: false,
      hostKeyFingerprint,
      expectedFingerprint: hostKeyFingerprint,
    });
    const { id } = await refresh(await enrolAnew(hostKeyFingerprint, true));
    expect(await findNodeRow(on.db, id)).toMatchObject({ hostname: "bts01", expectedFingerprint: null });
    expect(await operator().byId({ nodeId: id })).toMatchObject({
      isConfirmed: true,
      pdcName: "bratislava-1",
    });
    const { scope } = authorizeCloud(cloudActor(), "audit:read");
    const events = await listAuditEvents(on.db, scope, { subjectId: id, limit: 10 });
    expect(events.find(({ action }) => action === "node.confirm-host-key")).toMatchObject({
      actorName: cloudActor().name,
    });
  });

  it("sends nothing to a node that shows another key than the expected one, and keeps it quarantined", async () => {
    const { hostKeyFingerprint } = fleet.node("bts01");
    const nodeId = await enrolAnew(OTHER_KEY, true);
    expect(await refresh(nodeId)).toMatchObject({
      isConfirmed: false,
      hostKeyFingerprint,
      facts: null,
      lastRefresh: {
        cause: "host-key-unconfirmed",
        detail: expect.stringContaining(`expected ${OTHER_KEY}`),
      },
    });
  });

  it("tells that another node has the same UUID, before it is confirmed and after, and takes nothing from it", async () => {
    const { hostKeyFingerprint } = fleet.node("bts01");
    const { nodeUuid } = fleet.state("bts01");
    const nodeId = await enrolAnew(null, false);
    const twin = {
      hostname: "bts01",
      sshAddress: `twin-${randomUUID()}`,
      nodeUuid,
      hostKeyConfirmedAt: new Date(),
    };
    const { id: twinId } = await insertNode(on.db, twin);
    const identity = {
      ...{ nodeUuid, hostname: "bts01", pdcName: "bratislava-1", adminIp: null, adminNicTagName: "admin" },
      ...{ liveImage: null, bootedAt: null },
    };
    const save = { observedAt: new Date(), hasChanged: true };
    const facts = mergeFacts(null, { identity }, save.observedAt);
    await on.db.transaction((tx) => saveFacts(tx, twinId, facts, save));
    await refresh(nodeId);
    await operator().allowAskingOnce({ nodeId, fingerprint: hostKeyFingerprint });
    await refresh(nodeId);
    expect((await operator().introduction({ nodeId }))?.remarks[0]).toMatchObject({
      severity: "critical",
      sentence: expect.stringContaining(`bts01 is already known as ${nodeUuid}`),
    });
    await operator().confirmHostKey({ nodeId, fingerprint: hostKeyFingerprint });
    expect(await refresh(nodeId)).toMatchObject({ facts: null, lastRefresh: { cause: "identity-changed" } });
  });

  it("enrols what can be enrolled of a list, and names why the rest is not", async () => {
    const node = (sshAddress: string) => ({ sshAddress, sshPort: 22, expectedFingerprint: null });
    const octet = Math.floor(Math.random() * 200);
    const fresh = `10.99.${octet}.${octet}`;
    const list = [node(fresh), node("169.254.1.1"), node(fresh)];
    const outcomes = await operator().enrolListed({ nodes: list, confirmExpected: true });
    expect(outcomes.map(({ nodeId, refusal }) => [nodeId !== null, refusal])).toEqual([
      [true, null],
      [false, expect.stringContaining("link-local")],
      [false, expect.stringContaining("already enrolled")],
    ]);
  });

  it("confirms many keys, each only if it is the one shown, and tells the others", async () => {
    const nodeId = await enrolAnew(null, false);
    await refresh(nodeId);
    const { hostKeyFingerprint } = fleet.node("bts01");
    const missing = randomUUID();
    const answer = await operator().confirmHostKeys({
      confirmations: [
        { nodeId: missing, fingerprint: hostKeyFingerprint },
        { nodeId, fingerprint: hostKeyFingerprint },
        { nodeId, fingerprint: OTHER_KEY },
      ],
    });
    expect(answer.confirmedIds).toEqual([nodeId]);
    expect(answer.refusals).toMatchObject([{ nodeId: missing, message: "No such node." }, { nodeId }]);
  });

  it("is an operator's alone", async () => {
    const [nodeId, fingerprint] = [randomUUID(), OTHER_KEY];
    const nodes = [{ sshAddress: "10.0.0.1", sshPort: 22, expectedFingerprint: null }];
    for (const [actor, code] of [
      [vdcActor(randomUUID()), "NOT_FOUND"],
      [cloudActor("auditor"), "FORBIDDEN"],
    ] as const) {
      const caller = as(actor);
      for (const ask of [
        () => caller.allowAskingOnce({ nodeId, fingerprint }),
        () => caller.enrolListed({ nodes, confirmExpected: false }),
        () => caller.confirmHostKeys({ confirmations: [{ nodeId, fingerprint }] }),
      ]) {
        await expect(ask()).rejects.toMatchObject({ code });
      }
    }
    await expect(as(vdcActor(randomUUID())).introduction({ nodeId })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
