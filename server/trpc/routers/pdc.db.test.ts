import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { listNodesToRefresh, listPdcSchedules } from "#db/queries/node-schedule.ts";
import { insertNode, saveFacts } from "#db/queries/node.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import type { Actor } from "#server/domain/access.ts";
import { mergeFacts } from "#server/domain/facts.ts";
import { dueNodeIds } from "#server/domain/refresh-schedule.ts";
import { contextOf, settingsWith } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { meshRouter } from "./mesh.ts";
import { nodeRouter } from "./node.ts";
import { pdcRouter } from "./pdc.ts";

const callerOf = createCaller(router({ mesh: meshRouter, node: nodeRouter, pdc: pdcRouter }));
const settings = settingsWith({ refreshIntervalSeconds: 300 });
const HOUR_MILLISECONDS = 3_600_000;
const NOTHING_OWN = { refreshIntervalSeconds: null, refreshesAtOnceMax: null, quietHours: null };

describeOnEachDatabase("PDCs and their schedules", (on) => {
  const as = (actor: Actor) => callerOf(contextOf(on.db, actor, { settings }));
  const operator = () => as(cloudActor());
  let nodeCount = 0;

  /** A node that was read an hour ago. */
  async function nodeIn(pdcName: string) {
    const hostname = `node-${(nodeCount += 1)}`;
    const observedAt = new Date(Date.now() - HOUR_MILLISECONDS);
    const { id } = await insertNode(on.db, {
      hostname,
      sshAddress: `10.78.0.${nodeCount}`,
      hostKeyConfirmedAt: observedAt,
      lastRefreshOutcome: "ok",
      lastRefreshFinishedAt: observedAt,
    });
    const identity = {
      nodeUuid: randomUUID(),
      hostname,
      pdcName,
      adminIp: null,
      adminNicTagName: "admin",
      liveImage: null,
      bootedAt: null,
    };
    const facts = mergeFacts(null, { identity }, observedAt);
    await saveFacts(on.db, id, facts, { observedAt, hasChanged: true });
    return id;
  }
  const dueIds = async (now = new Date()) =>
    dueNodeIds(await listNodesToRefresh(on.db), await listPdcSchedules(on.db), {
      intervalSeconds: 300,
      now,
    });
  const pdcNamed = async (name: string) => (await operator().pdc.list()).find((pdc) => pdc.name === name);

  it("counts a PDC's nodes, and names other PDCs that may be meant as the same", async () => {
    await nodeIn("brno-1");
    await nodeIn("brno-1");
    await nodeIn("Brno-1");
    expect(await pdcNamed("brno-1")).toMatchObject({
      nodeCount: 2,
      nodeCountByState: { stale: 2, up: 0 },
      similarNames: [{ name: "Brno-1", similarity: "differ only by upper and lower case" }],
      schedule: NOTHING_OWN,
      isQuietNow: false,
    });
  });

  it("reads a PDC's nodes by its own interval and not in its quiet hours, and as the others again afterwards", async () => {
    const id = await nodeIn("graz-1");
    expect(await dueIds()).toContain(id);
    const schedule = { ...NOTHING_OWN, refreshIntervalSeconds: 86_400 };
    await operator().pdc.setSchedule({ pdcName: "graz-1", schedule });
    expect(await dueIds()).not.toContain(id);
    const now = new Date("2026-03-02T23:30:00Z");
    const quietHours = { fromMinute: 23 * 60, untilMinute: 60 };
    await operator().pdc.setSchedule({
      pdcName: "graz-1",
      schedule: { refreshIntervalSeconds: 30, refreshesAtOnceMax: 2, quietHours },
    });
    expect(await dueIds(now)).not.toContain(id);
    await operator().pdc.setSchedule({ pdcName: "graz-1", schedule: NOTHING_OWN });
    expect((await listPdcSchedules(on.db)).has("graz-1")).toBe(false);
    expect(await dueIds()).toContain(id);
  });

  it.each([
    { what: "an interval below 30 seconds", schedule: { ...NOTHING_OWN, refreshIntervalSeconds: 5 } },
    { what: "no node at a time", schedule: { ...NOTHING_OWN, refreshesAtOnceMax: 0 } },
    {
      what: "an hour that is none",
      schedule: { ...NOTHING_OWN, quietHours: { fromMinute: -1, untilMinute: 60 } },
    },
    {
      what: "quiet hours without length",
      schedule: { ...NOTHING_OWN, quietHours: { fromMinute: 60, untilMinute: 60 } },
    },
  ])("refuses $what", async ({ schedule }) => {
    await expect(operator().pdc.setSchedule({ pdcName: "graz-1", schedule })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    expect((await listPdcSchedules(on.db)).has("graz-1")).toBe(false);
  });

  it("leaves a paused node alone until the end of its pause, and says who paused it and why", async () => {
    const id = await nodeIn("linz-1");
    const until = new Date(Date.now() + HOUR_MILLISECONDS);
    await operator().node.pause({ nodeId: id, reason: "new disks", until });
    expect(await dueIds()).not.toContain(id);
    expect(await dueIds(new Date(until.getTime() + 1))).toContain(id);
    expect(await operator().node.byId({ nodeId: id })).toMatchObject({
      pausedUntil: until,
      pausedReason: "new disks",
      pausedByName: "operator",
    });
    await operator().node.resume({ nodeId: id });
    expect(await dueIds()).toContain(id);
    expect(await operator().node.byId({ nodeId: id })).toMatchObject({
      pausedUntil: null,
      pausedReason: null,
    });
  });

  it("refuses a pause without a reason, into the past, or without an end in sight", async () => {
    const nodeId = await nodeIn("linz-1");
    const until = new Date(Date.now() + HOUR_MILLISECONDS);
    await expect(operator().node.pause({ nodeId, reason: " ", until })).rejects.toThrow("Say why");
    const past = new Date(Date.now() - 1000);
    await expect(operator().node.pause({ nodeId, reason: "x", until: past })).rejects.toThrow(/past/);
    const far = new Date(Date.now() + 91 * 24 * HOUR_MILLISECONDS);
    await expect(operator().node.pause({ nodeId, reason: "x", until: far })).rejects.toThrow(/90 days/);
  });

  it("keeps where a PDC stands, tells it with the mesh's far level, and takes it back", async () => {
    await nodeIn("praha-1");
    const place = { latitude: 50.0755, longitude: 14.4378, placeName: " Prague " };
    await operator().pdc.setPlace({ pdcName: "praha-1", place });
    const kept = { ...place, placeName: "Prague" };
    expect((await pdcNamed("praha-1"))?.place).toEqual(kept);
    expect((await operator().mesh.overview({})).places).toEqual([{ pdcId: "pdc:praha-1", ...kept }]);
    await operator().pdc.setPlace({ pdcName: "praha-1", place: null });
    expect((await pdcNamed("praha-1"))?.place).toBeNull();
    const events = await on.db.select().from(auditEvents).where(eq(auditEvents.subjectId, "praha-1"));
    expect(events.map(({ action, after }) => [action, after])).toEqual([
      ["pdc.place", kept],
      ["pdc.clear-place", null],
    ]);
  });

  it.each([
    { what: "a latitude beyond the pole", pdcName: "praha-1", latitude: 90.1, longitude: 0 },
    { what: "a longitude beyond half a turn", pdcName: "praha-1", latitude: 0, longitude: -180.5 },
    { what: "a place for nodes without a name", pdcName: "", latitude: 0, longitude: 0 },
  ])("refuses $what", async ({ pdcName, latitude, longitude }) => {
    const place = { latitude, longitude, placeName: null };
    await expect(operator().pdc.setPlace({ pdcName, place })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  it("lets auditors read and change nothing, and a vDC's people find nothing", async () => {
    const nodeId = await nodeIn("linz-1");
    const pause = { nodeId, reason: "x", until: new Date(Date.now() + HOUR_MILLISECONDS) };
    const auditor = as(cloudActor("auditor"));
    expect((await auditor.pdc.list()).length).toBeGreaterThan(0);
    const set = { pdcName: "linz-1", schedule: NOTHING_OWN };
    await expect(auditor.pdc.setSchedule(set)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const place = { pdcName: "linz-1", place: { latitude: 48.3, longitude: 14.3, placeName: null } };
    await expect(auditor.pdc.setPlace(place)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(auditor.node.pause(pause)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const member = as(vdcActor(randomUUID()));
    await expect(member.pdc.list()).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(member.pdc.setSchedule(set)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(member.pdc.setPlace(place)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(member.node.pause(pause)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(member.node.resume({ nodeId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
