import { describe, expect, it } from "vitest";
import type { DelegationDraft } from "#server/domain/delegation.ts";
import { localViolations, shownProblems } from "./shown-problems.ts";

const row = (vxlanIds: string) => ({ overlayRuleNames: null, vxlanIds, sharedVlanIds: null });
const draft = (...vxlanIds: string[]): DelegationDraft => ({
  isRestricted: true,
  networkCountMax: null,
  vxlanDelegations: vxlanIds.map(row),
  vlanDelegations: [],
});
const told = (field: string, ...messages: string[]) => messages.map((message) => ({ field, message }));

describe("what is said beside the editor's fields", () => {
  it("is what can be seen without the server", () => {
    expect(localViolations(draft("100", "2")).map(({ field }) => field)).toEqual([
      "vxlanDelegations.1.vxlanIds",
    ]);
    const limited = { ...draft(), networkCountMax: Number.NaN };
    expect(localViolations(limited)).toEqual(
      told("networkCountMax", "Write the limit of networks as a whole number."),
    );
  });

  it("leaves a row in peace that is not filled in yet, until the form is sent", () => {
    const empty = draft("");
    const answers = [{ draft: empty, violations: localViolations(empty) }];
    expect(shownProblems(empty, answers, false).size).toBe(0);
    expect(shownProblems(empty, answers, true).get("vxlanDelegations.0.vxlanIds")).toBe(
      "Write the VXLAN ids of this row.",
    );
  });

  it("forgets an answer about a row that has changed since, and keeps those about others", () => {
    const judged = draft("100", "200");
    const violations = [
      ...told("vxlanDelegations.0.vxlanIds", "Taken."),
      ...told("vxlanDelegations.1.vxlanIds", "Taken too."),
    ];
    const shown = shownProblems(draft("100", "201"), [{ draft: judged, violations }], true);
    expect([...shown]).toEqual([["vxlanDelegations.0.vxlanIds", "Taken."]]);
  });

  it("says the same once, and of many the first few", () => {
    const answer = {
      draft: draft("100"),
      violations: told("vxlanDelegations.0.vxlanIds", "A.", "B.", "C.", "D.", "E."),
    };
    expect(shownProblems(answer.draft, [answer, answer], true).get("vxlanDelegations.0.vxlanIds")).toBe(
      "A. B. C. And 2 more like this.",
    );
  });
});
