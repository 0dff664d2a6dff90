import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { insertNode, type NewNode, saveFacts } from "#db/queries/node.ts";
import { listOverlayRules, takeOverFoundRules } from "#db/queries/overlay-rule.ts";
import { insertRefreshRun, queueNodeRefreshes, updateNodeRefresh } from "#db/queries/refresh.ts";
import { openWarnings } from "#db/queries/warning-findings.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import type { Actor } from "#server/domain/access.ts";
import { type FactParts, mergeFacts, type OverlayRule } from "#server/domain/facts.ts";
import { healthyNodes } from "#server/domain/testing/mesh-nodes.ts";
import { finding, nodeKey } from "#server/domain/warnings/finding.ts";
import { orderRefreshAfterRuleChange } from "#server/services/refresh/order-refresh.ts";
import { contextOf } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { nodeRouter } from "./node.ts";
import { overlayRuleRouter } from "./overlay-rule.ts";
import { refreshRouter } from "./refresh.ts";

const callerOf = createCaller(
  router({ node: nodeRouter, overlayRule: overlayRuleRouter, refresh: refreshRouter }),
);
const FINGERPRINT = `SHA256:${"a".repeat(43)}`;

const ruleOf = (name: string, change: Partial<OverlayRule> = {}): OverlayRule => ({
  name,
  text: "",
  encapsulation: "vxlan",
  search: "files",
  listenAddress: "0.0.0.0",
  listenPort: 4789,
  arpFilePath: null,
  mtuBytes: 1400,
  problems: [],
  ...change,
});
let ruleCount = 0;
const newRuleName = () =>
  `rule_${(ruleCount += 1)}_${randomUUID()
    .replaceAll(/[^a-f]/g, "")
    .slice(0, 6)}x`;

describeOnEachDatabase("what operators read of nodes", (on) => {
  const as = (actor: Actor | null) => callerOf(contextOf(on.db, actor));
  const operator = () => as(cloudActor());
  let nodeCount = 0;
  const enrol = (change: Partial<NewNode> = {}) =>
    insertNode(on.db, {
      hostname: "unknown",
      sshAddress: `10.77.0.${(nodeCount += 1)}`,
      hostKeyFingerprint: FINGERPRINT,
      hostKeyConfirmedAt: new Date(),
      lastRefreshOutcome: "ok",
      lastRefreshFinishedAt: new Date(),
      ...change,
    });
  const report = async (nodeId: string, parts: Partial<FactParts> = {}, observedAt = new Date()) => {
    const identity = {
      nodeUuid: randomUUID(),
      hostname: `node-${nodeId.slice(0, 8)}`,
      pdcName: "prague-1",
      adminIp: null,
      adminNicTagName: "admin",
      liveImage: null,
      bootedAt: null,
    };
    const nics = [
      {
        name: "e1000g0",
        kind: "physical" as const,
        macAddress: "00:00:00:00:00:01",
        ipv4Address: "10.0.0.1",
        linkStatus: "up" as const,
        nicTagNames: ["admin"],
        mtuBytes: 1500,
      },
    ];
    const facts = mergeFacts(null, { identity, nics, hostVnics: [], ...parts }, observedAt);
    await on.db.transaction((tx) => saveFacts(tx, nodeId, facts, { observedAt, hasChanged: true }));
  };
  const summaryOf = async (nodeId: string) =>
    (await operator().node.list({ limit: 1000 })).nodes.find(({ id }) => id === nodeId);

  it("lists a node with what it reported, its state and its open warnings", async () => {
    const { id } = await enrol();
    await report(id);
    const subject = { kind: "node" as const, key: nodeKey(id), label: "<b>node</b>" };
    await openWarnings(
      on.db,
      [finding("node-facts-stale", { subject, cause: "Its facts are old.", evidence: [] })],
      new Date(),
    );
    expect(await summaryOf(id)).toMatchObject({
      pdcName: "prague-1",
      adminAddress: "10.0.0.1",
      externalAddress: null,
      state: "up",
      openWarningCount: 1,
      refreshInFlight: null,
    });
    const read = await operator().node.byId({ nodeId: id });
    expect(read).toMatchObject((await summaryOf(id)) ?? {});
    expect(read).toMatchObject({
      openWarnings: [{ code: "node-facts-stale" }],
      facts: { nics: { value: [{ name: "e1000g0" }] }, vmVnics: null },
    });
  });

  it("shows nothing a quarantined node said", async () => {
    const { id } = await enrol({ hostKeyConfirmedAt: null });
    await report(id);
    const summary = await summaryOf(id);
    expect(summary).toMatchObject({
      isConfirmed: false,
      pdcName: null,
      adminAddress: null,
      state: "unknown",
    });
    expect((await operator().node.byId({ nodeId: id })).facts).toBeNull();
  });

  it("calls a node stale when its facts are older than the limit", async () => {
    const { id } = await enrol();
    await report(id, {}, new Date(Date.now() - 3_600_000));
    expect(await summaryOf(id)).toMatchObject({ state: "stale" });
  });

  it("tells the refresh in flight and the parts the last one could not read", async () => {
    const { id } = await enrol();
    const run = await insertRefreshRun(on.db, { trigger: "person", title: "one" });
    const {
      newIds: [refreshId = ""],
    } = await queueNodeRefreshes(on.db, run.id, [id]);
    expect(await summaryOf(id)).toMatchObject({ refreshInFlight: "queued" });
    const partFailures = [{ part: "firewall", reason: "ipfstat printed <nothing>." }];
    await updateNodeRefresh(on.db, refreshId, {
      state: "failed",
      finishedAt: new Date(),
      failureCause: "unparsable",
      partFailures,
    });
    expect(await summaryOf(id)).toMatchObject({ refreshInFlight: null });
    expect((await operator().node.byId({ nodeId: id })).partFailures).toEqual(partFailures);
  });

  it("puts overlay rules kept here and rules on nodes side by side", async () => {
    const name = newRuleName();
    const [one, other, without] = [await enrol(), await enrol(), await enrol()];
    await report(one.id, { overlayRules: [ruleOf(name)] });
    await report(other.id, { overlayRules: [ruleOf(name, { listenPort: 4790 })] });
    await report(without.id, { overlayRules: [] });
    await takeOverFoundRules(on.db, [ruleOf(name)]);
    const summary = (await operator().overlayRule.list()).find((rule) => rule.name === name);
    expect(summary).toMatchObject({ holderCount: 2, differingCount: 1, ports: [4789, 4790] });
    const { onNodes } = await operator().overlayRule.byName({ name });
    expect(onNodes.find(({ nodeId }) => nodeId === other.id)).toMatchObject({ differing: ["listenPort"] });
    expect(onNodes.find(({ nodeId }) => nodeId === without.id)).toMatchObject({ rule: null });
  });

  it("takes found rules over once and leaves out what nodes could not use", async () => {
    const name = newRuleName();
    await takeOverFoundRules(on.db, [
      ruleOf(name),
      ruleOf("ends_in_7"),
      ruleOf("too_big", { mtuBytes: 9000 }),
    ]);
    await takeOverFoundRules(on.db, [ruleOf(name, { mtuBytes: 1300 }), ruleOf("adminoverlay")]);
    const kept = await listOverlayRules(on.db);
    expect(kept.find((rule) => rule.name === name)).toMatchObject({ mtuBytes: 1400, isUserRule: true });
    expect(kept.find((rule) => rule.name === "adminoverlay")).toMatchObject({
      isUserRule: false,
      origin: "found",
    });
    expect(kept.map((rule) => rule.name)).not.toContain("ends_in_7");
    expect(kept.map((rule) => rule.name)).not.toContain("too_big");
  });

  it("compares any two kept instants of a node, and one with now, by meaning and in the order of time", async () => {
    const { id: nodeId } = await enrol();
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    const tag = { name: "journey", type: "normal" as const, macAddress: null, link: "igb1" };
    await report(nodeId, { nicTags: [] }, minutesAgo(9));
    await report(nodeId, { nicTags: [tag] }, minutesAgo(6));
    await report(nodeId, { nicTags: [{ ...tag, link: "igb2" }] }, minutesAgo(3));
    const [third, second, first] = (await operator().node.listSnapshots({ nodeId })).map(({ id }) => id);
    const sentences = async (from = "", to = "") => {
      const { differences } = await operator().node.compareSnapshots({ nodeId, from, to });
      return differences.filter(({ part }) => part === "nicTags").map(({ sentence }) => sentence);
    };
    expect(await sentences(first, second)).toEqual(["NIC tag journey added."]);
    expect(await sentences("now", second)).toEqual(["NIC tag journey: link changed from “igb1” to “igb2”."]);
    expect(await sentences(third, "now")).toEqual([]);
    const { id: otherId } = await enrol();
    await expect(
      operator().node.compareSnapshots({ nodeId: otherId, from: first ?? "", to: second ?? "" }),
    ).rejects.toThrow("not kept any more");
  });

  it("says what a node carries and what others hold for it before it is retired", async () => {
    const nodesOfMesh = healthyNodes([
      { number: 1, pdcName: "bru-1", place: 1 },
      { number: 2, pdcName: "prg-1", place: 2 },
    ]);
    const ids = [];
    for (const { facts } of nodesOfMesh) {
      const { id } = await enrol();
      ids.push(id);
      if (facts?.identity) facts.identity.value.nodeUuid = randomUUID();
      const save = { observedAt: new Date(), hasChanged: true };
      if (facts) await on.db.transaction((tx) => saveFacts(tx, id, facts, save));
    }
    const [nodeId = "", peerId] = ids;
    const preview = await operator().node.previewRetire({ nodeId });
    expect(preview).toMatchObject({ vmCount: 1, linkCount: expect.any(Number) });
    expect(preview.leftBehind).toContainEqual({
      ...{ nodeId: peerId, hostname: "cn2", arpEntryCount: 1 },
      ...{ presharedKeyCount: 1, ikeRuleCount: 1, policyCount: 1 },
    });
    await expect(operator().node.previewRetire({ nodeId: randomUUID() })).rejects.toThrow("No such node.");
  });

  it("reads the other nodes that carry a rule which changed on one, but not those just read or paused", async () => {
    const name = newRuleName();
    const [changed, old, justRead, paused, without] = await Promise.all(
      [{}, {}, {}, { pausedUntil: new Date(Date.now() + 600_000) }, {}].map((change) => enrol(change)),
    );
    const longAgo = new Date(Date.now() - 600_000);
    for (const node of [changed, old, paused])
      await report(node?.id ?? "", { overlayRules: [ruleOf(name)] }, longAgo);
    await report(justRead?.id ?? "", { overlayRules: [ruleOf(name)] });
    await report(without?.id ?? "", { overlayRules: [] }, longAgo);
    const enqueued: boolean[] = [];
    const refreshQueue = {
      enqueue: async (jobs: readonly { isUrgent: boolean }[]) =>
        void enqueued.push(...jobs.map(({ isUrgent }) => isUrgent)),
    };
    const change = { nodeId: changed?.id ?? "", hostname: "cn1", ruleNames: [name] };
    await orderRefreshAfterRuleChange({ db: on.db, refreshQueue }, change, new Date());
    const run = (await operator().refresh.list()).find(({ title }) => title.includes(name));
    expect(run).toMatchObject({
      trigger: "rule-change",
      title: `1 node after the overlay rule ${name} changed on cn1`,
    });
    const { nodeRefreshes } = await operator().refresh.listNodes({ runId: run?.id ?? "" });
    expect(nodeRefreshes.map(({ nodeId }) => nodeId)).toEqual([old?.id]);
    expect(enqueued).toEqual([false]);
  });

  it("lets auditors read all of it and order no refresh", async () => {
    const { id } = await enrol();
    const auditor = as(cloudActor("auditor"));
    expect((await auditor.node.byId({ nodeId: id })).id).toBe(id);
    await expect(auditor.refresh.order({ selection: { kind: "all" } })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(auditor.node.retire({ nodeId: id })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("finds none of it for people of one vDC", async () => {
    const { id: nodeId } = await enrol();
    const caller = as(vdcActor(randomUUID()));
    const selection = { kind: "nodes" as const, nodeIds: [nodeId] };
    const asked = [
      () => caller.node.list({}),
      () => caller.node.count({}),
      () => caller.node.listPdcNames(),
      () => caller.node.listWaiting(),
      () => caller.node.listNamed({ hostnames: ["cn01"] }),
      () => caller.node.byId({ nodeId }),
      () => caller.node.enrol({ sshAddress: "10.0.0.9", sshPort: 22 }),
      () => caller.node.confirmHostKey({ nodeId, fingerprint: FINGERPRINT }),
      () => caller.node.retire({ nodeId }),
      () => caller.node.previewRetire({ nodeId }),
      () => caller.node.listSnapshots({ nodeId }),
      () => caller.node.compareSnapshots({ nodeId, from: "now", to: "now" }),
      () => caller.refresh.list(),
      () => caller.refresh.byId({ runId: randomUUID() }),
      () => caller.refresh.listNodes({ runId: randomUUID() }),
      () => caller.refresh.details({ nodeRefreshId: randomUUID() }),
      () => caller.refresh.listOfNode({ nodeId }),
      () => caller.refresh.order({ selection }),
      () => caller.overlayRule.list(),
      () => caller.overlayRule.byName({ name: "adminoverlay" }),
    ];
    for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("says in one sentence that there is no such node or rule", async () => {
    await expect(operator().node.byId({ nodeId: randomUUID() })).rejects.toThrow("No such node.");
    await expect(operator().node.byId({ nodeId: "../etc" })).rejects.toThrow("This is not a node's id.");
    await expect(operator().overlayRule.byName({ name: "<script>" })).rejects.toThrow(
      "No such overlay rule.",
    );
  });
});
