import { describe, expect, it } from "vitest";
import { parseProbes } from "./probe.ts";

describe("parseProbes", () => {
  it.each([
    { status: 0, what: "an answer", probes: [{ targetAddress: "10.0.0.1", isAnswered: true }] },
    { status: 1, what: "a silence", probes: [{ targetAddress: "10.0.0.1", isAnswered: false }] },
    { status: 2, what: "nothing: the packets could not be sent", probes: [] },
    { status: 77, what: "nothing", probes: [] },
  ])("takes exit status $status for $what", ({ status, probes }) => {
    expect(parseProbes(`10.0.0.1 ${status}\n`)).toEqual({ isParsed: true, value: probes });
  });

  it.each([
    { line: "10.0.0.1 127", reason: "The node could not run ping." },
    { line: "10.0.0.1 137", reason: "The node could not run ping." },
    { line: "nonsense", reason: /unexpected line/ },
    { line: "10.0.0.1 -1", reason: /unexpected line/ },
  ])("does not read “$line”", ({ line, reason }) => {
    expect(parseProbes(`10.0.0.2 0\n${line}\n`)).toMatchObject({
      isParsed: false,
      reason: expect.stringMatching(reason),
    });
  });
});
