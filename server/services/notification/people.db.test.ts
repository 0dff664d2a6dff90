import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { SMTPServer } from "smtp-server";
import { auditEvents } from "#db/schema/audit.ts";
import { memberships } from "#db/schema/membership.ts";
import { notificationPreferences } from "#db/schema/notification.ts";
import { users } from "#db/schema/user.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { addMember, createPerson, createUnrestrictedVdc } from "#db/testing/factories.ts";
import { changeTestWarnings, openTestWarnings, type WarningPatch } from "#db/testing/warning.ts";
import { EventBus } from "#server/adapters/events/event-bus.ts";
import { sealingKeyOf } from "#server/adapters/notify/sealed-secret.ts";
import { makeSendMail } from "#server/adapters/notify/send-mail.ts";
import { authorizeCloud, type CloudRole } from "#server/domain/access.ts";
import type { DeliveryJob } from "#server/domain/notification/delivery.ts";
import { UNTOUCHED_PREFERENCE } from "#server/domain/notification/preference-input.ts";
import { contextOf, settingsWith } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../../trpc/init.ts";
import { notificationRouter } from "../../trpc/routers/notification.ts";
import { currentActor } from "../actor.ts";
import { commentOnWarning } from "../warning/change-review.ts";
import { deliver } from "./deliver.ts";
import type { Outlet } from "./outlet.ts";
import { tellPeople } from "./tell-people.ts";

const callerOf = createCaller(router({ notification: notificationRouter }));
const settings = settingsWith({ refreshIntervalSeconds: 300, vxlanRestSeconds: 86_400 });
const NIGHT = { fromMinute: 22 * 60, untilMinute: 7 * 60 };
const ALL = {
  severities: ["critical", "warning", "info"] as ("critical" | "warning" | "info")[],
  topics: [],
  pdcNames: [],
};

type Received = { to: string; source: string };

describeOnEachDatabase("notifications by e-mail", (on) => {
  let received: Received[] = [];
  let refuseWith: number | null = null;
  let ordered: DeliveryJob[] = [];
  let port = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: (_, __, done) =>
      done(refuseWith === null ? null : Object.assign(new Error("no"), { responseCode: refuseWith })),
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        received.push({
          to: session.envelope.rcptTo.map(({ address }) => address).join(),
          source: Buffer.concat(parts).toString("utf8").replaceAll("=\r\n", ""),
        });
        done();
      });
    },
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.server.address();
    port = address && typeof address === "object" ? address.port : 0;
  });
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  beforeEach(async () => {
    await on.db.delete(notificationPreferences);
    received = [];
    ordered = [];
    refuseWith = null;
  });

  const outlet = (): Outlet => ({
    db: on.db,
    deliveryQueue: {
      enqueueDeliveries: async (jobs) => {
        ordered.push(...jobs);
      },
    },
    sealingKey: sealingKeyOf("a secret of this test, long enough for it"),
    postWebhook: async () => expect.unreachable(),
    sendMail: makeSendMail(`smtp://127.0.0.1:${port}`, "Overmesh <overmesh@example.org>"),
    url: "https://overmesh.example.org",
    random: () => 0,
  });
  async function as(userId: string, own = outlet()) {
    const actor = await currentActor(on.db, userId);
    const events = new EventBus();
    return callerOf(contextOf(on.db, actor, { events, settings, outlet: own })).notification;
  }
  const codeIn = (mail: Received | undefined) =>
    /code for Overmesh is (\d{6})/.exec(mail?.source ?? "")?.[1] ?? "";

  /** A person whose address is verified and who wants to hear of everything, from now on. */
  async function reader(cloudRole: CloudRole | null = "operator", part: object = {}): Promise<string> {
    const { id, userName } = await createPerson(on.db, { cloudRole });
    const caller = await as(id);
    await caller.sendCode({ email: `${userName}@example.org` });
    await caller.confirmCode({ code: codeIn(received.pop()) });
    await caller.save({
      isOn: true,
      filter: ALL,
      schedule: { ...UNTOUCHED_PREFERENCE.schedule, criticalBreaksThrough: false, ...part },
    });
    return id;
  }
  const AT = new Date("2026-03-01T12:00:00Z");
  const after = (seconds: number) => new Date(AT.getTime() + seconds * 1000);
  const open = (count: number, patch: WarningPatch = {}, at = AT) =>
    openTestWarnings(on.db, count, at, patch);
  async function tell(now = after(61)): Promise<Received[]> {
    await tellPeople(outlet(), now);
    for (const { deliveryId } of ordered.splice(0)) await deliver(outlet(), deliveryId, () => now);
    return received.splice(0);
  }

  it("mails a comment to the colleagues whom it names, and to nobody else", async () => {
    const nameOf = async (id: string) => (await currentActor(on.db, id))?.name ?? "";
    const [author, named, member] = [await reader(), await reader("auditor"), await reader(null)];
    const silent = await createPerson(on.db, { cloudRole: "operator" });
    const [id = ""] = await open(1, { cause: "It is <gone>." });
    const [authorName, name] = [await nameOf(author), await nameOf(named)];
    const text = `@${name}: look, with @${silent.userName}, @${await nameOf(member)} and @${authorName}.`;
    const actor = await currentActor(on.db, author);
    if (!actor) throw new Error("the author is there");
    const grant = authorizeCloud(actor, "warning:acknowledge");
    expect(await commentOnWarning(outlet(), grant, { id, text }, AT)).toEqual({
      mailedNames: [name],
      unmailedNames: [silent.userName],
    });
    for (const { deliveryId } of ordered.splice(0)) await deliver(outlet(), deliveryId, () => AT);
    expect(received.map(({ to }) => to)).toEqual([`${name}@example.org`]);
    expect(received[0]?.source).toContain(`${authorName} named you in a comment`);
    expect(received[0]?.source).toContain("&lt;gone&gt;");
  });

  it("asks for the code that was mailed to the address", async () => {
    const { id } = await createPerson(on.db);
    const caller = await as(id);
    expect(await caller.mine()).toMatchObject({ canMail: true, isNew: true, email: null, isOn: false });
    await caller.sendCode({ email: "someone@example.org" });
    expect(received).toMatchObject([{ to: "someone@example.org" }]);
    const code = codeIn(received[0]);
    const wrong = code === "000000" ? "000001" : "000000";
    await expect(caller.confirmCode({ code: wrong })).rejects.toThrow("This is not the code that was sent.");
    expect(await caller.mine()).toMatchObject({ email: null, unverifiedEmail: "someone@example.org" });
    await caller.confirmCode({ code });
    expect(await caller.mine()).toMatchObject({ email: "someone@example.org", isOn: true });
    await expect(caller.confirmCode({ code })).rejects.toThrow("not good any more");
    const audit = await on.db.select().from(auditEvents).where(eq(auditEvents.subjectId, id));
    expect(JSON.stringify(audit)).not.toContain("someone@example.org");
    await caller.removeEmail();
    expect(await caller.mine()).toMatchObject({ email: null, isOn: false });
  });

  it("lets nobody guess a code, nor fill an address with codes", async () => {
    const { id } = await createPerson(on.db);
    const caller = await as(id);
    await caller.sendCode({ email: "someone@example.org" });
    await expect(caller.sendCode({ email: "other@example.org" })).rejects.toThrow("less than a minute ago");
    const code = codeIn(received[0]);
    const wrong = code === "000000" ? "000001" : "000000";
    const guesses = Array.from({ length: 8 }, () => caller.confirmCode({ code: wrong }).catch(() => null));
    await Promise.all(guesses);
    await expect(caller.confirmCode({ code })).rejects.toThrow("not good any more");
  });

  it("says that there is no mail server, or that it refuses the address", async () => {
    const { id } = await createPerson(on.db);
    const without = await as(id, { ...outlet(), sendMail: null });
    expect(await without.mine()).toMatchObject({ canMail: false });
    await expect(without.sendCode({ email: "a@example.org" })).rejects.toThrow("no mail server");
    refuseWith = 550;
    const caller = await as(id);
    await expect(caller.sendCode({ email: "a@example.org" })).rejects.toThrow("answered with code 550");
  });

  it.each(["someone", "a@b", "a@example.org\r\nBcc: b@example.org", `${"a".repeat(250)}@example.org`])(
    "refuses the address %j",
    async (email) => {
      const { id } = await createPerson(on.db);
      await expect((await as(id)).sendCode({ email })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    },
  );

  it("tells one mail for a flood, once, also from two processes", async () => {
    await reader();
    await open(200);
    expect(await tell(after(30))).toEqual([]);
    await Promise.all([tellPeople(outlet(), after(61)), tellPeople(outlet(), after(61))]);
    const mails = await tell();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.source).toContain("Subject: Overmesh: Warnings: 200 opened");
    expect(await tell(after(200))).toEqual([]);
  });

  it("holds back in quiet hours and tells afterwards what is still so, but at once what is critical and may", async () => {
    await reader("operator", { quiet: NIGHT });
    const evening = new Date("2026-03-01T22:30:00Z");
    const [gone = ""] = await open(1, { severity: "warning", subjectLabel: "gone" }, evening);
    await open(1, { severity: "warning", subjectLabel: "stays" }, evening);
    await changeTestWarnings(on.db, [gone], evening, { resolvedAt: evening });
    expect(await tell(new Date("2026-03-02T06:59:00Z"))).toEqual([]);
    const [morning] = await tell(new Date("2026-03-02T07:00:00Z"));
    expect(morning?.source).toContain("stays");
    expect(morning?.source).not.toContain("gone");

    await on.db.delete(notificationPreferences);
    await reader("operator", { quiet: NIGHT, criticalBreaksThrough: true });
    await open(1, { severity: "warning" }, new Date("2026-03-02T23:00:00Z"));
    expect(await tell(new Date("2026-03-02T23:10:00Z"))).toEqual([]);
    await open(1, { severity: "critical" }, new Date("2026-03-02T23:20:00Z"));
    expect(await tell(new Date("2026-03-02T23:30:00Z"))).toHaveLength(1);
  });

  it("tells the digest at its hour", async () => {
    await reader("operator", { mode: "daily", dailyAtMinute: 8 * 60 });
    await open(2);
    expect(await tell(new Date("2026-03-02T07:59:00Z"))).toEqual([]);
    expect(await tell(new Date("2026-03-02T08:00:00Z"))).toHaveLength(1);
  });

  it("tells people of a vDC of its warnings alone, and no word of others", async () => {
    const own = await createUnrestrictedVdc(on.db);
    const foreign = await createUnrestrictedVdc(on.db);
    for (const role of ["network-admin", "viewer"] as const) {
      await on.db.delete(notificationPreferences);
      await addMember(on.db, own.id, await reader(null), role);
      await open(1, { vdcId: own.id, subjectLabel: "own-network" });
      await open(3, { vdcId: foreign.id, subjectLabel: "foreign-network" });
      await open(3, { subjectLabel: "node-of-the-cloud" });
      const [mail, ...more] = await tell();
      expect(more).toEqual([]);
      expect(mail?.source).toContain("own-network");
      expect(mail?.source).toContain(`/vdcs/${own.id}/warnings`);
      expect(mail?.source).not.toMatch(/foreign-network|node-of-the-cloud|3 opened|7 opened/);
    }
  });

  it("lets people of a vDC not learn by a filter which PDC a warning touches", async () => {
    const vdc = await createUnrestrictedVdc(on.db);
    const id = await reader(null);
    await addMember(on.db, vdc.id, id, "network-admin");
    const filter = { ...ALL, pdcNames: ["somewhere-else"] };
    await (await as(id)).save({ ...UNTOUCHED_PREFERENCE, isOn: true, filter });
    await open(1, { vdcId: vdc.id, touches: ["pdc:prague-1"] });
    expect(await tell()).toHaveLength(1);
  });

  it("sends nothing that its receiver may not see any more, nor to somebody who is disabled", async () => {
    const vdc = await createUnrestrictedVdc(on.db);
    const left = await reader(null);
    await addMember(on.db, vdc.id, left, "network-admin");
    await open(1, { vdcId: vdc.id });
    await tellPeople(outlet(), after(61));
    expect(ordered).toHaveLength(1);
    await on.db.delete(memberships).where(eq(memberships.userId, left));
    expect(await tell()).toEqual([]);
    expect((await (await as(left)).mine()).deliveries).toMatchObject([
      { state: "failed", lastFailure: "Its receiver may not see all of it any more." },
    ]);

    await on.db.delete(notificationPreferences);
    const disabled = await reader();
    await on.db.update(users).set({ disabledAt: AT }).where(eq(users.id, disabled));
    await open(1);
    expect(await tell()).toEqual([]);
  });

  it("tries again what the mail server could not take, and not what it refuses for good", async () => {
    await reader();
    await open(1);
    refuseWith = 451;
    await tellPeople(outlet(), after(61));
    const [{ deliveryId } = { deliveryId: "" }] = ordered.splice(0);
    await deliver(outlet(), deliveryId, () => after(61));
    expect(ordered).toEqual([{ deliveryId, delaySeconds: 10 }]);
    refuseWith = null;
    expect(await tell(after(80))).toHaveLength(1);
    refuseWith = 550;
    await open(1, {}, after(90));
    await tell(after(200));
    expect(ordered).toEqual([]);
  });

  it("does not tell what happened while it was off", async () => {
    const id = await reader();
    const caller = await as(id);
    await caller.save({ ...UNTOUCHED_PREFERENCE, isOn: false });
    await open(1);
    await caller.save({ ...UNTOUCHED_PREFERENCE, isOn: true });
    expect(await tell()).toEqual([]);
  });

  it("is for nobody who has not signed in", async () => {
    const nobody = await as(randomUUID());
    await expect(nobody.mine()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    await expect(nobody.save(UNTOUCHED_PREFERENCE)).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });
});
