import { randomInt, randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { nodeOverlayRules, nodes, vmVnics } from "#db/schema/node.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { addMember, createPerson, createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import type { Actor } from "#server/domain/access.ts";
import { VLAN_BOUNDS } from "#server/domain/id-range.ts";
import { contextOf } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { delegationRouter } from "./delegation.ts";
import { networkRouter } from "./network.ts";

const callerOf = createCaller(router({ network: networkRouter, delegation: delegationRouter }));
const VXLAN_ID = 9_100_000;

describeOnEachDatabase("the life of a network", (on) => {
  const as = (actor: Actor) => callerOf(contextOf(on.db, actor));
  const makeVdc = (first: number) =>
    createVdc(on.db, {
      overlayRuleName: "customers",
      vxlanIds: { first, last: first + 9 },
      vlanIds: VLAN_BOUNDS,
    });
  const makeNetwork = async (vdcId: string, vxlanId: number) => {
    const draft = { name: "web", overlayRuleName: "customers", vxlanId, vlanId: 0, subnet: "10.1.0.0/24" };
    return (await as(vdcActor(vdcId)).network.create({ vdcId, draft })).network;
  };

  beforeAll(() => ensureOverlayRule(on.db, { name: "customers" }));

  it("lists the VM NICs on the segment and in the subnet, and no others", async () => {
    const vdc = await makeVdc(VXLAN_ID);
    const network = await makeNetwork(vdc.id, VXLAN_ID);
    const [node] = await on.db
      .insert(nodes)
      .values({
        hostname: "n1",
        sshAddress: randomUUID(),
        sshPort: randomInt(1, 65_535),
        hostKeyConfirmedAt: new Date(),
        factsObservedAt: new Date(),
      })
      .returning({ id: nodes.id });
    const nic = (vmAlias: string, vxlanId: number, ipv4Addresses: string[]) => ({
      nodeId: node?.id ?? "",
      vmUuid: randomUUID(),
      vmAlias,
      interfaceName: "net0",
      macAddress: "02:08:20:00:00:01",
      nicTagName: "customers",
      vxlanId,
      vlanId: 0,
      ipv4Addresses,
      isDhcp: false,
      mtuBytes: 1400,
    });
    await on.db
      .insert(vmVnics)
      .values([
        nic("in it", VXLAN_ID, ["10.1.0.5"]),
        nic("of unknown address", VXLAN_ID, []),
        nic("in another subnet", VXLAN_ID, ["10.2.0.5"]),
        nic("on another VXLAN", VXLAN_ID + 1, ["10.1.0.6"]),
      ]);
    const vnics = await as(vdcActor(vdc.id, "viewer")).network.listVnics({
      vdcId: vdc.id,
      networkId: network.id,
    });
    expect(vnics.map(({ vmAlias, nodeHostname }) => [vmAlias, nodeHostname])).toEqual([
      ["in it", "n1"],
      ["of unknown address", "n1"],
    ]);
  });

  it("tells who changed the network, with before and after, newest first", async () => {
    const vdc = await makeVdc(VXLAN_ID + 20);
    const { id: networkId, vxlanId } = await makeNetwork(vdc.id, VXLAN_ID + 20);
    const api = as(vdcActor(vdc.id)).network;
    await api.update({
      vdcId: vdc.id,
      networkId,
      draft: {
        name: "web",
        alias: "Web servers",
        overlayRuleName: "customers",
        vxlanId,
        vlanId: 0,
        subnet: "10.1.0.0/24",
      },
    });
    const changes = await api.listChanges({ vdcId: vdc.id, networkId });
    expect(changes.map(({ action, actorName }) => [action, actorName])).toEqual([
      ["network.update", "network-admin"],
      ["network.create", "network-admin"],
    ]);
    expect(changes[0]).toMatchObject({ before: { alias: "web" }, after: { alias: "Web servers" } });
  });

  it("tells members from where one of them changed a network, and of an operator's address only people of the cloud", async () => {
    const vdc = await makeVdc(VXLAN_ID + 30);
    const member = await createPerson(on.db);
    await addMember(on.db, vdc.id, member.id, "network-admin");
    const draft = { name: "web", overlayRuleName: "customers", vxlanId: VXLAN_ID + 30, vlanId: 0 };
    const away = { ...vdcActor(vdc.id), userId: member.id, fromAddress: "203.0.113.7" };
    const { network } = await as(away).network.create({
      vdcId: vdc.id,
      draft: { ...draft, subnet: "10.1.0.0/24" },
    });
    const viewer = as(vdcActor(vdc.id, "viewer"));
    const [created] = await viewer.network.listChanges({ vdcId: vdc.id, networkId: network.id });
    expect(created).toMatchObject({ fromAddress: "203.0.113.7", before: null, after: { mtuBytes: 1400 } });
    expect(created?.after).not.toHaveProperty("isVxlanShared");
    const delegation = {
      isRestricted: true,
      networkCountMax: 7,
      vxlanDelegations: [
        { overlayRuleNames: ["customers"], vxlanIds: `${VXLAN_ID + 30}`, sharedVlanIds: null },
      ],
      vlanDelegations: [{ overlayRuleName: "customers", nicTagName: null, vlanIds: "0" }],
    };
    const operator = as({ ...cloudActor(), fromAddress: "198.51.100.9" });
    await operator.delegation.set({ vdcId: vdc.id, draft: delegation });
    expect(await operator.delegation.listChanges({ vdcId: vdc.id })).toMatchObject([
      { fromAddress: "198.51.100.9" },
    ]);
    expect(await viewer.delegation.listChanges({ vdcId: vdc.id })).toMatchObject([
      { action: "delegation.set", actorName: "operator", fromAddress: null, after: { networkCountMax: 7 } },
    ]);
  });

  it("tells what the mesh carries for the rules the vDC may use, and of no others", async () => {
    await ensureOverlayRule(on.db, { name: "storage", mtuBytes: 8900 });
    const vdc = await makeVdc(VXLAN_ID + 40);
    const limits = await as(vdcActor(vdc.id)).network.listMtuLimits({ vdcId: vdc.id });
    expect(limits).toEqual([{ overlayRuleName: "customers", ruleMtuBytes: 1400, tightest: null }]);
  });

  it("tells tenants of places and operators of nodes, and of carriers the vDC may use alone", async () => {
    const vdc = await makeVdc(VXLAN_ID + 50);
    const carrier = { vdcId: vdc.id, overlayRuleName: "customers", nicTagName: null };
    const [carrying, lacking] = await Promise.all(
      ["cn-carrying", "cn-lacking"].map(async (hostname) => {
        const facts = { identity: { value: { pdcName: "reach-1" }, observedAt: new Date() } };
        const [node] = await on.db
          .insert(nodes)
          .values({
            hostname,
            sshAddress: randomUUID(),
            hostKeyConfirmedAt: new Date(),
            factsObservedAt: new Date(),
            facts,
          })
          .returning({ id: nodes.id });
        return node?.id ?? "";
      }),
    );
    await on.db.insert(nodeOverlayRules).values({
      nodeId: carrying ?? "",
      name: "customers",
      mtuBytes: 1400,
      text: "",
      listenPort: 4790,
    });
    expect(lacking).toBeDefined();
    const place = { pdcName: "reach-1", nodeCount: 2, carryingCount: 1 };
    const told = await as(vdcActor(vdc.id, "viewer")).network.getReach(carrier);
    expect(told.places.find(({ pdcName }) => pdcName === "reach-1")).toEqual({
      ...place,
      carryingHostnames: null,
      lackingHostnames: null,
    });
    expect(JSON.stringify(told)).not.toContain("cn-");
    const known = await as(cloudActor("auditor")).network.getReach(carrier);
    expect(known.places.find(({ pdcName }) => pdcName === "reach-1")).toEqual({
      ...place,
      carryingHostnames: ["cn-carrying"],
      lackingHostnames: ["cn-lacking"],
    });
    for (const other of [
      { overlayRuleName: "nowhere", nicTagName: null },
      { overlayRuleName: null, nicTagName: "admin" },
      { overlayRuleName: null, nicTagName: null },
    ]) {
      await expect(as(vdcActor(vdc.id)).network.getReach({ vdcId: vdc.id, ...other })).rejects.toMatchObject({
        code: "NOT_FOUND",
        message: "Nothing here is named so.",
      });
    }
  });

  it("finds nothing of a foreign vDC, not even with its own vDC's id in the request", async () => {
    const [own, foreign] = [await makeVdc(VXLAN_ID + 60), await makeVdc(VXLAN_ID + 80)];
    const { id: networkId } = await makeNetwork(foreign.id, VXLAN_ID + 80);
    const api = as(vdcActor(own.id));
    const refused = (answer: Promise<unknown>, message: string) =>
      expect(answer).rejects.toMatchObject({ code: "NOT_FOUND", message });
    await refused(api.network.listVnics({ vdcId: foreign.id, networkId }), "No such vDC.");
    await refused(api.network.listChanges({ vdcId: foreign.id, networkId }), "No such vDC.");
    await refused(api.network.listMtuLimits({ vdcId: foreign.id }), "No such vDC.");
    await refused(api.delegation.listChanges({ vdcId: foreign.id }), "No such vDC.");
    const carrier = { overlayRuleName: "customers", nicTagName: null };
    await refused(api.network.getReach({ vdcId: foreign.id, ...carrier }), "No such vDC.");
    await refused(api.network.listVnics({ vdcId: own.id, networkId }), "No such network.");
    await refused(api.network.listChanges({ vdcId: own.id, networkId }), "No such network.");
    await expect(api.network.listMtuLimitsOfCloud()).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(api.delegation.listCarriers()).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
