import { expect, it } from "vitest";
import { areSameFacts } from "./same-facts.ts";
import type { NodeFacts } from "./facts.ts";
import { healthyNodes, factsOf } from "./testing/mesh-nodes.ts";

const [node] = healthyNodes([{ number: 1, pdcName: "east", place: 1 }]);
if (!node) throw new Error("no node");
const facts = factsOf(node);
const later = (change: Partial<NodeFacts> = {}): NodeFacts => {
  const at = new Date("2026-11-02");
  const aged = Object.entries({ ...facts, ...change }).map(([name, part]) => [
    name,
    part && { ...part, observedAt: at },
  ]);
  return Object.fromEntries(aged) as NodeFacts;
};
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
};

it("are the same when only their ages and the order of keys differ", () => {
  expect(areSameFacts(facts, later())).toBe(true);
  expect(areSameFacts(reversed(facts) as NodeFacts, later())).toBe(true);
});

it("differ by any value, by a part that was not there, and by the order of a list", () => {
  const { identity, probes, nics } = facts;
  if (!identity || !probes || !nics) throw new Error("a healthy node has all parts");
  const another = (change: Partial<NodeFacts>) => areSameFacts(facts, later(change));
  expect(another({ identity: { ...identity, value: { ...identity.value, bootedAt: new Date(0) } } })).toBe(
    false,
  );
  expect(another({ probes: null })).toBe(false);
  expect(another({ nics: { ...nics, value: [...nics.value, ...nics.value] } })).toBe(false);
  expect(areSameFacts(null, facts)).toBe(false);
  expect(areSameFacts({ ...facts, probes: null }, facts)).toBe(false);
  expect(areSameFacts(facts, { ...facts, probes: { ...probes, value: probes.value.toReversed() } })).toBe(
    probes.value.length < 2,
  );
});
