import { randomUUID } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit.ts";
import { notificationHooks, warningNotices } from "#db/schema/notification.ts";
import { warnings } from "#db/schema/warning.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createUnrestrictedVdc } from "#db/testing/factories.ts";
import { changeTestWarnings, openTestWarnings, type WarningPatch } from "#db/testing/warning.ts";
import type { HookMessage } from "#server/adapters/notify/post-webhook.ts";
import { sealingKeyOf } from "#server/adapters/notify/sealed-secret.ts";
import type { Actor } from "#server/domain/access.ts";
import type { DeliveryJob, Outcome } from "#server/domain/notification/delivery.ts";
import { EVERYTHING } from "#server/domain/notification/filter.ts";
import { deliver } from "#server/services/notification/deliver.ts";
import { maintainNotifications } from "#server/services/notification/maintain.ts";
import type { Outlet } from "#server/services/notification/outlet.ts";
import { tellHooks } from "#server/services/notification/tell-hooks.ts";
import { contextOf, settingsWith } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { notificationRouter } from "./notification.ts";

const callerOf = createCaller(router({ notification: notificationRouter }));
const settings = settingsWith({ refreshIntervalSeconds: 300, vxlanRestSeconds: 86_400 });
const AT = new Date("2026-03-01T12:00:00Z");
const after = (seconds: number) => new Date(AT.getTime() + seconds * 1000);
const ACCEPTED: Outcome = { kind: "answered", statusCode: 204, retryAfterSeconds: null };
const BUSY: Outcome = { kind: "answered", statusCode: 503, retryAfterSeconds: null };
const URL_OF_HOOK = "https://hooks.example.org/services/a-password";

describeOnEachDatabase("notifications", (on) => {
  let posted: HookMessage[] = [];
  let ordered: DeliveryJob[] = [];
  let answers: Outcome[] = [];
  let hookId = "";

  const outlet = (): Outlet => ({
    db: on.db,
    deliveryQueue: {
      enqueueDeliveries: async (jobs) => {
        ordered.push(...jobs);
      },
    },
    sealingKey: sealingKeyOf("a secret of this test, long enough for it"),
    postWebhook: async (message) => {
      posted.push(message);
      return answers.shift() ?? ACCEPTED;
    },
    sendMail: null,
    url: "https://overmesh.example.org",
    random: () => 0,
  });
  const as = (actor: Actor | null = cloudActor()) =>
    callerOf(contextOf(on.db, actor, { settings, outlet: outlet() })).notification;
  const draft = (part: object = {}) => ({
    name: `hook-${randomUUID()}`,
    url: URL_OF_HOOK,
    filter: EVERYTHING,
    ...part,
  });
  const bodies = () => posted.map(({ body }) => JSON.parse(body));

  const open = (count: number, patch: WarningPatch = {}, at = AT) =>
    openTestWarnings(on.db, count, at, patch);
  const change = (ids: string[], patch: WarningPatch, at = AT) => changeTestWarnings(on.db, ids, at, patch);
  const resolve = (ids: string[], at = AT) => change(ids, { resolvedAt: at }, at);
  const tell = (at = after(10)) => tellHooks(outlet(), at);
  const deliverOrdered = async (at = after(10)) => {
    for (const { deliveryId } of ordered.splice(0)) await deliver(outlet(), deliveryId, () => at);
  };
  async function noticesOf(warningId: string): Promise<string[]> {
    const noticed = await on.db
      .select()
      .from(warningNotices)
      .where(eq(warningNotices.warningId, warningId))
      .orderBy(asc(warningNotices.id));
    return noticed.map(({ kind, isReviewed }) => `${kind}${isReviewed ? ", reviewed" : ""}`);
  }
  const deliveries = () => as().deliveries({ id: hookId });

  beforeEach(async () => {
    await on.db.delete(notificationHooks);
    hookId = (await as().createHook(draft())).id;
    posted = [];
    ordered = [];
    answers = [];
  });

  it("notices what opens, gets worse, reopens and is resolved, and nothing else", async () => {
    const [id = ""] = await open(1, { severity: "warning" });
    await change([id], { cause: "It still does not answer." });
    await change([id], { severity: "critical" });
    await change([id], { severity: "info" });
    await resolve([id]);
    await change([id], { cause: "It is over." });
    await change([id], { resolvedAt: null });
    const acknowledged = { acknowledgedAt: AT, acknowledgedUntil: after(60) };
    await change([id], acknowledged);
    await change([id], { ...acknowledged, resolvedAt: after(59) }, after(59));
    await change([id], { resolvedAt: null, acknowledgedAt: null, snoozedUntil: after(90) }, after(70));
    await change([id], { snoozedUntil: null }, after(90));
    await change([id], { snoozedUntil: after(200) }, after(95));
    await change([id], { snoozedUntil: null }, after(99));
    expect(await noticesOf(id)).toEqual([
      "opened",
      "worsened",
      "resolved",
      "reopened",
      "resolved, reviewed",
      "reopened",
      "still-open",
    ]);
  });

  it("notices those that a write opens and reopens in one statement", async () => {
    const [id = ""] = await open(1);
    await resolve([id]);
    const [row] = await on.db.select().from(warnings).where(eq(warnings.id, id));
    if (!row) throw new Error("no row");
    const { dueAt: _, ...again } = row;
    await on.db
      .insert(warnings)
      .values([again, { ...again, id: randomUUID(), subjectKey: "node:another" }])
      .onConflictDoUpdate({ target: [warnings.code, warnings.subjectKey], set: { resolvedAt: null } });
    expect(await noticesOf(id)).toEqual(["opened", "resolved", "reopened"]);
  });

  it("tells what happened once, in one message, a moment later", async () => {
    await open(200);
    await tell(after(1));
    expect(ordered).toEqual([]);
    await tell();
    await tell();
    expect(ordered).toHaveLength(1);
    await deliverOrdered();
    await tell();
    expect(ordered).toEqual([]);
    expect(bodies()).toMatchObject([{ type: "warnings", counts: { opened: 200 }, omittedCount: 100 }]);
    expect(await deliveries()).toMatchObject([
      { state: "delivered", attemptCount: 1, lastStatusCode: 204, summary: "Warnings: 200 opened" },
    ]);
  });

  it("tells once when two processes do so at the same moment", async () => {
    await open(1);
    await Promise.all([tell(), tell()]);
    expect(ordered).toHaveLength(1);
    const [{ deliveryId } = { deliveryId: "" }] = ordered;
    await Promise.all([1, 2, 3].map(() => deliver(outlet(), deliveryId, () => after(10))));
    expect(posted).toHaveLength(1);
  });

  it("sends the same message with the same id again when a process dies between sending and writing it down", async () => {
    await open(1);
    await tell();
    const [{ deliveryId } = { deliveryId: "" }] = ordered.splice(0);
    const dies: Outlet = {
      ...outlet(),
      postWebhook: async (message) => {
        posted.push(message);
        throw new Error("The process ends here.");
      },
    };
    await expect(deliver(dies, deliveryId, () => after(10))).rejects.toThrow("The process ends here.");
    await deliver(outlet(), deliveryId, () => after(30));
    expect(posted).toHaveLength(1);
    await maintainNotifications(outlet(), after(120));
    await deliverOrdered(after(120));
    expect(posted).toHaveLength(2);
    expect(posted[1]).toEqual(posted[0]);
    expect(await deliveries()).toMatchObject([{ state: "delivered", attemptCount: 2 }]);
  });

  it("tries again after a failure, and gathers in one message what happens meanwhile", async () => {
    answers = [BUSY];
    const [first = ""] = await open(1);
    await tell();
    await deliverOrdered();
    expect(ordered).toEqual([{ deliveryId: expect.any(String), delaySeconds: 10 }]);
    expect(await deliveries()).toMatchObject([
      { state: "waiting", lastStatusCode: 503, lastFailure: "The receiver answered with status 503." },
    ]);
    await open(2, {}, after(12));
    await resolve([first], after(14));
    await tell(after(18));
    await deliver(outlet(), ordered[0]?.deliveryId ?? "", () => after(15));
    expect(posted).toHaveLength(1);
    await deliverOrdered(after(20));
    await tell(after(30));
    await deliverOrdered(after(30));
    expect(bodies().map(({ id, counts: { opened, resolved } }) => [id, opened, resolved])).toEqual([
      [posted[0]?.id, 1, 0],
      [posted[0]?.id, 1, 0],
      [posted[2]?.id, 2, 1],
    ]);
  });

  it("gives up in the end and sends again when asked, with the same id", async () => {
    answers = [{ kind: "answered", statusCode: 404, retryAfterSeconds: null }];
    await open(1);
    await tell();
    await deliverOrdered();
    const [failed] = await deliveries();
    expect(failed).toMatchObject({ state: "failed", dueAt: null });
    expect(await as().hooks({})).toMatchObject([{ failedCount: 1, lastDeliveredAt: null }]);
    const again = { id: failed?.id ?? "" };
    await as().sendAgain(again);
    await expect(as().sendAgain(again)).rejects.toMatchObject({ code: "CONFLICT" });
    await deliverOrdered(new Date());
    expect(posted.map(({ id }) => id)).toEqual([again.id, again.id]);
    expect(await as().hooks({})).toMatchObject([{ failedCount: 0, lastDeliveredAt: expect.any(Date) }]);
  });

  it("signs with the hook's secret, which is told once", async () => {
    const { id, secret } = await as().createHook(draft());
    const { secret: renewed } = await as().renewSecret({ id });
    await as().testHook({ id });
    await deliverOrdered(new Date());
    expect(posted).toMatchObject([{ secret: renewed, url: URL_OF_HOOK }]);
    expect(renewed).not.toBe(secret);
    expect(bodies()).toMatchObject([{ version: 1, type: "test", warnings: [] }]);
    const kept = await on.db.select().from(notificationHooks);
    const audit = await on.db.select().from(auditEvents).where(eq(auditEvents.subjectId, id));
    const shown = JSON.stringify([await as().hooks({}), await as().deliveries({ id }), audit, kept]);
    expect(shown).not.toContain(secret.slice(6));
    expect(shown).not.toContain(renewed.slice(6));
    expect(JSON.stringify(audit)).not.toContain("a-password");
    expect(audit.map(({ action }) => action).toSorted()).toEqual([
      "webhook.create",
      "webhook.renew-secret",
      "webhook.test",
    ]);
  });

  it("makes another secret when the URL leads elsewhere", async () => {
    const change = { id: hookId, draft: draft() };
    expect(await as().changeHook(change)).toMatchObject({ secret: null });
    const elsewhere = { id: hookId, draft: draft({ url: "https://elsewhere.example.org/" }) };
    expect(await as().changeHook(elsewhere)).toMatchObject({ secret: expect.stringMatching(/^whsec_/) });
  });

  it("does not tell a paused one, nor later what happened meanwhile", async () => {
    await as().pauseHook({ id: hookId, isPaused: true });
    await open(1);
    await tell();
    await as().pauseHook({ id: hookId, isPaused: false });
    await tell();
    expect(ordered).toEqual([]);
  });

  it("tells each hook what its filter wants", async () => {
    const filter = { ...EVERYTHING, severities: ["warning" as const] };
    const { id } = await as().createHook(draft({ filter }));
    await open(1);
    await tell();
    expect(ordered).toHaveLength(1);
    expect(await as().deliveries({ id })).toEqual([]);
  });

  it("keeps no more deliveries than are looked at", async () => {
    await as().testHook({ id: hookId });
    await deliverOrdered(new Date());
    await maintainNotifications(outlet(), new Date(Date.now() + 31 * 86_400_000));
    expect(await deliveries()).toEqual([]);
  });

  it.each([
    { url: "ftp://hooks.example.org/" },
    { url: "https://name:password@hooks.example.org/" },
    { url: "hooks.example.org" },
    { url: "javascript:alert(1)" },
    { name: " " },
    { filter: { ...EVERYTHING, severities: [] } },
  ])("refuses %o", async (part) => {
    await expect(as().createHook(draft(part))).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  it("refuses a taken name next to its field", async () => {
    const taken = draft();
    await as().createHook(taken);
    await expect(as().createHook(taken)).rejects.toMatchObject({
      code: "UNPROCESSABLE_CONTENT",
      cause: { violations: [{ field: "name", message: "Another webhook has this name." }] },
    });
  });

  it("shows an auditor where hooks lead but not the whole URL, and lets them change nothing", async () => {
    const auditor = as(cloudActor("auditor"));
    expect(await auditor.hooks({})).toMatchObject([{ url: "https://hooks.example.org/…" }]);
    await expect(auditor.testHook({ id: hookId })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(auditor.createHook(draft())).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("is not found by people of a vDC, and for nobody who has not signed in", async () => {
    const ref = { id: hookId };
    const foreign = as(vdcActor(randomUUID()));
    const calls = [
      () => foreign.hooks({}),
      () => foreign.deliveries(ref),
      () => foreign.createHook(draft()),
      () => foreign.changeHook({ ...ref, draft: draft() }),
      () => foreign.renewSecret(ref),
      () => foreign.pauseHook({ ...ref, isPaused: true }),
      () => foreign.deleteHook(ref),
      () => foreign.testHook(ref),
      () => foreign.sendAgain(ref),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(as(null).hooks({})).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  it("tells a vDC's webhook of its own warnings alone, and leads to its own page", async () => {
    const [vdc, other] = [await createUnrestrictedVdc(on.db), await createUnrestrictedVdc(on.db)];
    const { id } = await as(vdcActor(vdc.id)).createHook({
      vdcId: vdc.id,
      ...draft({
        filter: { ...EVERYTHING, topics: ["delegation-network-outside"], pdcNames: ["elsewhere"] },
      }),
    });
    await as().deleteHook({ id: hookId });
    const outside = { code: "delegation-network-outside", severity: "warning" as const };
    await open(1, { ...outside, vdcId: vdc.id, subjectLabel: "own" });
    await open(1, { ...outside, vdcId: other.id, subjectLabel: "foreign" });
    await open(1, { vdcId: vdc.id, code: "mtu-network-exceeds-rule", subjectLabel: "another kind" });
    await open(1, { subjectLabel: "operators only" });
    await tell();
    await deliverOrdered();
    expect(posted).toHaveLength(1);
    const page = `https://overmesh.example.org/vdcs/${vdc.id}/warnings`;
    expect(bodies()).toMatchObject([
      { url: page, counts: { opened: 1 }, warnings: [{ subject: { label: "own" }, url: page }] },
    ]);
    expect(await as(vdcActor(vdc.id, "viewer")).deliveries({ vdcId: vdc.id, id })).toMatchObject([
      { state: "delivered" },
    ]);
  });

  it("lets a vDC's admins see and change their own webhooks, and finds no others", async () => {
    const [vdc, other] = [await createUnrestrictedVdc(on.db), await createUnrestrictedVdc(on.db)];
    const [own, foreign] = [as(vdcActor(vdc.id)), as(vdcActor(other.id))];
    const named = draft({ name: "pager" });
    const { id } = await own.createHook({ vdcId: vdc.id, ...named });
    await foreign.createHook({ vdcId: other.id, ...named });
    await as().createHook(named);
    expect(await own.hooks({ vdcId: vdc.id })).toMatchObject([{ id, name: "pager", url: URL_OF_HOOK }]);
    const viewer = as(vdcActor(vdc.id, "viewer"));
    expect(await viewer.hooks({ vdcId: vdc.id })).toMatchObject([{ url: "https://hooks.example.org/…" }]);
    await expect(viewer.testHook({ vdcId: vdc.id, id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await own.testHook({ vdcId: vdc.id, id });
    const [test] = await own.deliveries({ vdcId: vdc.id, id });
    expect(await foreign.deliveries({ vdcId: other.id, id })).toEqual([]);
    // Neither by their own vDC, nor by the other, nor as the cloud's.
    for (const vdcId of [other.id, vdc.id, null]) {
      const ref = { vdcId, id };
      const calls = [
        () => foreign.changeHook({ ...ref, draft: draft() }),
        () => foreign.renewSecret(ref),
        () => foreign.pauseHook({ ...ref, isPaused: true }),
        () => foreign.deleteHook(ref),
        () => foreign.testHook(ref),
        () => foreign.sendAgain({ vdcId, id: test?.id ?? "" }),
      ];
      for (const call of calls) await expect(call()).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    for (const vdcId of [vdc.id, null]) {
      await expect(foreign.hooks({ vdcId })).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(foreign.deliveries({ vdcId, id })).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(foreign.createHook({ vdcId, ...draft() })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await as().hooks({})).toContainEqual(expect.objectContaining({ id, vdcName: vdc.name }));
    await as().deleteHook({ id });
    expect(await own.hooks({ vdcId: vdc.id })).toEqual([]);
  });

  it("gives a vDC ten webhooks however many ask at once, and none to one that does not exist", async () => {
    const { id: vdcId } = await createUnrestrictedVdc(on.db);
    const own = as(vdcActor(vdcId));
    const asked = await Promise.allSettled(
      Array.from({ length: 12 }, () => own.createHook({ vdcId, ...draft() })),
    );
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    await expect(own.createHook({ vdcId, ...draft() })).rejects.toThrow("at most 10 webhooks");
    await expect(as().createHook({ vdcId: randomUUID(), ...draft() })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("is gone with its deliveries when it is deleted", async () => {
    await as().testHook({ id: hookId });
    await as().deleteHook({ id: hookId });
    expect(await as().hooks({})).toEqual([]);
    await deliverOrdered(new Date());
    expect(posted).toEqual([]);
    await expect(as().testHook({ id: hookId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
