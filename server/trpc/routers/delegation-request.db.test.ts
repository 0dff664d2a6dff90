import { and, eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit.ts";
import { networkShares } from "#db/schema/network-share.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import { takeVxlanBlock } from "#db/testing/vxlan-block.ts";
import type { Actor } from "#server/domain/access.ts";
import type { WishDraft } from "#server/domain/delegation-request.ts";
import { contextOf, refusalOf } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { delegationRouter } from "./delegation.ts";
import { delegationRequestRouter } from "./delegation-request.ts";
import { networkRouter } from "./network.ts";
import { vdcRouter } from "./vdc.ts";

const callerOf = createCaller(
  router({
    delegation: delegationRouter,
    delegationRequest: delegationRequestRouter,
    network: networkRouter,
    vdc: vdcRouter,
  }),
);
const NOBODY_ID = "00000000-0000-4000-8000-000000000000";

const draftOf = (wanted: Partial<WishDraft>, reason = "A new shop opens in May.") => ({
  wanted: { vxlans: [], vlans: [], networkCountMax: null, ...wanted },
  reason,
});
const more = (count: number) => draftOf({ vxlans: [{ overlayRuleName: "customers", count, ids: null }] });
const exactly = (ids: string) => draftOf({ vxlans: [{ overlayRuleName: "customers", count: null, ids }] });

describeOnEachDatabase("requests for more", (on) => {
  const as = (actor: Actor) => callerOf(contextOf(on.db, actor));
  const operator = () => as(cloudActor());
  const newVdc = async () => {
    // Twice what it is given, so that there is room right behind.
    const first = await takeVxlanBlock(on.db, 20);
    const vdc = await createVdc(on.db, {
      overlayRuleName: "customers",
      vxlanIds: { first, last: first + 9 },
      vlanIds: { first: 0, last: 0 },
      networkCountMax: 5,
    });
    return { vdcId: vdc.id, name: vdc.name, first, admin: as(vdcActor(vdc.id)) };
  };
  const approveAsIs = async (vdcId: string, requestId: string, answer = "") => {
    const { present, proposal } = await operator().delegationRequest.previewAnswer({ vdcId, requestId });
    return operator().delegationRequest.approve({ vdcId, requestId, over: present, draft: proposal, answer });
  };

  beforeAll(async () => {
    await ensureOverlayRule(on.db, { name: "customers" });
  });

  it("are kept in canonical form, listed to the vDC and queued for operators", async () => {
    const { vdcId, name, first, admin } = await newVdc();
    const sent = await admin.delegationRequest.send({
      vdcId,
      draft: exactly(`${first + 12}, ${first + 11}`),
    });
    expect(sent).toMatchObject({ state: "open", answeredAt: null, vdcName: name });
    expect(sent.wanted.vxlans[0]?.ids).toBe(`${first + 11}-${first + 12}`);
    expect(await admin.delegationRequest.list({ vdcId })).toMatchObject([{ id: sent.id, state: "open" }]);
    const queued = await operator().delegationRequest.listOpen();
    expect(queued.map(({ id }) => id)).toContain(sent.id);
  });

  it("tell every fault at once, and nothing of whether ids are held or rules exist", async () => {
    const [own, other] = [await newVdc(), await newVdc()];
    const { vdcId, admin } = own;
    const send = (draft: ReturnType<typeof draftOf>) => admin.delegationRequest.send({ vdcId, draft });
    expect((await refusalOf(send(draftOf({ networkCountMax: 5 })))).violations).toEqual([
      { field: "networkCountMax", message: "The limit of networks is 5 already; ask for a higher one." },
    ]);
    expect((await refusalOf(send(draftOf({})))).violations).toMatchObject([{ field: "" }]);
    await expect(send(draftOf({ networkCountMax: 9 }, "  "))).rejects.toMatchObject({ code: "BAD_REQUEST" });
    const held = await send(exactly(`${other.first}`));
    const unknownRule = { overlayRuleName: "no-such-rule", count: 1, ids: null };
    const draft = draftOf({ vxlans: [unknownRule] });
    const changed = await admin.delegationRequest.update({ vdcId, requestId: held.id, draft });
    expect(changed.state).toBe("open");
    expect(JSON.stringify(await admin.delegationRequest.list({ vdcId }))).not.toContain(other.name);
  });

  it("are one at a time in a vDC, however many are sent at once", async () => {
    const { vdcId, admin } = await newVdc();
    const results = await Promise.allSettled(
      [1, 2, 3, 4].map((count) => admin.delegationRequest.send({ vdcId, draft: more(count) })),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const second = admin.delegationRequest.send({ vdcId, draft: more(1) });
    expect((await refusalOf(second)).message).toBe("A request of this vDC is open already; change that one.");
  });

  it("can be changed and withdrawn while they are open, and then no more", async () => {
    const { vdcId, admin } = await newVdc();
    const first = await admin.delegationRequest.send({ vdcId, draft: more(1) });
    const second = await admin.delegationRequest.update({ vdcId, requestId: first.id, draft: more(2) });
    expect((await refusalOf(approveAsIs(vdcId, first.id))).message).toMatch(
      /^This request is no longer open/,
    );
    await admin.delegationRequest.withdraw({ vdcId, requestId: second.id });
    const again = admin.delegationRequest.withdraw({ vdcId, requestId: second.id });
    expect(await refusalOf(again)).toMatchObject({ code: "conflict" });
    const states = (await admin.delegationRequest.list({ vdcId })).map(({ state }) => state);
    expect(states).toEqual(["withdrawn", "withdrawn"]);
  });

  it("approved as proposed give what was asked, next to the vDC's own ids", async () => {
    const { vdcId, first, admin } = await newVdc();
    const { id } = await admin.delegationRequest.send({
      vdcId,
      draft: draftOf({
        vxlans: [{ overlayRuleName: "customers", count: 4, ids: null }],
        vlans: [{ overlayRuleName: "customers", nicTagName: null, count: 2, ids: null }],
        networkCountMax: 8,
      }),
    });
    await approveAsIs(vdcId, id, "Welcome.");
    const { delegation } = await admin.delegation.get({ vdcId });
    expect(delegation).toMatchObject({
      networkCountMax: 8,
      vxlanDelegations: [{ vxlanIds: `${first}-${first + 13}` }],
      vlanDelegations: [{ vlanIds: "0-2" }],
    });
    const [answered] = await admin.delegationRequest.list({ vdcId });
    expect(answered).toMatchObject({ state: "approved", answer: "Welcome.", granted: delegation });
    const events = await on.db
      .select({ action: auditEvents.action })
      .from(auditEvents)
      .where(and(eq(auditEvents.vdcId, vdcId)))
      .orderBy(auditEvents.at, auditEvents.action);
    expect(events.map(({ action }) => action).toSorted()).toEqual([
      "delegation-request.approve",
      "delegation-request.send",
      "delegation.set",
    ]);
  });

  it("approved changed give what the operator wrote", async () => {
    const { vdcId, first, admin } = await newVdc();
    const { id } = await admin.delegationRequest.send({ vdcId, draft: more(9) });
    const { present } = await operator().delegationRequest.previewAnswer({ vdcId, requestId: id });
    const draft = {
      ...present,
      vxlanDelegations: [
        { overlayRuleNames: ["customers"], vxlanIds: `${first}-${first + 11}`, sharedVlanIds: null },
      ],
    };
    await operator().delegationRequest.approve({ vdcId, requestId: id, over: present, draft });
    expect((await admin.delegation.get({ vdcId })).rules[0]?.counts.free).toBe(12);
  });

  it("name to operators what cannot be given, and are not approved with it", async () => {
    const [own, other] = [await newVdc(), await newVdc()];
    const { vdcId, admin, first } = own;
    const ids = `${first + 10},${other.first}`;
    const { id } = await admin.delegationRequest.send({ vdcId, draft: exactly(ids) });
    const answer = await operator().delegationRequest.previewAnswer({ vdcId, requestId: id });
    expect(answer.shortfalls).toEqual([`VXLAN ${other.first} on customers cannot be given: held already.`]);
    expect(answer.proposal.vxlanDelegations[0]?.vxlanIds).toBe(`${first}-${first + 10}`);
    const greedy = {
      ...answer.present,
      vxlanDelegations: [{ overlayRuleNames: ["customers"], vxlanIds: ids, sharedVlanIds: null }],
    };
    const approval = { vdcId, requestId: id, over: answer.present, draft: greedy };
    expect((await refusalOf(operator().delegationRequest.approve(approval))).message).toContain(other.name);
    expect(await admin.delegationRequest.list({ vdcId })).toMatchObject([{ state: "open" }]);
    const preview = await operator().delegation.preview({ vdcId, draft: greedy });
    expect(preview.holders).toEqual([{ vdcId: other.vdcId, vdcName: other.name }]);
  });

  it("declined keep the delegation as it is and tell the reason", async () => {
    const { vdcId, admin } = await newVdc();
    const before = await admin.delegation.get({ vdcId });
    const { id } = await admin.delegationRequest.send({ vdcId, draft: more(3) });
    await operator().delegationRequest.decline({ vdcId, requestId: id, reason: "Use what is free first." });
    expect(await admin.delegation.get({ vdcId })).toEqual(before);
    expect(await admin.delegationRequest.list({ vdcId })).toMatchObject([
      { state: "declined", answer: "Use what is free first.", answeredByName: "operator" },
    ]);
    await admin.delegationRequest.send({ vdcId, draft: more(1) });
  });

  it("answered by several at once are answered by exactly one of them, and the delegation is that one's", async () => {
    for (let round = 0; round < 3; round += 1) {
      const { vdcId, admin } = await newVdc();
      const { id } = await admin.delegationRequest.send({ vdcId, draft: more(3) });
      const { present, proposal } = await operator().delegationRequest.previewAnswer({
        vdcId,
        requestId: id,
      });
      const approve = () =>
        operator().delegationRequest.approve({ vdcId, requestId: id, over: present, draft: proposal });
      const results = await Promise.allSettled([
        approve(),
        operator().delegationRequest.decline({ vdcId, requestId: id, reason: "No." }),
        admin.delegationRequest.withdraw({ vdcId, requestId: id }),
        approve(),
        admin.delegationRequest.update({ vdcId, requestId: id, draft: more(4) }),
      ]);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const state = (await admin.delegationRequest.list({ vdcId })).find((r) => r.id === id)?.state;
      const { rules } = await admin.delegation.get({ vdcId });
      expect(rules[0]?.counts.free).toBe(state === "approved" ? 13 : 10);
    }
  });

  it("of two vDCs that are proposed the same ids exactly one gets them", async () => {
    const [a, b] = [await newVdc(), await newVdc()];
    const ids = String(await takeVxlanBlock(on.db, 20));
    const requests = [];
    for (const { vdcId, admin } of [a, b]) {
      const { id } = await admin.delegationRequest.send({ vdcId, draft: exactly(ids) });
      const answer = await operator().delegationRequest.previewAnswer({ vdcId, requestId: id });
      requests.push({ vdcId, requestId: id, over: answer.present, draft: answer.proposal });
    }
    const results = await Promise.allSettled(
      requests.map((each) => operator().delegationRequest.approve(each)),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("are not approved over a delegation that somebody changed meanwhile", async () => {
    const { vdcId, admin } = await newVdc();
    const { id } = await admin.delegationRequest.send({ vdcId, draft: more(3) });
    const { present, proposal } = await operator().delegationRequest.previewAnswer({ vdcId, requestId: id });
    await operator().delegation.set({ vdcId, draft: { ...present, networkCountMax: 50 } });
    const approval = operator().delegationRequest.approve({
      vdcId,
      requestId: id,
      over: present,
      draft: proposal,
    });
    expect((await refusalOf(approval)).message).toMatch(/^The delegation was changed meanwhile/);
    expect((await admin.delegation.get({ vdcId })).delegation.networkCountMax).toBe(50);
  });

  it("are named before their vDC is retired, and declined with it", async () => {
    const { vdcId, admin } = await newVdc();
    await admin.delegationRequest.send({ vdcId, draft: more(2) });
    expect(await operator().vdc.previewRetire({ vdcId })).toMatchObject({
      networks: [],
      openRequest: "2 more VXLAN ids on customers",
      sharedNetworks: [],
    });
    const results = await Promise.allSettled([
      operator().vdc.retire({ vdcId }),
      operator().vdc.retire({ vdcId }),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const open = await operator().delegationRequest.listOpen();
    expect(open.filter((request) => request.vdcId === vdcId)).toEqual([]);
    await expect(admin.delegationRequest.send({ vdcId, draft: more(1) })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("do not keep a vDC from being retired, but networks shared with it do", async () => {
    const [owner, vdc] = [await newVdc(), await newVdc()];
    const draft = {
      name: "web",
      subnet: "10.0.0.0/24",
      overlayRuleName: "customers",
      vxlanId: owner.first,
      vlanId: 0,
    };
    const { network } = await owner.admin.network.create({ vdcId: owner.vdcId, draft });
    await on.db.insert(networkShares).values({ networkId: network.id, vdcId: vdc.vdcId });
    expect((await operator().vdc.previewRetire({ vdcId: vdc.vdcId })).sharedNetworks).toMatchObject([
      { networkName: "web", vdcName: owner.name },
    ]);
    expect((await refusalOf(operator().vdc.retire({ vdcId: vdc.vdcId }))).message).toBe(
      `These networks are still shared with vDC ${vdc.name}: web of ${owner.name}. End their sharing first.`,
    );
    await on.db.delete(networkShares);
    await operator().vdc.retire({ vdcId: vdc.vdcId });
  });

  it("of another vDC are not found, whether they are there or not", async () => {
    const [own, other] = [await newVdc(), await newVdc()];
    const { id } = await other.admin.delegationRequest.send({ vdcId: other.vdcId, draft: more(1) });
    const mine = (await own.admin.delegationRequest.send({ vdcId: own.vdcId, draft: more(1) })).id;
    const ask = own.admin.delegationRequest;
    const { present } = await operator().delegationRequest.previewAnswer({
      vdcId: other.vdcId,
      requestId: id,
    });
    for (const vdcId of [other.vdcId, NOBODY_ID]) {
      const requests = [
        ask.list({ vdcId }),
        ask.send({ vdcId, draft: more(1) }),
        ask.update({ vdcId, requestId: id, draft: more(2) }),
        ask.withdraw({ vdcId, requestId: id }),
        ask.previewAnswer({ vdcId, requestId: id }),
        ask.approve({ vdcId, requestId: id, over: present, draft: present }),
        ask.decline({ vdcId, requestId: id, reason: "No." }),
      ];
      for (const request of requests) {
        await expect(request).rejects.toMatchObject({ code: "NOT_FOUND", message: "No such vDC." });
      }
    }
    // Another's request under one's own vDC.
    const crossed = ask.withdraw({ vdcId: own.vdcId, requestId: id });
    await expect(crossed).rejects.toMatchObject({ code: "NOT_FOUND", message: "No such request." });
    const changed = ask.update({ vdcId: own.vdcId, requestId: id, draft: more(2) });
    await expect(changed).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(ask.listOpen()).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(mine).not.toBe(id);
    expect(await other.admin.delegationRequest.list({ vdcId: other.vdcId })).toMatchObject([
      { state: "open" },
    ]);
  });

  it("are sent by network-admins and answered by operators; viewers and auditors read them", async () => {
    const { vdcId, admin } = await newVdc();
    const viewer = as(vdcActor(vdcId, "viewer")).delegationRequest;
    const auditor = as(cloudActor("auditor")).delegationRequest;
    const { id } = await admin.delegationRequest.send({ vdcId, draft: more(1) });
    expect(await viewer.list({ vdcId })).toHaveLength(1);
    expect((await auditor.listOpen()).map((request) => request.id)).toContain(id);
    const { present } = await operator().delegationRequest.previewAnswer({ vdcId, requestId: id });
    const approval = { vdcId, requestId: id, over: present, draft: present };
    const refused = [
      viewer.send({ vdcId, draft: more(1) }),
      viewer.withdraw({ vdcId, requestId: id }),
      admin.delegationRequest.approve(approval),
      admin.delegationRequest.previewAnswer({ vdcId, requestId: id }),
      admin.delegationRequest.decline({ vdcId, requestId: id, reason: "No." }),
      auditor.approve(approval),
      auditor.previewAnswer({ vdcId, requestId: id }),
      operator().delegationRequest.send({ vdcId, draft: more(1) }),
    ];
    for (const request of refused) await expect(request).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
