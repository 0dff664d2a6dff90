import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { findUserByName } from "#db/queries/user.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { accounts, users } from "#db/schema/user.ts";
import { vdcs } from "#db/schema/vdc.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import type { Actor } from "#server/domain/access.ts";
import { contextOf } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { memberRouter } from "./member.ts";
import { userRouter } from "./user.ts";

const callerOf = createCaller(router({ member: memberRouter, user: userRouter }));

describeOnEachDatabase("people and members", (on) => {
  const as = (actor: Actor | null) => callerOf(contextOf(on.db, actor));
  const operator = () => as(cloudActor());
  const newName = () => `person-${randomUUID().slice(0, 8)}`;
  const makeVdc = async (retiredAt: Date | null = null): Promise<string> => {
    const [vdc] = await on.db.insert(vdcs).values({ name: randomUUID(), retiredAt }).returning();
    if (!vdc) throw new Error("The vDC was not made.");
    return vdc.id;
  };
  const makePerson = (cloudRole: "operator" | "auditor" | null = null) =>
    operator().user.create({ userName: newName(), cloudRole });

  it("shows a new person's password once and keeps its hash only", async () => {
    const { userId, userName, password } = await makePerson("auditor");
    const [account] = await on.db.select().from(accounts).where(eq(accounts.userId, userId));
    expect(account?.password).not.toContain(password);
    const events = await on.db.select().from(auditEvents).where(eq(auditEvents.subjectId, userId));
    expect(events).toMatchObject([{ action: "user.create", subjectName: userName }]);
    expect(JSON.stringify(events)).not.toContain(password);
    expect(JSON.stringify(await operator().user.list())).not.toContain(password);
  });

  it("refuses a user name that is taken, however it is spelt", async () => {
    const { userName } = await makePerson();
    await expect(
      operator().user.create({ userName: ` ${userName.toUpperCase()} `, cloudRole: null }),
    ).rejects.toThrow("This user name is taken.");
  });

  it.each([["a"], ["-a"], ["a b"], ["<b>x</b>"], ["a".repeat(33)], ["naïve"], ["$(id)"]])(
    "refuses the user name %j in one sentence",
    async (userName) => {
      await expect(operator().user.create({ userName, cloudRole: null })).rejects.toThrow("A user name has");
    },
  );

  it("refuses a user name with a NUL character, which no text can hold", async () => {
    const named = operator().user.create({ userName: "a\u0000b", cloudRole: null });
    await expect(named).rejects.toThrow("Text cannot hold the NUL character.");
  });

  it("lets auditors read people and change none", async () => {
    const { userId } = await makePerson();
    const auditor = as(cloudActor("auditor"));
    expect((await auditor.user.list()).length).toBeGreaterThan(0);
    await expect(auditor.user.disable({ userId })).rejects.toThrow("Your role does not allow this.");
    await expect(auditor.user.resetPassword({ userId })).rejects.toThrow("Your role does not allow this.");
  });

  it("knows no people for those without a role in the cloud", async () => {
    const { user } = as(vdcActor(await makeVdc()));
    await expect(user.list()).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(user.create({ userName: newName(), cloudRole: "operator" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("answers nobody who is not signed in", async () => {
    await expect(as(null).user.me()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    await expect(as(null).member.list({ vdcId: await makeVdc() })).rejects.toMatchObject({
      code: "UNAUTHORIZED",
    });
  });

  it("does not let an operator disable themselves", async () => {
    const { userId } = await makePerson("operator");
    await expect(as({ ...cloudActor(), userId }).user.disable({ userId })).rejects.toThrow(
      "You cannot disable yourself.",
    );
  });

  it("keeps one operator who can sign in, even when two remove each other at once", async () => {
    await on.db.update(users).set({ cloudRole: null });
    const [one, other] = [await makePerson("operator"), await makePerson("operator")];
    const outcomes = await Promise.allSettled([
      operator().user.disable({ userId: one.userId }),
      operator().user.setCloudRole({ userId: other.userId, cloudRole: "auditor" }),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const people = await operator().user.list();
    expect(
      people.filter(({ cloudRole, disabledAt }) => cloudRole === "operator" && !disabledAt),
    ).toHaveLength(1);
  });

  it("replaces a person's memberships and refuses vDCs that do not exist or are retired", async () => {
    const { userId } = await makePerson();
    const [kept, ended, retired] = [await makeVdc(), await makeVdc(), await makeVdc(new Date())];
    const set = (vdcIds: string[]) =>
      operator().user.setMemberships({
        userId,
        memberships: vdcIds.map((vdcId) => ({ vdcId, role: "network-admin" as const })),
      });
    await set([ended, kept]);
    await set([kept]);
    for (const missing of [randomUUID(), retired])
      await expect(set([missing])).rejects.toThrow("No such vDC.");
    await expect(set([kept, kept])).rejects.toThrow("A person has one role in each vDC.");
    const person = (await operator().user.list()).find(({ id }) => id === userId);
    expect(person?.memberships).toMatchObject([{ vdcId: kept, role: "network-admin" }]);
  });

  it("finds no person by an id that nobody has", async () => {
    await expect(operator().user.disable({ userId: randomUUID() })).rejects.toThrow("No such person.");
    await expect(operator().user.disable({ userId: "1; drop table user" })).rejects.toThrow(
      "No such person.",
    );
  });

  it("answers for a foreign vDC as for one that does not exist", async () => {
    const [own, foreign] = [await makeVdc(), await makeVdc()];
    const { userId } = await makePerson();
    const { member } = as(vdcActor(own));
    for (const vdcId of [foreign, randomUUID()]) {
      for (const call of [
        () => member.list({ vdcId }),
        () => member.addViewer({ vdcId, userName: newName() }),
        () => member.setRole({ vdcId, userId, role: "viewer" }),
        () => member.remove({ vdcId, userId }),
      ]) {
        await expect(call()).rejects.toMatchObject({ code: "NOT_FOUND", message: "No such vDC." });
      }
    }
    for (const vdcId of [randomUUID(), await makeVdc(new Date())]) {
      await expect(operator().member.list({ vdcId })).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(operator().member.addViewer({ vdcId, userName: newName() })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
  });

  it("lets a network-admin add new and known people as viewers of its own vDC", async () => {
    const vdcId = await makeVdc();
    const { member } = as(vdcActor(vdcId));
    const added = await member.addViewer({ vdcId, userName: newName() });
    expect(added.password).toMatch(/^(\w{5}-){3}\w{5}$/);
    expect(await findUserByName(on.db, added.userName)).toMatchObject({ cloudRole: null });
    const known = await makePerson();
    expect(await member.addViewer({ vdcId, userName: known.userName })).toMatchObject({ password: null });
    const members = await member.list({ vdcId });
    expect(members.map(({ role }) => role)).toEqual(["viewer", "viewer"]);
    await expect(member.addViewer({ vdcId, userName: added.userName })).rejects.toThrow(
      "is a member of this vDC",
    );
  });

  it("does not let a network-admin change roles, remove members or demote another by adding them", async () => {
    const vdcId = await makeVdc();
    const other = await makePerson();
    await operator().user.setMemberships({
      userId: other.userId,
      memberships: [{ vdcId, role: "network-admin" }],
    });
    const { member } = as(vdcActor(vdcId));
    await expect(member.addViewer({ vdcId, userName: other.userName })).rejects.toThrow("is a member");
    const forbidden = { code: "FORBIDDEN" };
    await expect(member.setRole({ vdcId, userId: other.userId, role: "viewer" })).rejects.toMatchObject(
      forbidden,
    );
    await expect(member.remove({ vdcId, userId: other.userId })).rejects.toMatchObject(forbidden);
    expect(await member.list({ vdcId })).toMatchObject([{ role: "network-admin" }]);
  });

  it("does not let a viewer see or add members", async () => {
    const vdcId = await makeVdc();
    const { member } = as(vdcActor(vdcId, "viewer"));
    await expect(member.list({ vdcId })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(member.addViewer({ vdcId, userName: newName() })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("checks the permission before the rest of the input", async () => {
    const [own, foreign] = [await makeVdc(), await makeVdc()];
    await expect(as(vdcActor(own)).member.addViewer({ vdcId: foreign, userName: "!" })).rejects.toThrow(
      "No such vDC.",
    );
  });

  it("lets an operator change a member's role and remove the member, and records both for the vDC", async () => {
    const vdcId = await makeVdc();
    const { userId } = await operator().member.addViewer({ vdcId, userName: newName() });
    await operator().member.setRole({ vdcId, userId, role: "network-admin" });
    await operator().member.remove({ vdcId, userId });
    await expect(operator().member.remove({ vdcId, userId })).rejects.toThrow("No such member.");
    const events = await on.db.select().from(auditEvents).where(eq(auditEvents.vdcId, vdcId));
    expect(events.map(({ action }) => action).toSorted()).toEqual([
      "member.add",
      "member.remove",
      "member.set-role",
    ]);
  });
});
