import { afterEach, describe, expect, it, vi } from "vitest";
import { changePassword, passwordErrors } from "./password-change.ts";

const change = {
  currentPassword: "correct horse 1",
  newPassword: "battery staple 2",
  repeatedPassword: "battery staple 2",
};

describe("passwordErrors", () => {
  it("finds nothing wrong with a long new password given twice", () => {
    expect(passwordErrors(change)).toEqual({});
  });

  it("tells everything that is wrong at once, each beside its field", () => {
    expect(passwordErrors({ currentPassword: "", newPassword: "short", repeatedPassword: "" })).toEqual({
      currentPassword: "Give your current password.",
      newPassword: "A password has at least 12 characters.",
      repeatedPassword: "The two new passwords differ.",
    });
  });

  it("refuses the current password as the new one", () => {
    const same = change.currentPassword;
    expect(passwordErrors({ ...change, newPassword: same, repeatedPassword: same })).toEqual({
      newPassword: "The new password is the current one.",
    });
  });
});

describe("changePassword", () => {
  afterEach(() => vi.unstubAllGlobals());
  const answer = (status: number, body: unknown) =>
    vi.stubGlobal("fetch", async () => Response.json(body, { status }));

  it("puts the server's refusal beside the field it is about", async () => {
    answer(400, { message: "The current password is wrong.", field: "currentPassword" });
    expect(await changePassword(change)).toEqual({ currentPassword: "The current password is wrong." });
  });

  it("says a refusal about no field as one sentence", async () => {
    answer(429, { message: "Too many attempts; wait a minute and try again." });
    expect(await changePassword(change)).toEqual({
      whole: "Too many attempts; wait a minute and try again.",
    });
  });

  it("tells a failed connection or an answer from elsewhere as such", async () => {
    answer(502, "<html>");
    expect((await changePassword(change))?.whole).toMatch(/could not be reached/);
    vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("failed to fetch")));
    expect((await changePassword(change))?.whole).toMatch(/could not be reached/);
  });

  it("asks that sessions elsewhere end", async () => {
    const fetched = vi.fn<typeof fetch>(async () => Response.json({}));
    vi.stubGlobal("fetch", fetched);
    expect(await changePassword(change)).toBeNull();
    expect(JSON.parse(String(fetched.mock.calls[0]?.[1]?.body))).toEqual({
      currentPassword: change.currentPassword,
      newPassword: change.newPassword,
      revokeOtherSessions: true,
    });
  });
});
