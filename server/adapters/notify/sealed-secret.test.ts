import { expect, it } from "vitest";
import { makeWebhookSecret, seal, sealingKeyOf, signingKeyOf, unseal } from "./sealed-secret.ts";

const KEY = sealingKeyOf("a secret of this installation, long enough");

it("opens what it sealed, for the same owner and with the same key alone", () => {
  const secret = makeWebhookSecret();
  const sealed = seal(secret, "hook-1", KEY);
  expect(sealed).not.toContain(secret);
  expect(unseal(sealed, "hook-1", KEY)).toBe(secret);
  expect(unseal(sealed, "hook-2", KEY)).toBeNull();
  expect(unseal(sealed, "hook-1", sealingKeyOf("another secret of an installation"))).toBeNull();
});

it("notices a change, a cut and nonsense", () => {
  const bytes = Buffer.from(seal(makeWebhookSecret(), "hook-1", KEY), "base64");
  bytes.writeUInt8(bytes.readUInt8(30) ^ 1, 30);
  expect(unseal(bytes.toString("base64"), "hook-1", KEY)).toBeNull();
  expect(unseal(bytes.subarray(0, 20).toString("base64"), "hook-1", KEY)).toBeNull();
  expect(unseal("", "hook-1", KEY)).toBeNull();
});

it("makes another secret each time, of 32 bytes", () => {
  const secret = makeWebhookSecret();
  expect(secret).not.toBe(makeWebhookSecret());
  expect(signingKeyOf(secret)).toHaveLength(32);
});
