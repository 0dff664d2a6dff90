import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit.ts";
import { vxlanDelegations } from "#db/schema/delegation.ts";
import { networks } from "#db/schema/network.ts";
import { nodeNicTags, nodes } from "#db/schema/node.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { ensureOverlayRule } from "#db/testing/factories.ts";
import type { Actor } from "#server/domain/access.ts";
import { contextOf, refusalOf } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { delegationRouter } from "./delegation.ts";
import { networkRouter } from "./network.ts";
import { vdcRouter } from "./vdc.ts";

const callerOf = createCaller(
  router({ delegation: delegationRouter, network: networkRouter, vdc: vdcRouter }),
);

type VxlanRow = { overlayRuleNames?: string[] | null; vxlanIds: string; sharedVlanIds?: string | null };

function delegated(vxlans: VxlanRow[], fields: object = {}) {
  return {
    isRestricted: true,
    networkCountMax: null,
    vxlanDelegations: vxlans.map((row) => ({ overlayRuleNames: ["customers"], sharedVlanIds: null, ...row })),
    vlanDelegations: [{ overlayRuleName: "customers", nicTagName: null, vlanIds: "0-4094" }],
    ...fields,
  };
}

describeOnEachDatabase("delegations and vDCs", (on) => {
  let nextVxlanId = 1000;
  const newId = () => {
    nextVxlanId += 100;
    return nextVxlanId;
  };
  const as = (actor: Actor) => callerOf(contextOf(on.db, actor));
  const operator = () => as(cloudActor());
  const newVdc = () => operator().vdc.create({ name: `vdc-${randomUUID().slice(0, 8)}` });
  const set = (vdcId: string, draft: ReturnType<typeof delegated>, markOutside = false) =>
    operator().delegation.set({ vdcId, draft, markOutside });
  const createNetwork = (vdcId: string, vxlanId: number, fields: object = {}) =>
    as(vdcActor(vdcId)).network.create({
      vdcId,
      draft: {
        name: `network-${randomUUID().slice(0, 8)}`,
        subnet: "10.0.0.0/24",
        overlayRuleName: "customers",
        vxlanId,
        vlanId: 0,
        allowOverlapInVdc: true,
        ...fields,
      },
    });

  beforeAll(async () => {
    await ensureOverlayRule(on.db, { name: "customers" });
    await ensureOverlayRule(on.db, { name: "storage" });
    const [node] = await on.db
      .insert(nodes)
      .values({ hostname: "node", sshAddress: "node", hostKeyConfirmedAt: new Date() })
      .returning({ id: nodes.id });
    if (node) await on.db.insert(nodeNicTags).values({ nodeId: node.id, name: "external", type: "aggr" });
  });

  it("keeps and shows ranges in canonical form", async () => {
    const vdc = await newVdc();
    const id = newId();
    const draft = delegated([{ vxlanIds: `${id + 5}, ${id}-${id + 2},${id + 3}` }], { networkCountMax: 7 });
    const preview = await operator().delegation.preview({ vdcId: vdc.id, draft });
    expect(preview.canonical.vxlanDelegations[0]?.vxlanIds).toBe(`${id}-${id + 3},${id + 5}`);
    await set(vdc.id, draft);
    const use = await as(vdcActor(vdc.id)).delegation.get({ vdcId: vdc.id });
    expect(use.delegation).toEqual(preview.canonical);
    expect(use.rules).toMatchObject([{ overlayRuleName: "customers", counts: { free: 5 } }]);
  });

  it("tells every fault of every row at once", async () => {
    const { id: vdcId } = await newVdc();
    const draft = delegated(
      [{ vxlanIds: "5-1" }, { vxlanIds: "1-3" }, { vxlanIds: "", overlayRuleNames: ["nowhere"] }],
      { vlanDelegations: [{ overlayRuleName: null, nicTagName: null, vlanIds: "4095" }] },
    );
    expect((await refusalOf(set(vdcId, draft))).violations).toEqual([
      { field: "vxlanDelegations.0.vxlanIds", message: "The range 5-1 begins after its end." },
      { field: "vxlanDelegations.1.vxlanIds", message: "VXLAN 2 is reserved for adminoverlay." },
      { field: "vxlanDelegations.2.vxlanIds", message: "Write the VXLAN ids of this row." },
      { field: "vlanDelegations.0", message: "Name the overlay rule or the NIC tag these VLANs are on." },
      {
        field: "vlanDelegations.0.vlanIds",
        message: "4095 is not within 0 to 4094, the ids a VLAN can have.",
      },
      { field: "vxlanDelegations.2.overlayRuleNames", message: "No overlay rule is named nowhere." },
    ]);
  });

  it("does not delegate one VXLAN id to two vDCs, whatever their rules", async () => {
    const [a, b] = [await newVdc(), await newVdc()];
    const id = newId();
    await set(a.id, delegated([{ vxlanIds: `${id}-${id + 9}` }]));
    const draft = delegated([{ vxlanIds: `${id + 5}-${id + 20}`, overlayRuleNames: ["storage"] }]);
    expect((await refusalOf(set(b.id, draft))).violations).toEqual([
      {
        field: "vxlanDelegations.0.vxlanIds",
        message: `VXLAN ${id + 5}-${id + 9} is delegated to vDC ${a.name}, which does not share it.`,
      },
    ]);
  });

  it("of many vDCs delegated one VXLAN id at once exactly one gets it", async () => {
    const vdcs = [await newVdc(), await newVdc(), await newVdc(), await newVdc()];
    const id = newId();
    const results = await Promise.allSettled(
      vdcs.map((vdc) => set(vdc.id, delegated([{ vxlanIds: `${id}` }]))),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("the database itself keeps delegated ids apart", async () => {
    const [a, b] = [await newVdc(), await newVdc()];
    const id = newId();
    await set(a.id, delegated([{ vxlanIds: `${id}-${id + 9}` }]));
    const insert = (sharedVlanIds: { first: number; last: number }[] | null) =>
      on.db
        .insert(vxlanDelegations)
        .values({ vdcId: b.id, vxlanIds: [{ first: id + 9, last: id + 9 }], sharedVlanIds });
    await expect(insert(null)).rejects.toMatchObject({ cause: { code: "23P01" } });
    await expect(insert([{ first: 1, last: 1 }])).rejects.toMatchObject({ cause: { code: "23P01" } });
  });

  it("vDCs share a VXLAN id when both tick it, each with VLANs of its own", async () => {
    const [a, b] = [await newVdc(), await newVdc()];
    const id = newId();
    await set(a.id, delegated([{ vxlanIds: `${id}`, sharedVlanIds: "10-19" }]));
    expect((await refusalOf(set(b.id, delegated([{ vxlanIds: `${id}` }])))).message).toBe(
      `VXLAN ${id} is shared by vDC ${a.name}; tick shared here too.`,
    );
    const overlapping = delegated([{ vxlanIds: `${id}`, sharedVlanIds: "15-29" }]);
    expect((await refusalOf(set(b.id, overlapping))).violations).toEqual([
      {
        field: "vxlanDelegations.0.sharedVlanIds",
        message: `VLAN 15-19 inside VXLAN ${id} belongs to vDC ${a.name}.`,
      },
    ]);
    await set(b.id, delegated([{ vxlanIds: `${id}`, sharedVlanIds: "20-29" }]));
    await createNetwork(a.id, id, { vlanId: 10 });
    await createNetwork(b.id, id, { vlanId: 20 });
    expect((await refusalOf(createNetwork(b.id, id, { vlanId: 11 }))).violations).toEqual([
      { field: "vlanId", message: "VLAN 11 is outside what this vDC was delegated." },
    ]);
    expect((await createNetwork(b.id, id, { vlanId: "next-free" })).network.vlanId).toBe(21);
  });

  it("sharing an id takes the networks in it along", async () => {
    const vdc = await newVdc();
    const id = newId();
    await set(vdc.id, delegated([{ vxlanIds: `${id}` }]));
    await createNetwork(vdc.id, id, { vlanId: 1 });
    await createNetwork(vdc.id, id, { vlanId: 2 });
    const sharing = () => on.db.select().from(networks).where(eq(networks.vdcId, vdc.id));
    await set(vdc.id, delegated([{ vxlanIds: `${id}`, sharedVlanIds: "1-9" }]));
    expect((await sharing()).map(({ isVxlanShared }) => isVxlanShared)).toEqual([true, true]);
    await set(vdc.id, delegated([{ vxlanIds: `${id}` }]));
    expect((await sharing()).map(({ isVxlanShared }) => isVxlanShared)).toEqual([false, false]);
  });

  it("does not delegate an id that another vDC's network uses, and names it to the operator", async () => {
    const [open, vdc] = [await newVdc(), await newVdc()];
    const id = newId();
    await set(open.id, delegated([], { isRestricted: false }));
    const { network } = await createNetwork(open.id, id);
    expect((await refusalOf(set(vdc.id, delegated([{ vxlanIds: `${id}` }])))).message).toBe(
      `VXLAN ${id} is used by network ${network.name} of vDC ${open.name}.`,
    );
  });

  it("an id is never both used by one vDC and newly delegated to another, however they race", async () => {
    for (let round = 0; round < 5; round += 1) {
      const [open, vdc] = [await newVdc(), await newVdc()];
      const id = newId();
      await set(open.id, delegated([], { isRestricted: false }));
      const results = await Promise.allSettled([
        createNetwork(open.id, id),
        set(vdc.id, delegated([{ vxlanIds: `${id}` }])),
      ]);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    }
  });

  it("refuses to shrink below networks, with their names, or marks them outside when the operator insists", async () => {
    const vdc = await newVdc();
    const id = newId();
    await set(vdc.id, delegated([{ vxlanIds: `${id}-${id + 1}` }]));
    const { network } = await createNetwork(vdc.id, id + 1, { name: "web" });
    const shrunk = delegated([{ vxlanIds: `${id}` }]);
    expect((await refusalOf(set(vdc.id, shrunk))).message).toBe(
      "These ranges would leave the network web outside the delegation.",
    );
    await set(vdc.id, shrunk, true);
    const admin = as(vdcActor(vdc.id));
    const found = { vdcId: vdc.id, networkId: network.id };
    expect(await admin.network.byId(found)).toMatchObject({ isOutsideDelegation: true });
    const same = {
      name: "web",
      subnet: "10.0.0.0/24",
      overlayRuleName: "customers",
      vxlanId: id + 1,
      vlanId: 0,
    };
    await admin.network.update({ ...found, draft: { ...same, description: "still mine" } });
    const moved = admin.network.update({ ...found, draft: { ...same, vlanId: 5 } });
    expect((await refusalOf(moved)).violations).toMatchObject([{ field: "vlanId" }]);
  });

  it("NIC tags and VLAN 0 are never implied, and a tag's VLANs belong to one vDC", async () => {
    const [a, b] = [await newVdc(), await newVdc()];
    const onTag = { overlayRuleName: null, nicTagName: "external", vxlanId: null };
    const network = { name: "web", subnet: "10.0.0.0/24", ...onTag, vlanId: 0 };
    const create = (vlanId: number) =>
      as(vdcActor(a.id)).network.create({ vdcId: a.id, draft: { ...network, vlanId } });
    expect((await refusalOf(create(0))).message).toBe(
      "NIC tag external is outside what this vDC was delegated.",
    );
    const tagged = {
      vlanDelegations: [{ overlayRuleName: null, nicTagName: "external", vlanIds: "700-709" }],
    };
    await set(a.id, delegated([], tagged));
    expect((await refusalOf(create(0))).message).toBe("VLAN 0 is outside what this vDC was delegated.");
    expect((await create(700)).network).toMatchObject({ vxlanId: null, mtuBytes: 1500 });
    expect(
      (await refusalOf(set(b.id, delegated([], tagged)))).violations.map(({ message }) => message),
    ).toEqual([
      `VLAN 700-709 on external is delegated to vDC ${a.name}.`,
      `VLAN 700 on external is used by network web of vDC ${a.name}.`,
    ]);
  });

  it("shows a vDC what is free without telling who has the rest", async () => {
    const [vdc, other] = [await newVdc(), await newVdc()];
    const id = newId();
    await set(vdc.id, delegated([{ vxlanIds: `${id}-${id + 3}` }]));
    await createNetwork(vdc.id, id);
    const use = await as(vdcActor(vdc.id)).delegation.get({ vdcId: vdc.id });
    expect(use.rules[0]).toMatchObject({
      allowedVxlanIds: [{ first: id, last: id + 3 }],
      counts: { used: 1, resting: 0, unavailable: 0, free: 3 },
    });
    expect(JSON.stringify(use)).not.toContain(other.id);
    expect(JSON.stringify(use)).not.toContain(other.name);
  });

  it("only an operator changes a delegation", async () => {
    const vdc = await newVdc();
    const request = { vdcId: vdc.id, draft: delegated([]) };
    await expect(as(vdcActor(vdc.id)).delegation.set(request)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as(cloudActor("auditor")).delegation.set(request)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await as(cloudActor("auditor")).delegation.list()).toContainEqual(
      expect.objectContaining({ vdcId: vdc.id, networkCount: 0 }),
    );
  });

  it("lists each vDC's networks by number, the hidden ones too", async () => {
    const [vdc, id] = [await newVdc(), newId()];
    await set(vdc.id, delegated([{ vxlanIds: `${id}` }]));
    await createNetwork(vdc.id, id, { subnet: "10.0.1.0/24" });
    await createNetwork(vdc.id, id, { subnet: "10.0.2.0/24", access: "deleted" });
    expect(await as(cloudActor("auditor")).delegation.list()).toContainEqual(
      expect.objectContaining({ vdcId: vdc.id, networkCount: 2 }),
    );
  });

  it("records who delegated what", async () => {
    const vdc = await newVdc();
    await set(vdc.id, delegated([{ vxlanIds: `${newId()}` }]));
    const events = await on.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.vdcId, vdc.id))
      .orderBy(auditEvents.at);
    expect(events.map(({ action }) => action)).toEqual(["vdc.create", "delegation.set"]);
  });

  it("names of vDCs are unique, however they are spelt, and can be changed", async () => {
    const [a, b] = [await newVdc(), await newVdc()];
    const refused = operator().vdc.create({ name: a.name.toUpperCase() });
    expect((await refusalOf(refused)).violations).toMatchObject([{ field: "name" }]);
    expect((await refusalOf(operator().vdc.rename({ vdcId: b.id, name: a.name }))).violations).toHaveLength(
      1,
    );
    const renamed = await operator().vdc.rename({ vdcId: b.id, name: `${b.name}-2` });
    expect(await operator().vdc.byId({ vdcId: b.id })).toMatchObject({
      name: renamed.name,
      role: "operator",
    });
    await expect(operator().vdc.create({ name: "<b>" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  it("a vDC with networks is not retired; an empty one is, and its ids become free", async () => {
    const vdc = await newVdc();
    const id = newId();
    const admin = as(vdcActor(vdc.id));
    await set(vdc.id, delegated([{ vxlanIds: `${id}` }]));
    const { network } = await createNetwork(vdc.id, id, { name: "web" });
    expect(await operator().vdc.previewRetire({ vdcId: vdc.id })).toMatchObject({
      networks: [{ id: network.id, name: "web", vmCount: 0 }],
    });
    expect((await refusalOf(operator().vdc.retire({ vdcId: vdc.id }))).message).toBe(
      `vDC ${vdc.name} still has networks: web. Delete them first.`,
    );
    await admin.network.delete({ vdcId: vdc.id, networkId: network.id });
    await operator().vdc.retire({ vdcId: vdc.id });
    await expect(admin.vdc.byId({ vdcId: vdc.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await admin.vdc.list()).map(({ id }) => id)).not.toContain(vdc.id);
    const heir = await newVdc();
    await set(heir.id, delegated([{ vxlanIds: `${id}` }]));
  });

  it("lists the vDCs a person has a role in", async () => {
    const [vdc] = [await newVdc(), await newVdc()];
    expect(await as(vdcActor(vdc.id, "viewer")).vdc.list()).toMatchObject([
      { id: vdc.id, role: "viewer", networkCount: 0 },
    ]);
    expect((await operator().vdc.list()).length).toBeGreaterThan(1);
  });
});
