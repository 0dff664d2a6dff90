import { beforeAll, expect, it } from "vitest";
import { insertUser, type User } from "#db/queries/user.ts";
import { memberships } from "#db/schema/membership.ts";
import { users } from "#db/schema/user.ts";
import { vdcs } from "#db/schema/vdc.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import type { Auth } from "#server/adapters/auth/auth.ts";
import { handleAuthRequest } from "#server/adapters/auth/handler.ts";
import { hashPassword } from "#server/adapters/auth/password.ts";
import { authorizeCloud } from "#server/domain/access.ts";
import { cloudActor } from "#db/testing/actor.ts";
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { loadActor } from "./actor.ts";
import { openAuth } from "./sign-in.ts";
import { createFirstOperator, disableUser, resetPassword } from "./user.ts";

const settings = {
  url: "https://overmesh.example.org",
  secret: "test-Zk3v9QwLx7TgYb5NcHs2MfJd-secret",
  trustedProxyCount: 1,
};
const PASSWORD = "correct horse battery";
const MINUTE_MILLISECONDS = 60_000;
const report = (message: string): never => {
  throw new Error(`Reported as a fault: ${message}`);
};

describeOnEachDatabase("signing in", (on) => {
  let auth: Auth;
  let passwordHash: string;
  let now = new Date("2026-01-01T00:00:00Z");
  let addresses = 0;

  beforeAll(async () => {
    passwordHash = await hashPassword(PASSWORD);
    auth = openAuth(on.db, settings, report, () => now);
  });

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    handleAuthRequest(
      auth,
      settings,
      new Request(`http://localhost:3000/api/auth${path}`, {
        method: "POST",
        headers: {
          origin: settings.url,
          "content-type": "application/json",
          // Each request comes from another address, so that only what a test is about limits it.
          "x-forwarded-for": `203.0.113.${(addresses = (addresses + 1) % 250)}`,
          ...headers,
        },
        body: JSON.stringify(body),
      }),
    );
  const signIn = (username: string, password: string, headers?: Record<string, string>) =>
    post("/sign-in/username", { username, password }, headers);
  const makePerson = async (): Promise<User> => {
    const userName = `person-${randomUUID().slice(0, 8)}`;
    const user = await insertUser(on.db, { userName, cloudRole: null, passwordHash });
    if (!user) throw new Error("The random name is taken.");
    return user;
  };
  const cookieOf = (response: Response): string => response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const actorOf = (response: Response) => loadActor(on.db, auth, new Headers({ cookie: cookieOf(response) }));

  it("gives a session in a cookie that scripts and foreign pages cannot use", async () => {
    const { userName } = await makePerson();
    const response = await signIn(userName.toUpperCase(), PASSWORD);
    expect(response.status).toBe(200);
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^__Secure-overmesh\./);
    for (const attribute of [/HttpOnly/i, /Secure/i, /SameSite=Lax/i, /Path=\//i])
      expect(cookie).toMatch(attribute);
    expect(await actorOf(response)).toMatchObject({ name: userName, cloudRole: null });
  });

  it("answers a wrong password and an unknown name with the same words", async () => {
    const { userName } = await makePerson();
    const answers = await Promise.all(
      [signIn(userName, "wrong"), signIn(`nobody-${userName}`, PASSWORD), signIn("Robert'); --", "x")].map(
        async (pending) => {
          const response = await pending;
          return { status: response.status, body: await response.json() };
        },
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  it.each([{ kind: "known" }, { kind: "unknown" }])(
    "locks a $kind name for a quarter of an hour after five failures, even for the right password",
    async ({ kind }) => {
      const { userName } = await makePerson();
      const name = kind === "known" ? userName : `nobody-${userName}`;
      for (let failure = 0; failure < 5; failure += 1) expect((await signIn(name, "wrong")).status).toBe(401);
      const refused = await signIn(name, PASSWORD);
      expect(refused.status).toBe(429);
      expect(await refused.json()).toMatchObject({
        message: "Too many failed attempts for this name; wait 15 minutes and try again.",
      });
      now = new Date(now.getTime() + 14 * MINUTE_MILLISECONDS);
      expect((await signIn(name, PASSWORD)).status).toBe(429);
      now = new Date(now.getTime() + 2 * MINUTE_MILLISECONDS);
      expect((await signIn(name, PASSWORD)).status).toBe(kind === "known" ? 200 : 401);
    },
  );

  it("does not let attempts at the same moment slip by the lock", async () => {
    const { userName } = await makePerson();
    const attempts = await Promise.all(Array.from({ length: 12 }, () => signIn(userName, "wrong")));
    expect(attempts.filter(({ status }) => status === 401)).toHaveLength(5);
  });

  it("forgets failures once the right password was given", async () => {
    const { userName } = await makePerson();
    for (let round = 0; round < 3; round += 1) {
      for (let failure = 0; failure < 4; failure += 1) await signIn(userName, "wrong");
      expect((await signIn(userName, PASSWORD)).status).toBe(200);
    }
  });

  it("limits requests by the address the proxy saw, not the one the client claims", async () => {
    const statuses = [];
    for (let attempt = 0; attempt < 21; attempt += 1) {
      const forged = {
        "x-forwarded-for": `6.6.6.${attempt}, 198.51.100.9`,
        "x-overmesh-client-address": "6.6.6.6",
      };
      statuses.push((await signIn(`nobody-${attempt}`, "wrong", forged)).status);
    }
    expect(statuses.slice(0, 20).every((status) => status === 401)).toBe(true);
    expect(statuses[20]).toBe(429);
  });

  it.each([
    ["/sign-up/email", { email: "a@b.example", password: PASSWORD, name: "a", username: "newcomer" }],
    ["/is-username-available", { username: "operator" }],
    ["/sign-in/email", { email: "a@overmesh.invalid", password: PASSWORD }],
    ["/update-user", { name: "x", cloudRole: "operator" }],
    ["/change-password/", { username: "a", password: "b" }],
  ])("does not offer %s", async (path, body) => {
    expect((await post(path, body)).status).toBe(404);
  });

  it("has sign-up disabled behind the door, too", async () => {
    const body = { email: "a@b.example", password: PASSWORD, name: "a", username: "newcomer" };
    await expect(auth.api.signUpEmail({ body })).rejects.toThrow("sign up is not enabled");
    expect(await on.db.select().from(users).where(eq(users.username, "newcomer"))).toEqual([]);
  });

  it("refuses a foreign origin even without a cookie", async () => {
    const { userName } = await makePerson();
    const response = await signIn(userName, PASSWORD, { origin: "https://evil.example" });
    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it.each([
    { why: "no JSON type", type: "text/plain", body: {}, status: 415 },
    { why: "an array", type: "application/json", body: [1], status: 400 },
    { why: "a huge body", type: "application/json", body: { username: "x".repeat(100_000) }, status: 413 },
  ])("refuses $why in one sentence", async ({ type, body, status }) => {
    const response = await post("/sign-in/username", body, { "content-type": type });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ message: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  it("refuses names and passwords of the wrong kind without a fault of its own", async () => {
    for (const body of [
      {},
      { username: 1, password: 2 },
      { username: "a" },
      { username: "", password: "" },
    ]) {
      const { status } = await post("/sign-in/username", body);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
    expect((await signIn("a", "x".repeat(1000))).status).toBeLessThan(500);
    expect((await signIn("a".repeat(1000), "x")).status).toBeLessThan(500);
    expect((await signIn("nul\u0000byte", "x")).status).toBeLessThan(500);
  });

  it("ends the sessions of a disabled person at once and lets them in no more, in the words for a wrong password", async () => {
    const { id, userName } = await makePerson();
    const session = await signIn(userName, PASSWORD);
    expect(await actorOf(session)).not.toBeNull();
    await disableUser(on.db, authorizeCloud(cloudActor(), "user:manage"), id, now);
    expect(await actorOf(session)).toBeNull();
    const refused = await signIn(userName, PASSWORD);
    expect(refused.status).toBe(401);
    expect(await refused.json()).toEqual(await (await signIn(userName, "wrong")).json());
  });

  it("refuses a session that outlived its person's being disabled", async () => {
    const { id, userName } = await makePerson();
    const session = await signIn(userName, PASSWORD);
    await on.db.update(users).set({ disabledAt: now }).where(eq(users.id, id));
    expect(await actorOf(session)).toBeNull();
  });

  it("lets people change their own password knowing the old one, which ends their other sessions", async () => {
    const { userName } = await makePerson();
    const [here, elsewhere] = [await signIn(userName, PASSWORD), await signIn(userName, PASSWORD)];
    const change = (currentPassword: string, newPassword: string) =>
      post(
        "/change-password",
        { currentPassword, newPassword, revokeOtherSessions: true },
        { cookie: cookieOf(here) },
      );
    expect(await (await change("wrong", "another good password")).json()).toEqual({
      message: "The current password is wrong.",
      field: "currentPassword",
    });
    expect(await (await change(PASSWORD, "short")).json()).toEqual({
      message: "A password has at least 12 characters.",
      field: "newPassword",
    });
    const changed = await change(PASSWORD, "another good password");
    expect(changed.status).toBe(200);
    expect(await actorOf(changed)).toMatchObject({ name: userName });
    expect(await actorOf(elsewhere)).toBeNull();
    expect((await signIn(userName, "another good password")).status).toBe(200);
  });

  it("keeps the session's token out of the answer's body", async () => {
    const { userName } = await makePerson();
    expect(await (await signIn(userName, PASSWORD)).json()).toEqual({});
  });

  it("ends the session when the person signs out", async () => {
    const { userName } = await makePerson();
    const session = await signIn(userName, PASSWORD);
    expect((await post("/sign-out", {}, { cookie: cookieOf(session) })).status).toBe(200);
    expect(await actorOf(session)).toBeNull();
  });

  it("knows nobody by a forged or missing cookie", async () => {
    const { userName } = await makePerson();
    const cookie = cookieOf(await signIn(userName, PASSWORD));
    expect(await loadActor(on.db, auth, new Headers())).toBeNull();
    expect(
      await loadActor(on.db, auth, new Headers({ cookie: cookie.replace(/.{4}$/, "AAA%3D") })),
    ).toBeNull();
  });

  it("takes roles as they are now, without vDCs that are retired", async () => {
    const { id, userName } = await makePerson();
    const [kept, retired] = await on.db
      .insert(vdcs)
      .values([{ name: `kept-${userName}` }, { name: `retired-${userName}`, retiredAt: now }])
      .returning();
    if (!kept || !retired) throw new Error("The vDCs were not made.");
    const session = await signIn(userName, PASSWORD);
    expect((await actorOf(session))?.roleByVdcId.size).toBe(0);
    await on.db.insert(memberships).values([
      { userId: id, vdcId: kept.id, role: "viewer" },
      { userId: id, vdcId: retired.id, role: "network-admin" },
    ]);
    await on.db.update(users).set({ cloudRole: "auditor" }).where(eq(users.id, id));
    expect(await actorOf(session)).toEqual({
      userId: id,
      name: userName,
      cloudRole: "auditor",
      roleByVdcId: new Map([[kept.id, "viewer"]]),
      fromAddress: null,
    });
    const behindProxy = new Headers({
      cookie: cookieOf(session),
      "x-forwarded-for": "6.6.6.6, 203.0.113.7",
    });
    expect((await loadActor(on.db, auth, behindProxy, 1))?.fromAddress).toBe("203.0.113.7");
    expect((await loadActor(on.db, auth, behindProxy, 0))?.fromAddress).toBeNull();
  });

  it("takes a reset password instead of the old one, and ends the sessions and the lock", async () => {
    const { id, userName } = await makePerson();
    const session = await signIn(userName, PASSWORD);
    for (let failure = 0; failure < 6; failure += 1) await signIn(userName, "wrong");
    const { password } = await resetPassword(on.db, authorizeCloud(cloudActor(), "user:manage"), id);
    expect(await actorOf(session)).toBeNull();
    expect((await signIn(userName, PASSWORD)).status).toBe(401);
    expect((await signIn(userName, password)).status).toBe(200);
  });

  it("makes the first operator only while there is nobody", async () => {
    expect(await createFirstOperator(on.db, { userName: "late", password: PASSWORD })).toBe(false);
  });
});

describeOnEachDatabase("the first operator", (on) => {
  it("is made once, however many servers start together, and can sign in", async () => {
    const operator = { userName: "root", password: PASSWORD };
    const made = await Promise.all([1, 2, 3].map(() => createFirstOperator(on.db, operator)));
    expect(made.filter(Boolean)).toHaveLength(1);
    const auth = openAuth(on.db, { ...settings, url: "http://localhost:3000" }, report);
    const body = { username: "root", password: PASSWORD };
    const headers = await auth.api.signInUsername({ body, asResponse: true });
    const cookie = headers.headers.getSetCookie()[0] ?? "";
    expect(cookie).not.toMatch(/Secure/i);
    const actor = await loadActor(on.db, auth, new Headers({ cookie: cookie.split(";")[0] ?? "" }));
    expect(actor?.cloudRole).toBe("operator");
  });
});
