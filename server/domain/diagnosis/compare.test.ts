import { expect, it } from "vitest";
import { stepChanges } from "./compare.ts";
import { step } from "./step.ts";

it("tells answers that are other ones than before, in the order of the questions", () => {
  const before = [step("facts", { outcome: "fail", seen: [] }), step("rule", { outcome: "pass", seen: [] })];
  const after = [
    step("facts", { outcome: "pass", seen: [] }),
    step("rule", { outcome: "pass", seen: [] }),
    step("mtu", { outcome: "fail", seen: [] }),
  ];
  expect(stepChanges(before, after)).toEqual([
    { title: "Are the facts of both ends fresh?", before: "fail", after: "pass" },
  ]);
  expect(stepChanges(after, after)).toEqual([]);
});
