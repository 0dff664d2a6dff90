import { describe, expect, it } from "vitest";
import { changedRuleNames } from "./changed-rules.ts";
import { factsOf, healthyNodes, RULE, withFact, withoutFact } from "./testing/mesh-nodes.ts";

const [node] = healthyNodes([{ number: 1, pdcName: "bru-1", place: 1 }]);
if (!node) throw new Error("one node was asked for");
const rules = factsOf(node).overlayRules?.value ?? [];
const withRules = (changed: typeof rules) => factsOf(withFact(node, "overlayRules", changed));

describe("changedRuleNames", () => {
  it("names rules that changed, came or went", () => {
    const other = rules.map((rule) => ({ ...rule, name: "other" }));
    const changed = rules.map((rule) => ({ ...rule, text: "-p mtu=1300" }));
    expect(changedRuleNames(withRules(rules), withRules(changed))).toEqual([RULE]);
    expect(changedRuleNames(withRules(rules), withRules([...rules, ...other]))).toEqual(["other"]);
    expect(changedRuleNames(withRules([...rules, ...other]), withRules(rules))).toEqual(["other"]);
  });

  it("names none in another order, and none that are read for the first time or not at all", () => {
    const two = [...rules, ...rules.map((rule) => ({ ...rule, name: "other" }))];
    expect(changedRuleNames(withRules(two), withRules(two.toReversed()))).toEqual([]);
    const unread = factsOf(withoutFact(node, "overlayRules"));
    expect(changedRuleNames(unread, withRules(rules))).toEqual([]);
    expect(changedRuleNames(null, withRules(rules))).toEqual([]);
    expect(changedRuleNames(withRules(rules), unread)).toEqual([]);
  });
});
