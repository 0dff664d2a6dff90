import { describe, expect, it } from "vitest";
import {
  dueChanges,
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
  return {
    ...finding(),
    id: "w1",
    isOpen: true,
    acknowledgement: null,
    snoozedUntil: null,
    flap: { endedAt: [], isHeld: false, quietAt: null },
    ...change,
  };
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

describe("a finding that became more severe", () => {
  const worse = finding({ severity: "critical" });

  it("comes back though it was acknowledged or snoozed", () => {
    const later = new Date(NOW.getTime() + 1);
    expect(
      kinds([stored({ acknowledgement: { reason: "known", until: null } })], { findings: [worse] }),
    ).toEqual(["changed", "acknowledgement-ended"]);
    expect(kinds([stored({ snoozedUntil: later })], { findings: [worse] })).toEqual([
      "changed",
      "snooze-ended",
    ]);
    expect(kinds([stored({ isOpen: false, snoozedUntil: later })], { findings: [worse] })).toEqual([
      "reopened",
      "snooze-ended",
    ]);
  });

  it("stays away when it became less severe", () => {
    const milder = finding({ severity: "info" });
    expect(
      kinds([stored({ acknowledgement: { reason: "known", until: null } })], { findings: [milder] }),
    ).toEqual(["changed"]);
  });
});

describe("a snooze", () => {
  it("ends at its end, whether the warning is open or not, and not before", () => {
    expect(kinds([stored({ snoozedUntil: NOW })], { findings: [finding()] })).toEqual(["snooze-ended"]);
    expect(kinds([stored({ snoozedUntil: NOW, isOpen: false })], {})).toEqual(["snooze-ended"]);
    const later = new Date(NOW.getTime() + 1);
    expect(kinds([stored({ snoozedUntil: later })], { findings: [finding()] })).toEqual([]);
    expect(kinds([stored({ snoozedUntil: later })], {})).toEqual(["resolved"]);
  });
});

describe("a finding that comes and goes", () => {
  const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
  const inMinutes = (minutes: number) => minutesAgo(-minutes);
  const only = (warning: StoredWarning, judgement: Partial<Judgement> = {}) =>
    reconcileWarnings([warning], { findings: [], undecided: [], ...judgement }, NOW);
  const flap = (change: Partial<StoredWarning["flap"]>): StoredWarning["flap"] => ({
    endedAt: [],
    isHeld: false,
    quietAt: null,
    ...change,
  });
  const held = (quietAt: Date) =>
    stored({ flap: flap({ endedAt: [minutesAgo(20)], isHeld: true, quietAt }) });

  it("closes twice within an hour, and stays open at the third end", () => {
    expect(only(stored({ flap: flap({ endedAt: [minutesAgo(50)] }) }))).toEqual([
      { kind: "resolved", id: "w1", vdcId: null, flap: flap({ endedAt: [minutesAgo(50), NOW] }) },
    ]);
    expect(only(stored({ flap: flap({ endedAt: [minutesAgo(50), minutesAgo(20)] }) }))).toEqual([
      {
        kind: "held",
        id: "w1",
        vdcId: null,
        isNew: true,
        flap: { endedAt: [minutesAgo(50), minutesAgo(20), NOW], isHeld: true, quietAt: inMinutes(30) },
      },
    ]);
  });

  it("forgets ends of more than an hour ago", () => {
    expect(
      only(stored({ flap: flap({ endedAt: [minutesAgo(61), minutesAgo(60), minutesAgo(5)] }) })),
    ).toMatchObject([{ kind: "resolved", flap: { endedAt: [minutesAgo(5), NOW] } }]);
  });

  it("is told once, however often it goes on", () => {
    const warning = stored({ flap: flap({ endedAt: [minutesAgo(20)], quietAt: inMinutes(10) }) });
    expect(only(warning)).toMatchObject([{ kind: "held", isNew: false, flap: { quietAt: inMinutes(30) } }]);
  });

  it("comes back without being opened again, and has to be quiet anew", () => {
    expect(only(held(inMinutes(1)), { findings: [finding()] })).toMatchObject([
      { kind: "returned", flap: { isHeld: false, quietAt: inMinutes(30), endedAt: [minutesAgo(20)] } },
    ]);
  });

  it("closes once it has been gone for long enough, and by time alone", () => {
    expect(only(held(inMinutes(1)))).toEqual([]);
    expect(only(held(NOW))).toMatchObject([{ kind: "resolved", flap: flap({}) }]);
    expect(dueChanges(held(NOW), NOW)).toMatchObject([{ kind: "resolved" }]);
  });

  it("counts as steady once it has been true for long enough", () => {
    const warning = stored({ flap: flap({ endedAt: [minutesAgo(40)], quietAt: NOW }) });
    expect(only(warning, { findings: [finding()] })).toMatchObject([{ kind: "steady" }]);
    expect(dueChanges(warning, NOW)).toMatchObject([{ kind: "steady" }]);
  });

  it("does not close by time once it cannot be decided any more", () => {
    const undecided: Judgement["undecided"] = [{ code: "rule-differs", touching: "node:a2" }];
    expect(only(held(NOW), { undecided })).toMatchObject([{ kind: "unheld" }]);
  });

  it("stays acknowledged while it flaps", () => {
    const warning = stored({
      acknowledgement: { reason: "known", until: null },
      flap: flap({ endedAt: [minutesAgo(50), minutesAgo(20)] }),
    });
    expect(only(warning).map(({ kind }) => kind)).toEqual(["held"]);
  });
});
