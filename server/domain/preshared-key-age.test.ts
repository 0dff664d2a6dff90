import { expect, it } from "vitest";
import { type FactParts, mergeFacts } from "./facts.ts";

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const key = (fingerprint: string, remoteAddress = "198.18.0.2") => ({
  localAddress: "198.18.0.1",
  remoteAddress,
  fingerprint,
});
const read = (...presharedKeys: ReturnType<typeof key>[]): Partial<FactParts> => ({
  ipsec: { policyRules: [], ikeRules: [], presharedKeys, associations: [], problems: [] },
});
const knownSince = (facts: ReturnType<typeof mergeFacts>) =>
  facts.ipsec?.value.presharedKeys.map(({ knownSince: since }) => since && new Date(since));

it("keeps the time of the first sight of a key for as long as it stays the same", () => {
  const first = mergeFacts(null, read(key("a")), at(1));
  const again = mergeFacts(first, read(key("a"), key("x", "198.18.0.3")), at(2));
  expect(knownSince(again)).toEqual([at(1), at(2)]);
  expect(knownSince(mergeFacts(again, read(key("b")), at(3)))).toEqual([at(3)]);
});

it("begins anew with a key that was away", () => {
  const first = mergeFacts(null, read(key("a")), at(1));
  const without = mergeFacts(first, read(), at(2));
  expect(knownSince(mergeFacts(without, read(key("a")), at(3)))).toEqual([at(3)]);
});

it("takes the age of facts that were stored before this was kept", () => {
  const stored = { ...mergeFacts(null, {}, at(1)) };
  const ipsec = read(key("a")).ipsec;
  stored.ipsec = ipsec ? { value: ipsec, observedAt: at(1) } : null;
  expect(knownSince(mergeFacts(stored, read(key("a")), at(9)))).toEqual([at(1)]);
});

it("keeps what was known when the part cannot be read", () => {
  const first = mergeFacts(null, read(key("a")), at(1));
  expect(knownSince(mergeFacts(first, {}, at(5)))).toEqual([at(1)]);
});
