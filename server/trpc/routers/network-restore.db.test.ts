import { randomInt, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { addresses } from "#db/schema/address.ts";
import { delegations, vxlanDelegations } from "#db/schema/delegation.ts";
import { deletedNetworks } from "#db/schema/deleted-network.ts";
import { networks, vxlans } from "#db/schema/network.ts";
import { nodes, vmVnics } from "#db/schema/node.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { addMember, createPerson, createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import type { Actor } from "#server/domain/access.ts";
import { VLAN_BOUNDS } from "#server/domain/id-range.ts";
import { contextOf, settingsWith } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { delegationRouter } from "./delegation.ts";
import { networkRouter } from "./network.ts";

const callerOf = createCaller(router({ network: networkRouter, delegation: delegationRouter }));
const REST_SECONDS = 3600;

describeOnEachDatabase("restoring a network", (on) => {
  let nextVxlanId = 9_200_000;
  const as = (actor: Actor, vxlanRestSeconds = REST_SECONDS) =>
    callerOf(contextOf(on.db, actor, { settings: settingsWith({ vxlanRestSeconds }) }));
  const makeVdc = async () => {
    const first = nextVxlanId;
    nextVxlanId += 10;
    const vdc = await createVdc(on.db, {
      overlayRuleName: "customers",
      vxlanIds: { first, last: first + 9 },
      vlanIds: VLAN_BOUNDS,
    });
    return { ...vdc, first, api: as(vdcActor(vdc.id)).network };
  };
  const draft = (vxlanId: number | "next-free", subnet = "10.1.0.0/24", name = "web") => ({
    name,
    alias: "Web servers",
    description: "Front ends",
    overlayRuleName: "customers",
    vxlanId,
    vlanId: 7,
    subnet,
    gateway: "10.1.0.1",
    resolvers: ["10.1.0.2"],
    mtuBytes: 1380,
  });
  const makeDeleted = async () => {
    const vdc = await makeVdc();
    const { network } = await vdc.api.create({ vdcId: vdc.id, draft: draft(vdc.first) });
    await on.db.insert(addresses).values([
      { networkId: network.id, subnet: "10.1.0.0/24", address: "10.1.0.9", usage: "other", vdcId: vdc.id },
      {
        networkId: network.id,
        subnet: "10.1.0.0/24",
        address: "10.1.0.10",
        usage: "server",
        note: "db",
        vdcId: vdc.id,
      },
    ]);
    await vdc.api.delete({ vdcId: vdc.id, networkId: network.id });
    return { vdc, network, ref: { vdcId: vdc.id, networkId: network.id } };
  };
  const endTime = (networkId: string) =>
    on.db
      .update(deletedNetworks)
      .set({ restorableUntil: new Date(Date.now() - 1000) })
      .where(eq(deletedNetworks.id, networkId));

  beforeAll(() => ensureOverlayRule(on.db, { name: "customers" }));

  it("brings back the same network with its id, its addresses and its history", async () => {
    const { vdc, network, ref } = await makeDeleted();
    const [deleted] = await vdc.api.listDeleted({ vdcId: vdc.id });
    expect(deleted).toMatchObject({
      id: network.id,
      name: "web",
      vxlanId: vdc.first,
      addressCount: 2,
      deletedByName: "network-admin",
      isInTime: true,
    });
    expect(await vdc.api.previewRestore(ref)).toEqual({ violations: [], addressCount: 2 });
    const restored = await vdc.api.restore(ref);
    const { updatedAt: _, ...asItWas } = network;
    expect(restored).toMatchObject(asItWas);
    const kept = await on.db.select().from(addresses).where(eq(addresses.networkId, network.id));
    expect(kept.map(({ address, usage, note }) => [address, usage, note])).toEqual(
      expect.arrayContaining([
        ["10.1.0.9", "other", ""],
        ["10.1.0.10", "server", "db"],
      ]),
    );
    expect(await vdc.api.listDeleted({ vdcId: vdc.id })).toEqual([]);
    const changes = await vdc.api.listChanges(ref);
    expect(changes.map(({ action }) => action)).toEqual([
      "network.restore",
      "network.delete",
      "network.create",
    ]);
    const [vxlan] = await on.db.select().from(vxlans).where(eq(vxlans.vxlanId, vdc.first));
    expect(vxlan).toMatchObject({ restsUntil: null, releasedByVdcId: null });
  });

  it("keeps the owner, and forgets one who is no longer there", async () => {
    const vdc = await makeVdc();
    const person = await createPerson(on.db);
    await addMember(on.db, vdc.id, person.id, "network-admin");
    const own = as({ ...vdcActor(vdc.id), userId: person.id }).network;
    const { network } = await own.create({ vdcId: vdc.id, draft: draft(vdc.first) });
    const ref = { vdcId: vdc.id, networkId: network.id };
    await own.delete(ref);
    expect((await own.restore(ref)).ownerName).toBe(person.userName);
  });

  it("lets its owner be any member, nobody or whoever makes it, and tells changes of it", async () => {
    const vdc = await makeVdc();
    const [maker, member, stranger] = [
      await createPerson(on.db),
      await createPerson(on.db),
      await createPerson(on.db),
    ];
    await addMember(on.db, vdc.id, member.id, "viewer");
    const api = as({ ...vdcActor(vdc.id), userId: maker.id }).network;
    const { network } = await api.create({ vdcId: vdc.id, draft: draft(vdc.first) });
    expect(network.ownerName).toBe(maker.userName);
    const ref = { vdcId: vdc.id, networkId: network.id };
    const give = (ownerName: string | null) =>
      api.update({ ...ref, draft: { ...draft(vdc.first), ownerName } });
    expect((await give(member.userName)).network.ownerName).toBe(member.userName);
    await expect(give(stranger.userName)).rejects.toThrow(
      `No member of this vDC is named ${stranger.userName}.`,
    );
    const kept = await api.update({ ...ref, draft: { ...draft(vdc.first), alias: "Other" } });
    expect(kept.network.ownerName).toBe(member.userName);
    expect((await give(null)).network.ownerName).toBeNull();
    const [latest] = await api.listChanges(ref);
    expect(latest).toMatchObject({ before: { ownerName: member.userName }, after: { ownerName: null } });
  });

  it("begins another network like this one with ids, name and subnet that are free", async () => {
    const vdc = await makeVdc();
    const { network } = await vdc.api.create({ vdcId: vdc.id, draft: draft(vdc.first) });
    const ref = { vdcId: vdc.id, networkId: network.id };
    const like = await vdc.api.getDraftLike(ref);
    expect(like).toMatchObject({ name: "web-2", subnet: "10.1.1.0/24", vxlanId: "next-free" });
    expect((await vdc.api.create({ vdcId: vdc.id, draft: like })).network.vxlanId).toBe(vdc.first + 1);
    const foreign = await makeVdc();
    await expect(foreign.api.getDraftLike({ ...ref, vdcId: foreign.id })).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: "No such network.",
    });
    await expect(foreign.api.getDraftLike(ref)).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: "No such vDC.",
    });
  });

  it("takes a resting id back for nobody but the vDC that let it go, and only by restoring", async () => {
    const { vdc, ref } = await makeDeleted();
    await expect(
      vdc.api.create({ vdcId: vdc.id, draft: draft(vdc.first, "10.2.0.0/24", "other") }),
    ).rejects.toThrow(`VXLAN ${vdc.first} is not available.`);
    const [open] = [await makeVdc()];
    await on.db.update(delegations).set({ isRestricted: false }).where(eq(delegations.vdcId, open.id));
    await expect(open.api.create({ vdcId: open.id, draft: draft(vdc.first) })).rejects.toThrow(
      `VXLAN ${vdc.first} is not available.`,
    );
    expect((await vdc.api.restore(ref)).vxlanId).toBe(vdc.first);
  });

  it("says why it cannot come back, everything at once, and writes nothing", async () => {
    const { vdc, network, ref } = await makeDeleted();
    await vdc.api.create({
      vdcId: vdc.id,
      draft: { ...draft(vdc.first + 1, "10.1.0.0/25"), gateway: "" },
    });
    await on.db.update(delegations).set({ networkCountMax: 1 }).where(eq(delegations.vdcId, vdc.id));
    const { violations } = await vdc.api.previewRestore(ref);
    expect(violations.map(({ field }) => field).toSorted()).toEqual(["", "name", "subnet"]);
    await expect(vdc.api.restore(ref)).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
    expect(await on.db.select().from(networks).where(eq(networks.id, network.id))).toEqual([]);
    expect(await vdc.api.listDeleted({ vdcId: vdc.id })).toHaveLength(1);
    const waived = await vdc.api.previewRestore({ ...ref, allowOverlapInVdc: true });
    expect(waived.violations.map(({ field }) => field).toSorted()).toEqual(["", "name"]);
  });

  it("is refused when the id was released early and somebody else took it, in the words for any id", async () => {
    const { vdc, ref } = await makeDeleted();
    await on.db.update(vxlans).set({ restsUntil: null }).where(eq(vxlans.vxlanId, vdc.first));
    const other = await makeVdc();
    await on.db.insert(networks).values({
      vdcId: other.id,
      name: "taken",
      alias: "taken",
      access: "private",
      subnet: "10.9.0.0/24",
      overlayRuleName: "customers",
      vxlanId: vdc.first,
      vlanId: 0,
      mtuBytes: 1400,
    });
    expect((await vdc.api.previewRestore(ref)).violations).toEqual([
      { field: "vxlanId", message: `VXLAN ${vdc.first} is not available.` },
    ]);
    await expect(vdc.api.restore(ref)).rejects.toThrow(`VXLAN ${vdc.first} is not available.`);
  });

  it("is refused when the ids are no longer delegated, or the rule's MTU fell below the network's", async () => {
    const { vdc, ref } = await makeDeleted();
    const rows = { isRestricted: true, networkCountMax: null, vlanDelegations: [] };
    await as(cloudActor()).delegation.set({
      vdcId: vdc.id,
      draft: {
        ...rows,
        vxlanDelegations: [
          { overlayRuleNames: ["customers"], vxlanIds: String(vdc.first + 1), sharedVlanIds: null },
        ],
      },
    });
    const { violations } = await vdc.api.previewRestore(ref);
    expect(violations.map(({ field }) => field)).toContain("vxlanId");
  });

  it("is over when its time is, and says so", async () => {
    const { vdc, network, ref } = await makeDeleted();
    await endTime(network.id);
    expect((await vdc.api.listDeleted({ vdcId: vdc.id }))[0]).toMatchObject({ isInTime: false });
    const words = /The time in which network web could be restored is over/;
    expect((await vdc.api.previewRestore(ref)).violations[0]?.message).toMatch(words);
    await expect(vdc.api.restore(ref)).rejects.toThrow(words);
  });

  it("of restorers and makers of the same network at once exactly one gets it", async () => {
    const { vdc, ref } = await makeDeleted();
    const make = () => vdc.api.create({ vdcId: vdc.id, draft: { ...draft(vdc.first + 3) } });
    const answers = await Promise.allSettled([
      vdc.api.restore(ref),
      make(),
      vdc.api.restore(ref),
      make(),
      vdc.api.restore(ref),
    ]);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const named = await vdc.api.list({ vdcId: vdc.id });
    expect(named.networks.map(({ name }) => name)).toEqual(["web"]);
  });

  it("of restorers and a vDC that takes the released id at once exactly one gets it", async () => {
    const { vdc, ref } = await makeDeleted();
    const open = await makeVdc();
    await on.db.update(delegations).set({ isRestricted: false }).where(eq(delegations.vdcId, open.id));
    await on.db.update(delegations).set({ isRestricted: false }).where(eq(delegations.vdcId, vdc.id));
    await on.db.delete(vxlanDelegations).where(eq(vxlanDelegations.vdcId, vdc.id));
    await on.db.update(vxlans).set({ restsUntil: null }).where(eq(vxlans.vxlanId, vdc.first));
    const answers = await Promise.allSettled([
      vdc.api.restore(ref),
      open.api.create({ vdcId: open.id, draft: draft(vdc.first) }),
    ]);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refused = answers.find((answer) => answer.status === "rejected");
    expect(String(refused?.reason)).toContain(`VXLAN ${vdc.first} is not available.`);
  });

  it("names the VMs that keep a network from going, and what would go with it", async () => {
    const vdc = await makeVdc();
    const { network } = await vdc.api.create({ vdcId: vdc.id, draft: draft(vdc.first) });
    const ref = { vdcId: vdc.id, networkId: network.id };
    expect(await vdc.api.previewDelete(ref)).toEqual({
      vmCount: 0,
      vmNames: [],
      addressCount: 0,
      otherNetworkOnVxlanCount: 0,
      restSeconds: REST_SECONDS,
    });
    const [node] = await on.db
      .insert(nodes)
      .values({
        hostname: "n1",
        sshAddress: randomUUID(),
        sshPort: randomInt(1, 65_535),
        hostKeyConfirmedAt: new Date(),
      })
      .returning({ id: nodes.id });
    await on.db.insert(vmVnics).values(
      ["e", "d", "c", "b", "a", "f"].map((vmAlias) => ({
        nodeId: node?.id ?? "",
        vmUuid: randomUUID(),
        vmAlias,
        interfaceName: "net0",
        macAddress: "02:08:20:00:00:01",
        nicTagName: "customers",
        vxlanId: vdc.first,
        vlanId: 7,
        ipv4Addresses: ["10.1.0.7"],
        isDhcp: false,
        mtuBytes: 1400,
      })),
    );
    await expect(vdc.api.delete(ref)).rejects.toThrow(
      "Network web is used by VMs a, b, c, d, e and 1 more and cannot be deleted.",
    );
    expect(await vdc.api.previewDelete(ref)).toMatchObject({
      vmCount: 6,
      vmNames: ["a", "b", "c", "d", "e"],
    });
  });

  it("finds nothing of a foreign vDC, and viewers restore nothing", async () => {
    const { vdc, ref } = await makeDeleted();
    const own = await makeVdc();
    const notFound = (message: string) => ({ code: "NOT_FOUND", message });
    await expect(own.api.listDeleted({ vdcId: vdc.id })).rejects.toMatchObject(notFound("No such vDC."));
    for (const ask of [own.api.restore, own.api.previewRestore]) {
      await expect(ask(ref)).rejects.toMatchObject(notFound("No such vDC."));
      await expect(ask({ ...ref, vdcId: own.id })).rejects.toMatchObject(
        notFound("No such deleted network."),
      );
    }
    await expect(own.api.previewDelete(ref)).rejects.toMatchObject(notFound("No such vDC."));
    await expect(own.api.previewDelete({ ...ref, vdcId: own.id })).rejects.toMatchObject(
      notFound("No such network."),
    );
    expect(await own.api.listDeleted({ vdcId: own.id })).toEqual([]);
    await expect(as(vdcActor(vdc.id, "viewer")).network.restore(ref)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
