import { randomInt, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { addresses } from "#db/schema/address.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { networkShares } from "#db/schema/network-share.ts";
import { networks } from "#db/schema/network.ts";
import { nodes, vmVnics } from "#db/schema/node.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import type { Actor } from "#server/domain/access.ts";
import { VLAN_BOUNDS } from "#server/domain/id-range.ts";
import { contextOf, settingsWith } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { addressRouter } from "./address.ts";
import { networkRouter } from "./network.ts";
import { networkShareRouter } from "./network-share.ts";

const callerOf = createCaller(
  router({ address: addressRouter, network: networkRouter, networkShare: networkShareRouter }),
);

describeOnEachDatabase("networks shared with further vDCs", (on) => {
  let nextVxlanId = 9_300_000;
  let nodeId = "";
  const as = (actor: Actor) =>
    callerOf(contextOf(on.db, actor, { settings: settingsWith({ vxlanRestSeconds: 3600 }) }));
  const operator = () => as(cloudActor());
  const makeVdc = async (networkCountMax: number | null = null) => {
    const first = nextVxlanId;
    nextVxlanId += 10;
    const vdc = await createVdc(on.db, {
      overlayRuleName: "customers",
      vxlanIds: { first, last: first + 9 },
      vlanIds: VLAN_BOUNDS,
      networkCountMax,
    });
    return { ...vdc, first, admin: as(vdcActor(vdc.id)), viewer: as(vdcActor(vdc.id, "viewer")) };
  };
  type Vdc = Awaited<ReturnType<typeof makeVdc>>;
  const makeNetwork = async (vdc: Vdc, subnet = "10.1.0.0/24", offset = 0) => {
    const draft = {
      name: `web-${offset}`,
      overlayRuleName: "customers",
      vxlanId: vdc.first + offset,
      vlanId: 0,
      subnet,
    };
    return (await vdc.admin.network.create({ vdcId: vdc.id, draft })).network;
  };
  const makeShared = async (networkCountMax: number | null = null) => {
    const [owner, other] = [await makeVdc(), await makeVdc(networkCountMax)];
    const network = await makeNetwork(owner);
    const share = { vdcId: owner.id, networkId: network.id, otherVdcId: other.id };
    await operator().networkShare.attach(share);
    return { owner, other, network, share, seen: { vdcId: other.id, networkId: network.id } };
  };
  const makeVnic = (vmUuid: string, vmAlias: string, vxlanId: number, address: string) =>
    on.db.insert(vmVnics).values({
      nodeId,
      vmUuid,
      vmAlias,
      interfaceName: `net${randomInt(1_000_000)}`,
      macAddress: "02:08:20:00:00:01",
      nicTagName: "customers",
      vxlanId,
      vlanId: 0,
      ipv4Addresses: [address],
      isDhcp: false,
      mtuBytes: 1400,
    });

  beforeAll(async () => {
    await ensureOverlayRule(on.db, { name: "customers" });
    const [node] = await on.db
      .insert(nodes)
      .values({ hostname: "n1", sshAddress: randomUUID(), hostKeyConfirmedAt: new Date() })
      .returning({ id: nodes.id });
    nodeId = node?.id ?? "";
  });

  it("are seen by the other vDC without a word of whose they are, and count toward no limit of its", async () => {
    const { owner, other, network, seen } = await makeShared(1);
    const [listed] = await other.viewer.networkShare.listOfVdc({ vdcId: other.id });
    const byId = await other.viewer.networkShare.byId(seen);
    expect(listed).toMatchObject({ id: network.id, name: "web-0", subnet: "10.1.0.0/24", mtuBytes: 1400 });
    expect(byId).toEqual({ ...listed, ownVmNames: [] });
    for (const told of [listed, byId, await other.viewer.networkShare.getAddresses(seen)]) {
      const text = JSON.stringify(told);
      for (const secret of [owner.id, owner.name, "network-admin"]) expect(text).not.toContain(secret);
    }
    expect((await other.admin.network.list({ vdcId: other.id })).networks).toEqual([]);
    await makeNetwork(other, "10.7.0.0/24");
    const limits = await other.viewer.network.listMtuLimits({ vdcId: other.id });
    expect(limits.map(({ overlayRuleName }) => overlayRuleName)).toContain("customers");
  });

  it("stay the owner's: the other vDC neither reads them as its own nor changes or deletes them", async () => {
    const { other, seen } = await makeShared();
    const notFound = { code: "NOT_FOUND", message: "No such network." };
    const draft = { name: "web-0", overlayRuleName: "customers", vlanId: 0, subnet: "10.1.0.0/24" };
    const answers = await Promise.allSettled([
      other.admin.network.byId(seen),
      other.admin.network.listChanges(seen),
      other.admin.network.listVnics(seen),
      other.admin.network.update({ ...seen, draft }),
      other.admin.network.delete(seen),
      other.admin.address.list(seen),
      other.admin.networkShare.isShared(seen),
    ]);
    for (const answer of answers) expect(answer).toMatchObject({ status: "rejected", reason: notFound });
  });

  it("tell their own vDC that they are shared, and operators alone with whom", async () => {
    const { owner, other, share } = await makeShared();
    const own = { vdcId: owner.id, networkId: share.networkId };
    expect(await owner.viewer.networkShare.isShared(own)).toBe(true);
    await expect(owner.admin.networkShare.list(own)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const [told] = await as(cloudActor("auditor")).networkShare.list(own);
    expect(told).toMatchObject({ vdcId: other.id, vdcName: other.name });
    const changes = await owner.viewer.network.listChanges(own);
    expect(JSON.stringify(changes)).not.toContain(other.name);
    const events = await on.db.select().from(auditEvents).where(eq(auditEvents.subjectId, share.networkId));
    expect(events.find(({ action }) => action === "network.attach")).toMatchObject({
      vdcId: null,
      after: { vdcName: owner.name, sharedWith: other.name },
    });
  });

  it("let the other vDC list and reserve addresses of its own, and take none of anybody's", async () => {
    const { owner, other, network, seen } = await makeShared();
    const own = { vdcId: owner.id, networkId: network.id };
    await owner.admin.address.add({
      ...own,
      draft: { choice: { kind: "ranges", ranges: "10.1.0.1-2" }, note: "secret" },
    });
    const draft = { note: "ours" };
    expect(await other.admin.networkShare.reserveAddress({ ...seen, draft })).toEqual({
      address: "10.1.0.3",
    });
    const told = await other.viewer.networkShare.getAddresses(seen);
    expect(told).toMatchObject({
      own: [{ address: "10.1.0.3", usage: "other", note: "ours" }],
      assignableCount: 254,
      freeCount: 251,
      freeRanges: ["10.1.0.4–10.1.0.254"],
    });
    expect(JSON.stringify(told)).not.toContain("secret");
    const ofOwner = await owner.admin.address.list(own);
    expect(ofOwner.entries.map(({ address, note }) => [address, note])).toEqual([
      ["10.1.0.1", "secret"],
      ["10.1.0.2", "secret"],
      ["10.1.0.3", ""],
    ]);
    const remove = (address: string) =>
      other.admin.networkShare.deleteAddresses({ ...seen, addresses: [address] });
    await expect(remove("10.1.0.1")).rejects.toThrow("10.1.0.1 is not one that this vDC listed.");
    await expect(owner.admin.address.delete({ ...own, addresses: ["10.1.0.3"] })).rejects.toMatchObject({
      code: "UNPROCESSABLE_CONTENT",
    });
    await makeVnic(randomUUID(), "other-vm", owner.first, "10.1.0.3");
    await expect(remove("10.1.0.3")).rejects.toThrow("10.1.0.3 is in use.");
    await on.db.delete(vmVnics).where(eq(vmVnics.vmAlias, "other-vm"));
    expect(await remove("10.1.0.3")).toEqual({ deletedCount: 1 });
    await expect(other.viewer.networkShare.reserveAddress({ ...seen, draft })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("are not detached while the other vDC uses them, and VMs nobody can attribute have to be known of", async () => {
    const { owner, other, network, share, seen } = await makeShared();
    await makeNetwork(other, "10.8.0.0/24", 1);
    const [mine, unsure, theirs] = [randomUUID(), randomUUID(), randomUUID()];
    await makeVnic(theirs, "theirs", owner.first, "10.1.0.20");
    await makeVnic(theirs, "theirs", other.first + 1, "10.8.0.20");
    await makeNetwork(owner, "10.6.0.0/24", 2);
    await makeVnic(mine, "mine", owner.first, "10.1.0.21");
    await makeVnic(mine, "mine", owner.first + 2, "10.6.0.21");
    await makeVnic(unsure, "unsure", owner.first, "10.1.0.22");
    await other.admin.networkShare.reserveAddress({ ...seen, draft: {} });
    expect(await operator().networkShare.previewDetach(share)).toEqual({
      vmNames: ["theirs"],
      addressCount: 1,
      unsureVmNames: ["unsure"],
    });
    expect((await other.viewer.networkShare.byId(seen)).ownVmNames).toEqual(["theirs"]);
    const ofOwner = await owner.viewer.network.listVnics({ vdcId: owner.id, networkId: network.id });
    expect(ofOwner.map(({ vmAlias }) => vmAlias)).toEqual(["mine"]);
    await expect(owner.admin.network.delete({ vdcId: owner.id, networkId: network.id })).rejects.toThrow(
      "Network web-0 is used by VMs mine and 2 more and cannot be deleted.",
    );
    const detach = (knowsUnsureVms: boolean) => operator().networkShare.detach({ ...share, knowsUnsureVms });
    await expect(detach(true)).rejects.toThrow(
      `Network web-0 is used in vDC ${other.name} by VM theirs and with 1 address it listed, so it stays shared.`,
    );
    await on.db.delete(vmVnics).where(eq(vmVnics.vmUuid, theirs));
    const { own } = await other.viewer.networkShare.getAddresses(seen);
    await other.admin.networkShare.deleteAddresses({ ...seen, addresses: own.map(({ address }) => address) });
    await expect(detach(false)).rejects.toThrow("Nobody can tell whose VM unsure is; say that you know.");
    await detach(true);
    await expect(other.viewer.networkShare.byId(seen)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await other.viewer.networkShare.listOfVdc({ vdcId: other.id })).toEqual([]);
  });

  it("go with their sharing when deleted unused, and are kept while another vDC has addresses in them", async () => {
    const { owner, other, network, seen } = await makeShared();
    const own = { vdcId: owner.id, networkId: network.id };
    const { address } = await other.admin.networkShare.reserveAddress({ ...seen, draft: {} });
    await expect(owner.admin.network.delete(own)).rejects.toThrow(
      "Network web-0 is used by a vDC that an operator shares it with and cannot be deleted.",
    );
    await other.admin.networkShare.deleteAddresses({ ...seen, addresses: [address] });
    await owner.admin.network.delete(own);
    expect(await other.viewer.networkShare.listOfVdc({ vdcId: other.id })).toEqual([]);
    await owner.admin.network.restore(own);
    expect(await owner.viewer.networkShare.isShared(own)).toBe(false);
  });

  it("of detaching and reserving at once, never end with an address of a vDC that no longer sees the network", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { other, network, share, seen } = await makeShared();
      const answers = await Promise.allSettled([
        operator().networkShare.detach(share),
        other.admin.networkShare.reserveAddress({ ...seen, draft: {} }),
        other.admin.networkShare.reserveAddress({ ...seen, draft: {} }),
      ]);
      const shares = await on.db.select().from(networkShares).where(eq(networkShares.networkId, network.id));
      const listed = await on.db.select().from(addresses).where(eq(addresses.networkId, network.id));
      expect(listed.length === 0 || shares.length === 1).toBe(true);
      expect(answers.some(({ status }) => status === "fulfilled")).toBe(true);
    }
  });

  it("of deleting and sharing at once, leave no sharing of what is gone", async () => {
    for (let round = 0; round < 5; round += 1) {
      const [owner, other] = [await makeVdc(), await makeVdc()];
      const network = await makeNetwork(owner);
      const own = { vdcId: owner.id, networkId: network.id };
      await Promise.allSettled([
        owner.admin.network.delete(own),
        operator().networkShare.attach({ ...own, otherVdcId: other.id }),
      ]);
      const left = await on.db.select().from(networks).where(eq(networks.id, network.id));
      const shares = await on.db.select().from(networkShares).where(eq(networkShares.networkId, network.id));
      expect(left).toEqual([]);
      expect(shares).toEqual([]);
    }
  });

  it("are shared by operators alone, with a vDC that is there and is not their own, and once", async () => {
    const { owner, share, network } = await makeShared();
    await expect(owner.admin.networkShare.attach(share)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as(cloudActor("auditor")).networkShare.attach(share)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await operator().networkShare.attach(share);
    const attach = (otherVdcId: string) => operator().networkShare.attach({ ...share, otherVdcId });
    await expect(attach(randomUUID())).rejects.toThrow("There is no such vDC.");
    await expect(attach(owner.id)).rejects.toThrow("belongs to this vDC already");
    const events = await on.db.select().from(auditEvents).where(eq(auditEvents.subjectId, network.id));
    expect(events.filter(({ action }) => action === "network.attach")).toHaveLength(1);
  });

  it("are found by nobody of a third vDC, by any procedure", async () => {
    const { other, seen, share } = await makeShared();
    const third = await makeVdc();
    const api = third.admin.networkShare;
    const own = { ...seen, vdcId: third.id };
    const draft = { choice: { kind: "count" as const, count: 1 } };
    const asked = (ref: typeof own) => [
      api.isShared(ref),
      api.byId(ref),
      api.getAddresses(ref),
      api.addAddresses({ ...ref, draft }),
      api.reserveAddress({ ...ref, draft: {} }),
      api.deleteAddresses({ ...ref, addresses: ["10.1.0.1"] }),
    ];
    const refused = (message: string) => ({ status: "rejected", reason: { code: "NOT_FOUND", message } });
    for (const answer of await Promise.allSettled(asked(own))) {
      expect(answer).toMatchObject(refused("No such network."));
    }
    const foreign = await Promise.allSettled([
      ...asked(seen),
      api.listOfVdc({ vdcId: other.id }),
      api.list(seen),
      api.attach({ ...share, vdcId: other.id }),
      api.detach({ ...share, vdcId: other.id }),
      api.previewDetach({ ...share, vdcId: other.id }),
    ]);
    for (const answer of foreign) expect(answer).toMatchObject(refused("No such vDC."));
    expect(await api.listOfVdc({ vdcId: third.id })).toEqual([]);
  });
});
