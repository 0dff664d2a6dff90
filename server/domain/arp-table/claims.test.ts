import { describe, expect, it } from "vitest";
import { factsOf, healthyNodes, macOf, NOW, withFact } from "../testing/mesh-nodes.ts";
import { addressHolderOf, holderOf, type MacClaim, macClaimsAfter } from "./claims.ts";

const at = (minute: number) => new Date(NOW.getTime() + minute * 60_000);
const since = (minute: number, settledMinute: number | null = null): MacClaim => ({
  since: at(minute),
  settledAt: settledMinute === null ? null : at(settledMinute),
});

describe("holderOf", () => {
  it.each<{ what: string; claims: Record<string, MacClaim | null>; holder: string | null }>([
    { what: "the only claimant", claims: { a: since(5) }, holder: "a" },
    { what: "whoever was first", claims: { b: since(5), a: since(1), c: since(9) }, holder: "a" },
    { what: "who was there before this was kept", claims: { a: since(1), b: null }, holder: "b" },
    {
      what: "nobody, when two came at once",
      claims: { a: since(1), b: since(1), c: since(2) },
      holder: null,
    },
    { what: "nobody, when both were there before this was kept", claims: { a: null, b: null }, holder: null },
    { what: "whom an operator named", claims: { a: since(1), b: since(5, 6) }, holder: "b" },
    { what: "whom an operator named last", claims: { a: since(1, 8), b: since(5, 6) }, holder: "a" },
    { what: "nobody, when nobody claims it", claims: {}, holder: null },
  ])("is $what", ({ claims, holder }) => {
    const claimants = Object.entries(claims);
    expect(holderOf(claimants.map(([nodeId, macClaim]) => ({ nodeId, macClaim })))).toBe(holder);
  });
});

describe("addressHolderOf", () => {
  const has = (minute: number, settledMinute: number | null = null): MacClaim => ({
    ...since(-600, settledMinute),
    address: { ipv4Address: "10.0.0.1", since: at(minute) },
  });

  it.each<{ what: string; claims: Record<string, MacClaim>; holder: string | null }>([
    {
      what: "whoever had the address first, whatever MAC is older",
      claims: { a: has(5), b: has(1) },
      holder: "b",
    },
    { what: "nobody, when two came at once", claims: { a: has(1), b: has(1) }, holder: null },
    { what: "whom an operator named", claims: { a: has(5, 6), b: has(1) }, holder: "a" },
    {
      what: "nobody whom an operator named before it had the address",
      claims: { a: has(5, 4), b: has(1) },
      holder: "b",
    },
  ])("is $what", ({ claims, holder }) => {
    const claimants = Object.entries(claims);
    expect(addressHolderOf(claimants.map(([nodeId, macClaim]) => ({ nodeId, macClaim })))).toBe(holder);
  });
});

describe("macClaimsAfter", () => {
  const [node] = healthyNodes([{ number: 1, pdcName: "bru-1", place: 1 }]);
  const facts = node && factsOf(node);

  it("dates a new claim now and leaves one that goes on as it was, with the operator's word", () => {
    const earlier = new Map([[macOf(1), since(-60, -30)]]);
    const address = { ipv4Address: "192.168.0.1", since: NOW };
    expect(facts && macClaimsAfter(earlier, facts, NOW).get(macOf(1))).toEqual({
      ...since(-60, -30),
      address,
    });
    expect(facts && macClaimsAfter(new Map(), facts, NOW).get(macOf(1))).toEqual({ ...since(0), address });
  });

  it("dates an address by itself: who takes another one has it from then on only", () => {
    const told = (ipv4Address: string) => ({ ...since(-60), address: { ipv4Address, since: at(-60) } });
    const after = (earlier: MacClaim) =>
      facts && macClaimsAfter(new Map([[macOf(1), earlier]]), facts, NOW).get(macOf(1))?.address;
    expect(after(told("192.168.0.1"))?.since).toEqual(at(-60));
    expect(after(told("192.168.0.9"))).toEqual({ ipv4Address: "192.168.0.1", since: NOW });
  });

  it("forgets a claim that is not made any more, so that made again it is a new one", () => {
    const without = node && factsOf(withFact(node, "vmVnics", []));
    expect(
      without && macClaimsAfter(new Map([[macOf(1), since(-60, -30)]]), without, NOW).has(macOf(1)),
    ).toBe(false);
  });
});
