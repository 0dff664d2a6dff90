import { describe, expect, it } from "vitest";
import {
  type Finding,
  type Judgement,
  reconcileWarnings,
  type StoredWarning,
  type WarningChange,
} from "./warning.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const seen = (minute: number) => new Date(Date.UTC(2026, 2, 1, 11, minute));

function finding(change: Partial<Finding> = {}): Finding {
  return {
    code: "rule-differs",
    severity: "warning",
    subject: { kind: "rule", key: "rule:customers", label: "customers" },
    cause: "It differs.",
    evidence: [{ sentence: "a1: port 4790.", observedAt: seen(0) }],
    remedy: "Mend it.",
    href: null,
    touches: ["rule:customers", "node:a1", "node:a2"],
    vdcId: null,
    ...change,
  };
}

function stored(change: Partial<StoredWarning> = {}): StoredWarning {
  return { ...finding(), id: "w1", isOpen: true, acknowledgement: null, ...change };
}

function kinds(warnings: StoredWarning[], judgement: Partial<Judgement>): WarningChange["kind"][] {
  return reconcileWarnings(warnings, { findings: [], undecided: [], ...judgement }, NOW).map(
    ({ kind }) => kind,
  );
}

describe("reconcileWarnings", () => {
  it("opens what is new, once, however often it is found", () => {
    expect(kinds([], { findings: [finding(), finding()] })).toEqual(["opened"]);
  });

  it("leaves alone what is still true in the same words from the same time", () => {
    expect(kinds([stored()], { findings: [finding()] })).toEqual([]);
  });

  it("renews the evidence's age without telling a change", () => {
    const newer = finding({ evidence: [{ sentence: "a1: port 4790.", observedAt: seen(5) }] });
    expect(kinds([stored()], { findings: [newer] })).toEqual(["confirmed"]);
  });

  it.each([
    { what: "cause", change: { cause: "It differs more." }, isRetold: true },
    { what: "severity", change: { severity: "critical" as const }, isRetold: true },
    {
      what: "evidence",
      change: { evidence: [{ sentence: "a2: port 4791.", observedAt: seen(0) }] },
      isRetold: false,
    },
    { what: "number of pieces of evidence", change: { evidence: [] }, isRetold: false },
  ])("tells a change of its $what, as history only when it says something else", ({ change, isRetold }) => {
    const changes = reconcileWarnings([stored()], { findings: [finding(change)], undecided: [] }, NOW);
    expect(changes).toMatchObject([{ kind: "changed", isRetold }]);
  });

  it("closes what is no longer true, and only once", () => {
    expect(kinds([stored()], {})).toEqual(["resolved"]);
    expect(kinds([stored({ isOpen: false })], {})).toEqual([]);
  });

  it("reopens the same finding", () => {
    const changes = reconcileWarnings(
      [stored({ isOpen: false })],
      { findings: [finding()], undecided: [] },
      NOW,
    );
    expect(changes).toMatchObject([{ kind: "reopened", id: "w1" }]);
  });

  it("keeps open what cannot be decided for anything it touches", () => {
    expect(kinds([stored()], { undecided: [{ code: "rule-differs", touching: "node:a2" }] })).toEqual([]);
  });

  it("closes although another code or another thing is undecided", () => {
    const undecided: Judgement["undecided"] = [
      { code: "rule-port-conflict", touching: "node:a2" },
      { code: "rule-differs", touching: "node:b9" },
    ];
    expect(kinds([stored()], { undecided })).toEqual(["resolved"]);
  });

  it("does not forget an undecided thing when the finding goes on without it", () => {
    const undecided: Judgement["undecided"] = [{ code: "rule-differs", touching: "node:a2" }];
    const without = finding({ touches: ["rule:customers", "node:a1"] });
    expect(kinds([stored()], { findings: [without], undecided })).toEqual([]);
    const [change] = reconcileWarnings(
      [stored()],
      { findings: [{ ...without, cause: "Less." }], undecided },
      NOW,
    );
    expect(change).toMatchObject({
      kind: "changed",
      finding: { touches: ["rule:customers", "node:a1", "node:a2"] },
    });
  });

  it("ends an acknowledgement at its end, not before, and leaves one without an end", () => {
    const acknowledged = (until: Date | null) => stored({ acknowledgement: { reason: "known", until } });
    expect(kinds([acknowledged(NOW)], { findings: [finding()] })).toEqual(["acknowledgement-ended"]);
    expect(kinds([acknowledged(new Date(NOW.getTime() + 1))], { findings: [finding()] })).toEqual([]);
    expect(kinds([acknowledged(null)], { findings: [finding()] })).toEqual([]);
  });
});
