import { randomInt, randomUUID } from "node:crypto";
import { eq, inArray, sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit.ts";
import { delegations, vxlanDelegations } from "#db/schema/delegation.ts";
import { networks, vxlans } from "#db/schema/network.ts";
import { nodeNicTags, nodes, vmVnics } from "#db/schema/node.ts";
import { overlayRules } from "#db/schema/overlay-rule.ts";
import { vdcs } from "#db/schema/vdc.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import type { Actor } from "#server/domain/access.ts";
import type { Violation } from "#server/domain/errors.ts";
import { type IdRange, VLAN_BOUNDS } from "#server/domain/id-range.ts";
import { contextOf, refusalOf, settingsWith } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { delegationRouter } from "./delegation.ts";
import { networkRouter } from "./network.ts";
import { overlayRuleRouter } from "./overlay-rule.ts";
import { vdcRouter } from "./vdc.ts";

const callerOf = createCaller(
  router({
    delegation: delegationRouter,
    network: networkRouter,
    overlayRule: overlayRuleRouter,
    vdc: vdcRouter,
  }),
);
const settings = settingsWith({ vxlanRestSeconds: 86_400 });
const HOUR_MILLISECONDS = 3_600_000;

const violationsOf = async (answer: Promise<unknown>): Promise<readonly Violation[]> =>
  (await refusalOf(answer)).violations;

describeOnEachDatabase("networks", (on) => {
  let nextVxlanId = 1000;
  let nextSubnet = 0;
  const subnet = () => {
    nextSubnet += 1;
    return `10.${Math.floor(nextSubnet / 256)}.${nextSubnet % 256}.0/24`;
  };
  /** VXLAN ids no other test of this file uses. */
  const newIds = (count: number): IdRange => {
    const first = nextVxlanId;
    nextVxlanId += count;
    return { first, last: first + count - 1 };
  };
  const as = (actor: Actor | null) => callerOf(contextOf(on.db, actor, { settings }));
  const operator = () => as(cloudActor());
  const adminOf = (vdcId: string) => as(vdcActor(vdcId));
  const draft = (
    fields: Partial<Parameters<ReturnType<typeof adminOf>["network"]["create"]>[0]["draft"]> = {},
  ) => ({
    name: `network-${randomUUID().slice(0, 8)}`,
    subnet: subnet(),
    overlayRuleName: "customers",
    vxlanId: "next-free" as const,
    vlanId: 0,
    ...fields,
  });
  const restrictedVdc = async (vxlanIds: IdRange, networkCountMax: number | null = null) =>
    createVdc(on.db, { overlayRuleName: "customers", vxlanIds, vlanIds: VLAN_BOUNDS, networkCountMax });
  const openVdc = async () => {
    const vdc = await restrictedVdc(newIds(1));
    await on.db.delete(vxlanDelegations).where(eq(vxlanDelegations.vdcId, vdc.id));
    await on.db.update(delegations).set({ isRestricted: false }).where(eq(delegations.vdcId, vdc.id));
    return vdc;
  };
  const create = (vdcId: string, fields: Parameters<typeof draft>[0] = {}) =>
    adminOf(vdcId).network.create({ vdcId, draft: draft(fields) });
  const makeNode = async () => {
    const name = `node-${randomUUID()}`;
    const [node] = await on.db
      .insert(nodes)
      .values({
        hostname: name,
        sshAddress: name,
        sshPort: randomInt(1, 65_535),
        hostKeyConfirmedAt: new Date(),
        factsObservedAt: new Date(),
      })
      .returning({ id: nodes.id });
    if (!node) throw new Error("The node was not made.");
    return node.id;
  };
  const makeVnic = async (fields: Partial<typeof vmVnics.$inferInsert>) =>
    on.db.insert(vmVnics).values({
      nodeId: await makeNode(),
      vmUuid: randomUUID(),
      vmAlias: "vm",
      interfaceName: "net0",
      macAddress: "02:08:20:00:00:01",
      nicTagName: "customers",
      vlanId: 0,
      isDhcp: false,
      ...fields,
    });

  beforeAll(async () => {
    await ensureOverlayRule(on.db, { name: "customers" });
    await ensureOverlayRule(on.db, { name: "storage", mtuBytes: 8900 });
    await on.db
      .insert(overlayRules)
      .values({ name: "strict", mtuBytes: 1400, listenPort: 4790, addressScope: "rule" })
      .onConflictDoNothing();
    const nodeId = await makeNode();
    await on.db.insert(nodeNicTags).values({ nodeId, name: "external", type: "normal" });
  });

  it("50 creators at once get 50 different free ids, and the 51st is refused", async () => {
    const ids = newIds(50);
    const vdc = await restrictedVdc(ids);
    const created = await Promise.all(Array.from({ length: 50 }, () => create(vdc.id)));
    const given = created.map(({ network }) => network.vxlanId).toSorted((a, b) => (a ?? 0) - (b ?? 0));
    expect(given).toEqual(Array.from({ length: 50 }, (_, at) => ids.first + at));
    expect(await violationsOf(create(vdc.id))).toEqual([
      { field: "vxlanId", message: "No VXLAN id is free in what this vDC was delegated." },
    ]);
  });

  it("creators in several unrestricted vDCs never get the same free id", async () => {
    const [a, b, c] = [await openVdc(), await openVdc(), await openVdc()];
    const created = await Promise.all([a, b, c, a, b, c, a, b, c].map(({ id }) => create(id)));
    expect(new Set(created.map(({ network }) => network.vxlanId)).size).toBe(9);
  });

  it("the next free VLAN inside a chosen VXLAN differs for everyone at once", async () => {
    const ids = newIds(1);
    const vdc = await restrictedVdc(ids);
    const created = await Promise.all(
      Array.from({ length: 8 }, () => create(vdc.id, { vxlanId: ids.first, vlanId: "next-free" })),
    );
    const vlanIds = created.map(({ network }) => network.vlanId).toSorted((a, b) => a - b);
    expect(vlanIds).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("of two vDCs racing for one VXLAN id exactly one gets it, and the other hears only that it is not available", async () => {
    const { first: vxlanId } = newIds(1);
    const racers = [await openVdc(), await openVdc(), await openVdc(), await openVdc()];
    const results = await Promise.allSettled(racers.map(({ id }) => create(id, { vxlanId })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refused = results.filter((result) => result.status === "rejected");
    const words = `VXLAN ${vxlanId} is not available.`;
    expect(refused.map(({ reason }) => reason.message)).toEqual([words, words, words]);
  });

  it("of two vDCs racing for one VLAN of a NIC tag exactly one gets it", async () => {
    const [a, b] = [await openVdc(), await openVdc()];
    const onTag = { overlayRuleName: null, nicTagName: "external", vxlanId: null, vlanId: 77 };
    const results = await Promise.allSettled([create(a.id, onTag), create(b.id, onTag)]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refused = results.find((result) => result.status === "rejected");
    expect(refused?.reason.message).toBe("VLAN 77 is not available.");
  });

  it("of overlapping subnets on one segment, asked for at once, exactly one is made", async () => {
    const ids = newIds(1);
    const vdc = await restrictedVdc(ids);
    const results = await Promise.allSettled(
      ["10.200.0.0/24", "10.200.0.0/25", "10.200.0.0/16"].map((subnet) =>
        create(vdc.id, { vxlanId: ids.first, subnet, allowOverlapInVdc: true }),
      ),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refused = results.filter((result) => result.status === "rejected");
    for (const { reason } of refused) expect(reason.message).toMatch(/ on the same segment\.$/);
  });

  it("never exceeds the limit of networks, however many ask at once", async () => {
    const vdc = await restrictedVdc(newIds(20), 3);
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => create(vdc.id)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    expect(await violationsOf(create(vdc.id))).toContainEqual({
      field: "",
      message: "This vDC may have at most 3 networks.",
    });
  });

  it("the database itself refuses a segment, a VXLAN id or a subnet that is taken", async () => {
    const ids = newIds(1);
    const { network } = await create((await restrictedVdc(ids)).id);
    const other = await openVdc();
    const [row] = await on.db.select().from(networks).where(eq(networks.id, network.id));
    if (!row) throw new Error("The network is gone.");
    const { id: _, ...copy } = row;
    const insert = (change: Partial<typeof row>) =>
      on.db.insert(networks).values({ ...copy, name: "copy", ...change });
    await expect(insert({ vdcId: other.id, subnet: "10.250.0.0/24" })).rejects.toMatchObject({
      cause: { code: "23P01" },
    });
    await expect(insert({ vdcId: other.id, vlanId: 9, isVxlanShared: true })).rejects.toMatchObject({
      cause: { code: "23P01", constraint: "network_vxlan_shared_by_all" },
    });
    await expect(insert({})).rejects.toMatchObject({
      cause: { code: "23P01", constraint: "network_segment_disjoint_subnets" },
    });
    await expect(insert({ overlayRuleName: "storage" })).rejects.toMatchObject({
      cause: { code: "23P01", constraint: "network_vxlan_one_rule" },
    });
    await expect(insert({ vxlanId: 2, vlanId: 9 })).rejects.toMatchObject({ cause: { code: "23503" } });
    await expect(insert({ overlayRuleName: null })).rejects.toMatchObject({ cause: { code: "23514" } });
  });

  it("uses the same words whether an id is another vDC's, delegated elsewhere, resting or on another rule", async () => {
    const vdc = await openVdc();
    const taken = newIds(1).first;
    await create((await openVdc()).id, { vxlanId: taken });
    const delegated = newIds(1);
    await restrictedVdc(delegated);
    const resting = newIds(1).first;
    const former = await create(vdc.id, { vxlanId: resting });
    await adminOf(vdc.id).network.delete({ vdcId: vdc.id, networkId: former.network.id });
    const onOtherRule = newIds(1).first;
    await create(vdc.id, { vxlanId: onOtherRule, overlayRuleName: "storage" });
    for (const vxlanId of [taken, delegated.first, resting, onOtherRule]) {
      expect(await violationsOf(create(vdc.id, { vxlanId }))).toEqual([
        { field: "vxlanId", message: `VXLAN ${vxlanId} is not available.` },
      ]);
      const preview = await adminOf(vdc.id).network.preview({ vdcId: vdc.id, draft: draft({ vxlanId }) });
      expect(preview.violations).toEqual([
        { field: "vxlanId", message: `VXLAN ${vxlanId} is not available.` },
      ]);
    }
  });

  it("answers the same outside the delegation, whoever holds the id", async () => {
    const vdc = await restrictedVdc(newIds(1));
    const nobodys = newIds(1).first;
    const delegatedElsewhere = newIds(1);
    const usedElsewhere = newIds(1);
    await restrictedVdc(delegatedElsewhere);
    await create((await restrictedVdc(usedElsewhere)).id);
    for (const vxlanId of [nobodys, delegatedElsewhere.first, usedElsewhere.first]) {
      expect(await violationsOf(create(vdc.id, { vxlanId }))).toEqual([
        { field: "vxlanId", message: `VXLAN ${vxlanId} is outside what this vDC was delegated.` },
      ]);
    }
  });

  it("a freed VXLAN id rests and is given out again afterwards", async () => {
    const ids = newIds(1);
    const vdc = await restrictedVdc(ids);
    const { network } = await create(vdc.id);
    await adminOf(vdc.id).network.delete({ vdcId: vdc.id, networkId: network.id });
    await expect(create(vdc.id)).rejects.toThrow("No VXLAN id is free in what this vDC was delegated.");
    const [row] = await on.db.select().from(vxlans).where(eq(vxlans.vxlanId, ids.first));
    expect((row?.restsUntil?.getTime() ?? 0) - Date.now()).toBeGreaterThan(23 * HOUR_MILLISECONDS);
    await on.db
      .update(vxlans)
      .set({ restsUntil: new Date(Date.now() - 1) })
      .where(eq(vxlans.vxlanId, ids.first));
    expect((await create(vdc.id)).network.vxlanId).toBe(ids.first);
  });

  it("an id rests only when its last network is gone", async () => {
    const ids = newIds(1);
    const vdc = await restrictedVdc(ids);
    const { network } = await create(vdc.id, { vxlanId: ids.first, vlanId: 1 });
    await create(vdc.id, { vxlanId: ids.first, vlanId: 2 });
    await adminOf(vdc.id).network.delete({ vdcId: vdc.id, networkId: network.id });
    expect((await create(vdc.id, { vxlanId: ids.first, vlanId: 3 })).network.vlanId).toBe(3);
  });

  it("tells everything that is wrong at once, field by field", async () => {
    const vdc = await restrictedVdc(newIds(1));
    const answer = create(vdc.id, {
      name: "-x",
      vxlanId: 9_999_999,
      vlanId: 4095,
      mtuBytes: 9001,
      subnet: "10.0.0.1/24",
    });
    expect(await violationsOf(answer)).toEqual([
      { field: "name", message: "A name has 3 to 32 characters." },
      { field: "subnet", message: "10.0.0.1/24 has host bits; its subnet is 10.0.0.0/24." },
      { field: "vlanId", message: "A VLAN id is a whole number from 0 (untagged) to 4094." },
      { field: "mtuBytes", message: "An MTU is a whole number from 576 to 9000." },
      { field: "vxlanId", message: "VXLAN 9999999 is outside what this vDC was delegated." },
    ]);
  });

  it("a segment holds several disjoint subnets of its vDC", async () => {
    const ids = newIds(1);
    const vdc = await restrictedVdc(ids);
    await create(vdc.id, { vxlanId: ids.first });
    await create(vdc.id, { vxlanId: ids.first });
    expect((await adminOf(vdc.id).network.list({ vdcId: vdc.id })).networks).toHaveLength(2);
  });

  it("refuses an overlap inside the vDC unless it is meant, and never on a rule that wants every address once", async () => {
    const vdc = await restrictedVdc(newIds(5));
    const first = await create(vdc.id, { subnet: "10.201.0.0/24" });
    expect(await violationsOf(create(vdc.id, { subnet: "10.201.0.0/25" }))).toEqual([
      {
        field: "subnet",
        message: `10.201.0.0/25 overlaps 10.201.0.0/24 of network ${first.network.name}; tick "allow overlap in this vDC" if that is meant.`,
      },
    ]);
    await create(vdc.id, { subnet: "10.201.0.0/25", allowOverlapInVdc: true });
    const [a, b] = [await openVdc(), await openVdc()];
    const strict = { overlayRuleName: "strict", subnet: "10.202.0.0/24", allowOverlapInVdc: true };
    const results = await Promise.allSettled([create(a.id, strict), create(b.id, strict)]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(results.find((result) => result.status === "rejected")?.reason.message).toBe(
      "Subnet 10.202.0.0/24 is not available.",
    );
  });

  it("an operator makes addresses unique on a rule only when none overlap, and it holds from then on", async () => {
    await ensureOverlayRule(on.db, { name: "plain" });
    const [a, b] = [await openVdc(), await openVdc()];
    const onPlain = { overlayRuleName: "plain", subnet: "10.210.0.0/24" };
    const first = await create(a.id, onPlain);
    const second = await create(b.id, onPlain);
    const setScope = () => operator().overlayRule.setAddressScope({ name: "plain", addressScope: "rule" });
    await expect(setScope()).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(second.network.name),
    });
    await adminOf(b.id).network.delete({ vdcId: b.id, networkId: second.network.id });
    await setScope();
    expect(await adminOf(a.id).network.byId({ vdcId: a.id, networkId: first.network.id })).toMatchObject({
      addressScopeRuleName: "plain",
    });
    expect((await violationsOf(create(b.id, onPlain))).map(({ message }) => message)).toEqual([
      "Subnet 10.210.0.0/24 is not available.",
    ]);
    await expect(
      adminOf(a.id).overlayRule.setAddressScope({ name: "plain", addressScope: "segment" }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("stores the rule's MTU when none is given", async () => {
    const vdc = await restrictedVdc(newIds(1));
    expect((await create(vdc.id)).network.mtuBytes).toBe(1400);
  });

  it("keeps what its VMs depend on, whatever state their node is in, and lets the rest change", async () => {
    const ids = newIds(2);
    const vdc = await restrictedVdc(ids);
    const asked = draft({ subnet: "10.203.0.0/24", gateway: "10.203.0.1", vxlanId: ids.first });
    const admin = adminOf(vdc.id);
    const { network } = await admin.network.create({ vdcId: vdc.id, draft: asked });
    await makeVnic({ vxlanId: ids.first, ipv4Addresses: ["10.203.0.9"] });
    const update = (fields: object) =>
      admin.network.update({ vdcId: vdc.id, networkId: network.id, draft: { ...asked, ...fields } });
    expect((await update({ description: "web", mtuBytes: 1400 })).network.description).toBe("web");
    const changed = {
      subnet: "10.204.0.0/24",
      gateway: "10.204.0.1",
      vxlanId: ids.last,
      vlanId: 5,
      mtuBytes: 1300,
    };
    expect((await violationsOf(update(changed))).map(({ field }) => field)).toEqual([
      "subnet",
      "gateway",
      "vxlanId",
      "vlanId",
      "mtuBytes",
    ]);
    await expect(admin.network.delete({ vdcId: vdc.id, networkId: network.id })).rejects.toThrow(
      `Network ${network.name} is used by VM vm and cannot be deleted.`,
    );
    expect(await admin.network.byId({ vdcId: vdc.id, networkId: network.id })).toMatchObject({ vmCount: 1 });
  });

  it("does not take a vNIC of another VXLAN, VLAN or subnet for its own", async () => {
    const ids = newIds(2);
    const vdc = await restrictedVdc(ids);
    const { network } = await create(vdc.id, { vxlanId: ids.first, subnet: "10.205.0.0/24" });
    await makeVnic({ vxlanId: ids.last, ipv4Addresses: ["10.205.0.9"] });
    await makeVnic({ vxlanId: ids.first, vlanId: 7, ipv4Addresses: ["10.205.0.9"] });
    await makeVnic({ vxlanId: ids.first, ipv4Addresses: ["10.206.0.9"] });
    await makeVnic({ vxlanId: ids.first, nicTagName: "storage", ipv4Addresses: ["10.205.0.9"] });
    const found = { vdcId: vdc.id, networkId: network.id };
    expect(await adminOf(vdc.id).network.byId(found)).toMatchObject({ vmCount: 0 });
    await adminOf(vdc.id).network.delete(found);
  });

  it("moves an unused network to another id and lets the old one rest", async () => {
    const ids = newIds(2);
    const vdc = await restrictedVdc(ids);
    const asked = draft({ vxlanId: ids.first });
    const { network } = await adminOf(vdc.id).network.create({ vdcId: vdc.id, draft: asked });
    const moved = await adminOf(vdc.id).network.update({
      vdcId: vdc.id,
      networkId: network.id,
      draft: { ...asked, vxlanId: "next-free" },
    });
    expect(moved.network.vxlanId).toBe(ids.last);
    await expect(create(vdc.id, { vxlanId: ids.first })).rejects.toThrow(
      `VXLAN ${ids.first} is not available.`,
    );
  });

  it("records every change with what was before and after", async () => {
    const vdc = await restrictedVdc(newIds(1));
    const asked = draft();
    const { network } = await adminOf(vdc.id).network.create({ vdcId: vdc.id, draft: asked });
    await adminOf(vdc.id).network.update({
      vdcId: vdc.id,
      networkId: network.id,
      draft: { ...asked, vxlanId: network.vxlanId, alias: "shop" },
    });
    await adminOf(vdc.id).network.delete({ vdcId: vdc.id, networkId: network.id });
    const events = await on.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.subjectId, network.id))
      .orderBy(auditEvents.at);
    expect(events).toMatchObject([
      { action: "network.create", vdcId: vdc.id, before: null, after: { vxlanId: network.vxlanId } },
      { action: "network.update", before: { alias: network.name }, after: { alias: "shop" } },
      { action: "network.delete", before: { alias: "shop" }, after: null },
    ]);
  });

  it("a refused request leaves nothing behind, no id taken and no event", async () => {
    const ids = newIds(1);
    const vdc = await restrictedVdc(ids);
    await violationsOf(create(vdc.id, { mtuBytes: 1500 }));
    expect(await on.db.select().from(vxlans).where(eq(vxlans.vxlanId, ids.first))).toEqual([]);
    expect(await on.db.select().from(auditEvents).where(eq(auditEvents.vdcId, vdc.id))).toEqual([]);
  });

  it("finds nothing of another vDC, by any procedure", async () => {
    const vdc = await restrictedVdc(newIds(1));
    const { network } = await create(vdc.id);
    const stranger = await restrictedVdc(newIds(1));
    const outside = adminOf(stranger.id);
    const ofVdc = { vdcId: vdc.id };
    const ofNetwork = { vdcId: stranger.id, networkId: network.id };
    const delegation = {
      isRestricted: true,
      networkCountMax: null,
      vxlanDelegations: [],
      vlanDelegations: [],
    };
    const requests = [
      () => outside.network.list(ofVdc),
      () => outside.network.count(ofVdc),
      () => outside.network.listCarriers(ofVdc),
      () =>
        outside.delegation.getVlanMap({ ...ofVdc, overlayRuleName: null, nicTagName: null, vxlanId: null }),
      () => outside.delegation.getVxlanMap({ ...ofVdc, overlayRuleName: "customers", first: 1, last: 9 }),
      () => outside.delegation.getVxlanMapToDelegate({ ...ofVdc, first: 1, last: 9 }),
      () => outside.delegation.findFreeVxlans({ ...ofVdc, overlayRuleName: "customers", count: 1 }),
      () => outside.delegation.findFreeVxlansToDelegate({ ...ofVdc, count: 1 }),
      () => outside.network.countOfCloud({}),
      () => outside.network.listCarriersOfCloud(),
      () => outside.network.byId({ ...ofVdc, networkId: network.id }),
      () => outside.network.preview({ ...ofVdc, draft: draft() }),
      () => outside.network.create({ ...ofVdc, draft: draft() }),
      () => outside.network.update({ ...ofVdc, networkId: network.id, draft: draft() }),
      () => outside.network.delete({ ...ofVdc, networkId: network.id }),
      () => outside.network.byId(ofNetwork),
      () => outside.network.preview({ ...ofNetwork, draft: draft() }),
      () => outside.network.update({ ...ofNetwork, draft: draft() }),
      () => outside.network.delete(ofNetwork),
      () => outside.network.listOfCloud({}),
      () => outside.delegation.list(),
      () => outside.delegation.get(ofVdc),
      () => outside.delegation.preview({ ...ofVdc, draft: delegation }),
      () => outside.delegation.set({ ...ofVdc, draft: delegation }),
      () => outside.vdc.byId(ofVdc),
      () => outside.vdc.create({ name: "mine" }),
      () => outside.vdc.rename({ ...ofVdc, name: "mine" }),
      () => outside.vdc.previewRetire(ofVdc),
      () => outside.vdc.retire(ofVdc),
    ];
    for (const request of requests) await expect(request()).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(JSON.stringify(await outside.vdc.list())).not.toContain(vdc.id);
    expect((await outside.network.list({ vdcId: stranger.id })).networks).toEqual([]);
  });

  it("a vDC that never was and a retired one are not found, for operators too", async () => {
    const vdc = await restrictedVdc(newIds(1));
    await on.db.update(vdcs).set({ retiredAt: new Date() }).where(eq(vdcs.id, vdc.id));
    for (const vdcId of [vdc.id, randomUUID()]) {
      await expect(operator().network.list({ vdcId })).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(operator().network.create({ vdcId, draft: draft() })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
      await expect(operator().delegation.get({ vdcId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });

  it("a viewer reads and may not write", async () => {
    const vdc = await restrictedVdc(newIds(1));
    const viewer = as(vdcActor(vdc.id, "viewer"));
    expect((await viewer.network.list({ vdcId: vdc.id })).networks).toEqual([]);
    expect((await viewer.delegation.get({ vdcId: vdc.id })).rules).toHaveLength(1);
    await expect(viewer.network.create({ vdcId: vdc.id, draft: draft() })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("lists of the whole cloud name each network's vDC", async () => {
    const ids = [await restrictedVdc(newIds(1)), await restrictedVdc(newIds(1))];
    for (const { id } of ids) await create(id);
    const { networks: listed } = await operator().network.listOfCloud({ access: "all", limit: 1000 });
    const names = new Set(listed.map(({ vdcName }) => vdcName));
    for (const { name } of ids) expect(names).toContain(name);
    const rows = await on.db.select({ count: sql<number>`count(*)::int` }).from(networks);
    expect(listed).toHaveLength(rows[0]?.count ?? 0);
    await on.db.delete(networks).where(
      inArray(
        networks.vdcId,
        ids.map(({ id }) => id),
      ),
    );
  });
});
