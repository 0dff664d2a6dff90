import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { recordChange } from "#db/queries/audit.ts";
import { insertNode } from "#db/queries/node.ts";
import { insertRefreshRun, queueNodeRefreshes } from "#db/queries/refresh.ts";
import { openWarnings } from "#db/queries/warning-findings.ts";
import { vxlans } from "#db/schema/network.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createUnrestrictedVdc, createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import { takeVxlanBlock } from "#db/testing/vxlan-block.ts";
import type { Actor } from "#server/domain/access.ts";
import { finding } from "#server/domain/warnings/finding.ts";
import { contextOf } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { auditRouter } from "./audit.ts";
import { delegationRouter } from "./delegation.ts";
import { homeRouter } from "./home.ts";
import { networkRouter } from "./network.ts";

const callerOf = createCaller(
  router({ audit: auditRouter, delegation: delegationRouter, home: homeRouter, network: networkRouter }),
);
const HOUR_MILLISECONDS = 3_600_000;

describeOnEachDatabase("home and audit", (on) => {
  const as = (actor: Actor | null) => callerOf(contextOf(on.db, actor));
  const cloudHome = async () => {
    const home = await as(cloudActor()).home.get();
    if (home.kind !== "cloud") throw new Error("An operator's home is about the cloud.");
    return home;
  };
  const vdcHome = async (actor: Actor) => {
    const home = await as(actor).home.get();
    if (home.kind !== "vdcs") throw new Error("A member's home is about vDCs.");
    return home.vdcs;
  };
  const makeVdc = async (idCount = 20) => {
    await ensureOverlayRule(on.db, { name: "customers" });
    const first = await takeVxlanBlock(on.db, 20);
    const vxlanIds = { first, last: first + idCount - 1 };
    const vdc = await createVdc(on.db, {
      overlayRuleName: "customers",
      vxlanIds,
      vlanIds: { first: 0, last: 0 },
    });
    return { ...vdc, first };
  };
  const openWarningOf = (vdcId: string | null, key = randomUUID()) =>
    openWarnings(
      on.db,
      [
        finding("mtu-network-exceeds-rule", {
          subject: { kind: "network", key: `network:${key}`, label: "web" },
          cause: "Its MTU is too large.",
          evidence: [],
          severity: "critical",
          vdcId,
        }),
      ],
      new Date(),
    );
  const record = (subjectName: string, vdcId: string | null = null) =>
    recordChange(on.db, {
      actor: { userId: "u", name: "olga" },
      action: "network.create",
      subjectKind: "network",
      subjectId: randomUUID(),
      subjectName,
      vdcId,
      before: null,
      after: { mtuBytes: 1400 },
    });

  it("tells an operator of warnings, nodes, refreshes and changes", async () => {
    const before = await cloudHome();
    const { id: nodeId } = await insertNode(on.db, { hostname: "new", sshAddress: randomUUID() });
    const run = await insertRefreshRun(on.db, { trigger: "person", title: "All nodes" });
    await queueNodeRefreshes(on.db, run.id, [nodeId]);
    await openWarningOf(null);
    await record("<i>web</i>");
    const after = await cloudHome();
    expect(after.openWarnings.critical).toBe(before.openWarnings.critical + 1);
    expect(after.nodeCountByState.unknown).toBe(before.nodeCountByState.unknown + 1);
    expect(after.runningRefreshes).toContainEqual(expect.objectContaining({ id: run.id, inFlightCount: 1 }));
    expect(after.latestChanges[0]).toMatchObject({ subjectName: "<i>web</i>", actorName: "olga" });
  });

  it("counts a vDC's free ids without those in use and those that rest", async () => {
    const { id, first } = await makeVdc();
    const now = Date.now();
    await on.db.insert(vxlans).values([
      { vxlanId: first, restsUntil: null },
      { vxlanId: first + 1, restsUntil: new Date(now + HOUR_MILLISECONDS) },
      { vxlanId: first + 2, restsUntil: new Date(now - HOUR_MILLISECONDS) },
      { vxlanId: 50, restsUntil: null },
    ]);
    expect(await vdcHome(vdcActor(id))).toMatchObject([
      { vdcId: id, role: "network-admin", networkCount: 0, delegatedVxlanCount: 20, takenVxlanCount: 2 },
    ]);
  });

  it("counts of ids that several vDCs share only own use, whatever the others do in them", async () => {
    await ensureOverlayRule(on.db, { name: "customers" });
    const first = await takeVxlanBlock(on.db, 4);
    const [a, b] = [await createUnrestrictedVdc(on.db), await createUnrestrictedVdc(on.db)];
    const set = (vdcId: string, vlanIds: string) =>
      as(cloudActor()).delegation.set({
        vdcId,
        draft: {
          isRestricted: true,
          networkCountMax: null,
          vxlanDelegations: [
            { overlayRuleNames: ["customers"], vxlanIds: `${first}-${first + 3}`, sharedVlanIds: vlanIds },
          ],
          vlanDelegations: [],
        },
      });
    await set(a.id, "1-10");
    await set(b.id, "11-20");
    const draft = { name: "web", subnet: "10.9.0.0/24", overlayRuleName: "customers", vxlanId: first };
    await as(vdcActor(a.id)).network.create({ vdcId: a.id, draft: { ...draft, vlanId: 1 } });
    expect(await vdcHome(vdcActor(a.id))).toMatchObject([{ delegatedVxlanCount: 4, takenVxlanCount: 1 }]);
    expect(await vdcHome(vdcActor(b.id))).toMatchObject([{ delegatedVxlanCount: 4, takenVxlanCount: 0 }]);
  });

  it("tells an operator which vDC has nearly used up its ids", async () => {
    const scarce = await makeVdc(2);
    const ample = await makeVdc();
    await on.db.insert(vxlans).values([{ vxlanId: scarce.first }, { vxlanId: scarce.first + 1 }]);
    const names = (await cloudHome()).nearlyUsedUp.map(({ vdcName }) => vdcName);
    expect(names).toContain(scarce.name);
    expect(names).not.toContain(ample.name);
  });

  it("shows a member nothing but their own vDC", async () => {
    const own = await makeVdc();
    const foreign = await makeVdc();
    await openWarningOf(own.id);
    await openWarningOf(foreign.id);
    await openWarningOf(null);
    const home = await vdcHome(vdcActor(own.id, "viewer"));
    expect(home).toMatchObject([{ vdcId: own.id, openWarnings: { critical: 1, warning: 0, info: 0 } }]);
    expect(JSON.stringify(home)).not.toContain(foreign.name);
  });

  it("is empty for somebody without any role", async () => {
    expect(await vdcHome({ userId: "x", name: "x", cloudRole: null, roleByVdcId: new Map() })).toEqual([]);
    await expect(as(null).home.get()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  it("pages through every event once, also through those of one instant", async () => {
    const mark = randomUUID();
    await on.db.transaction(async (tx) => {
      for (let count = 0; count < 60; count += 1) {
        await recordChange(tx, {
          actor: null,
          action: "network.update",
          subjectKind: "network",
          subjectId: mark,
          subjectName: `net-${count}`,
          vdcId: null,
          before: null,
          after: null,
        });
      }
    });
    const audit = as(cloudActor("auditor")).audit;
    const first = await audit.list({ subjectId: mark });
    const second = await audit.list({ subjectId: mark, cursor: first.nextCursor });
    const names = [...first.events, ...second.events].map(({ subjectName }) => subjectName);
    expect(new Set(names).size).toBe(60);
    expect(second.nextCursor).toBeNull();
  });

  it("searches the audit trail for the text as it is written", async () => {
    const name = `100%_${randomUUID()}`;
    await record(name);
    await record(name.replace("%_", "xx"));
    const { events } = await as(cloudActor()).audit.list({ text: name });
    expect(events.map(({ subjectName }) => subjectName)).toEqual([name]);
  });

  it("finds no audit trail for people of one vDC", async () => {
    const { id } = await makeVdc();
    const caller = as(vdcActor(id));
    await expect(caller.audit.list({})).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(caller.audit.listSubjectKinds()).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
