import { describe, expect, it } from "vitest";
import { formatScenario, readScenario, type ScenarioChange } from "./scenario.ts";

const rename: ScenarioChange = { kind: "rename-pdc", from: "brü-1", to: "bru & co" };

describe("a scenario in an address", () => {
  it("comes back as it went", () => {
    expect(readScenario(formatScenario([rename]) ?? "")).toEqual({ changes: [rename], problem: null });
    expect(readScenario("")).toEqual({ changes: [], problem: null });
  });

  it.each([
    { what: "no list", text: '{"kind":"rename-pdc"}' },
    { what: "cut off", text: '[{"kind":"rename-pdc"' },
    { what: "a lone surrogate", text: "\uD800" },
    { what: "far too long", text: `["${"a".repeat(4000)}"]` },
  ])("says in one sentence that it cannot be read: $what", ({ text }) => {
    const { changes, problem } = readScenario(text);
    expect(changes).toEqual([]);
    expect(problem).toMatch(/^The scenario in this address .*\.$/);
  });

  it("keeps what can be kept, and says how much was left out", () => {
    const text = JSON.stringify([rename, { kind: "burn-node" }, { ...rename, to: "" }]);
    expect(readScenario(text)).toEqual({
      changes: [rename],
      problem: "2 of the 3 changes in this address cannot be read and were left out.",
    });
  });

  it("is refused when an address would not hold it", () => {
    const long = { ...rename, to: "ü".repeat(256) };
    expect(formatScenario([long])).not.toBeNull();
    expect(formatScenario([long, long, long])).toBeNull();
  });
});
