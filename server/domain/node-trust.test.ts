import { describe, expect, it } from "vitest";
import { asFirstContact, isAskedOnce, type KeysOfNode, trustedFingerprint } from "./node-trust.ts";

const NEW: KeysOfNode = {
  ...{ hostKeyFingerprint: "shown", hostKeyConfirmedAt: null, expectedFingerprint: null },
  ...{ confirmExpectedByName: null, askOnceFingerprint: null },
};
const CONFIRMED = { ...NEW, hostKeyConfirmedAt: new Date(0) };

describe("trustedFingerprint", () => {
  it.each<{ what: string; keys: KeysOfNode; trusted: string | null }>([
    { what: "no key of a new node", keys: NEW, trusted: null },
    { what: "the confirmed key", keys: CONFIRMED, trusted: "shown" },
    {
      what: "no expected key unless somebody said so",
      keys: { ...NEW, expectedFingerprint: "e" },
      trusted: null,
    },
    {
      what: "the expected key where somebody said so",
      keys: { ...NEW, expectedFingerprint: "e", confirmExpectedByName: "ada" },
      trusted: "e",
    },
    {
      what: "the key it may be asked once with",
      keys: { ...NEW, askOnceFingerprint: "shown" },
      trusted: "shown",
    },
    {
      what: "the confirmed key alone, whatever was said before",
      keys: { ...CONFIRMED, expectedFingerprint: "e", confirmExpectedByName: "ada", askOnceFingerprint: "o" },
      trusted: "shown",
    },
  ])("is $what", ({ keys, trusted }) => {
    expect(trustedFingerprint(keys)).toBe(trusted);
  });

  it("lets no confirmed node count as asked once", () => {
    expect(isAskedOnce({ ...CONFIRMED, askOnceFingerprint: "o" })).toBe(false);
  });
});

describe("asFirstContact", () => {
  const changed = {
    cause: "host-key-changed" as const,
    detail: "…",
    shownKey: { fingerprint: "other", type: "rsa" as const },
  };

  it("calls another key than the expected one unconfirmed", () => {
    const keys = { ...NEW, expectedFingerprint: "e", confirmExpectedByName: "ada" };
    expect(asFirstContact(keys, changed)).toEqual({ ...changed, cause: "host-key-unconfirmed" });
  });

  it("leaves a confirmed node's changed key, and other failures, as they are", () => {
    expect(asFirstContact(CONFIRMED, changed)).toBe(changed);
    const refused = { cause: "unreachable" as const, detail: "…" };
    expect(asFirstContact(NEW, refused)).toBe(refused);
  });
});
