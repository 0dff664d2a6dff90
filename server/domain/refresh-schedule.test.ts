import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueAt, dueNodeIds, isQuiet, PdcSchedule, type ScheduledNode } from "./refresh-schedule.ts";

const NOW = new Date("2026-03-02T12:00:00Z");
const secondsAgo = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const nodeOf = (change: Partial<ScheduledNode> = {}): ScheduledNode => ({
  id: "n1",
  pdcName: "prague-1",
  isConfirmed: true,
  lastFinishedAt: secondsAgo(400),
  pausedUntil: null,
  factsObservedAt: secondsAgo(401),
  appliedAt: null,
  ...change,
});
const NOTHING_OWN: PdcSchedule = { refreshIntervalSeconds: null, refreshesAtOnceMax: null, quietHours: null };
const due = (node: ScheduledNode, schedule: PdcSchedule = NOTHING_OWN, intervalSeconds = 300) =>
  dueNodeIds([node], new Map([["prague-1", schedule]]), { intervalSeconds, now: NOW }).length === 1;

describe("dueNodeIds", () => {
  it.each<{ title: string; node: ScheduledNode; isDue: boolean }>([
    { title: "a node whose interval is over", node: nodeOf(), isDue: true },
    { title: "a node read a minute ago", node: nodeOf({ lastFinishedAt: secondsAgo(60) }), isDue: false },
    { title: "a node never read", node: nodeOf({ lastFinishedAt: null }), isDue: true },
    { title: "a quarantined node", node: nodeOf({ isConfirmed: false }), isDue: false },
    { title: "a paused node", node: nodeOf({ pausedUntil: secondsAgo(-60) }), isDue: false },
    { title: "a node whose pause is over", node: nodeOf({ pausedUntil: NOW }), isDue: true },
  ])("$title: due is $isDue", ({ node, isDue }) => {
    expect(due(node)).toBe(isDue);
  });

  it.each<{ title: string; node: Partial<ScheduledNode>; isDue: boolean }>([
    { title: "read before it", node: { factsObservedAt: secondsAgo(31) }, isDue: true },
    { title: "never read", node: { factsObservedAt: null }, isDue: true },
    { title: "read since", node: { factsObservedAt: secondsAgo(30) }, isDue: false },
    { title: "paused", node: { pausedUntil: secondsAgo(-60) }, isDue: false },
    { title: "quarantined", node: { isConfirmed: false }, isDue: false },
    { title: "not read in ten minutes", node: { appliedAt: secondsAgo(601) }, isDue: false },
  ])(
    "a node to which something was applied, $title: due is $isDue, also at quiet times",
    ({ node, isDue }) => {
      const applied = nodeOf({ lastFinishedAt: secondsAgo(1), appliedAt: secondsAgo(30), ...node });
      const fromMinute = NOW.getUTCHours() * 60;
      const quiet = { ...NOTHING_OWN, quietHours: { fromMinute, untilMinute: fromMinute + 60 } };
      expect(due(applied, quiet)).toBe(isDue);
      expect(due(applied, NOTHING_OWN, 0)).toBe(isDue);
    },
  );

  it("goes by the PDC's own interval where it has one", () => {
    expect(due(nodeOf(), { ...NOTHING_OWN, refreshIntervalSeconds: 3600 })).toBe(false);
    expect(
      due(nodeOf({ lastFinishedAt: secondsAgo(60) }), { ...NOTHING_OWN, refreshIntervalSeconds: 30 }),
    ).toBe(true);
  });

  it("refreshes nothing while the interval of the installation is 0", () => {
    expect(due(nodeOf(), { ...NOTHING_OWN, refreshIntervalSeconds: 30 }, 0)).toBe(false);
  });

  it("leaves a PDC alone in its quiet hours", () => {
    expect(due(nodeOf(), { ...NOTHING_OWN, quietHours: { fromMinute: 700, untilMinute: 730 } })).toBe(false);
    expect(due(nodeOf(), { ...NOTHING_OWN, quietHours: { fromMinute: 721, untilMinute: 730 } })).toBe(true);
  });
});

describe("isQuiet", () => {
  it.each([
    { from: 720, until: 721, isIt: true },
    { from: 719, until: 720, isIt: false },
    { from: 1320, until: 360, isIt: false },
    { from: 600, until: 599, isIt: true },
    { from: 720, until: 0, isIt: true },
  ])("at noon, with quiet hours from minute $from until $until: $isIt", ({ from, until, isIt }) => {
    expect(isQuiet({ ...NOTHING_OWN, quietHours: { fromMinute: from, untilMinute: until } }, NOW)).toBe(isIt);
  });
});

describe("dueAt", () => {
  it("comes within the last fifth of the interval, and spreads a fleet that was read at one instant", () => {
    const instants = new Set<number>();
    for (let index = 0; index < 100; index += 1) {
      const at = dueAt(nodeOf({ id: `node-${index}`, lastFinishedAt: NOW }), 300);
      const seconds = ((at?.getTime() ?? 0) - NOW.getTime()) / 1000;
      expect(seconds).toBeGreaterThan(240);
      expect(seconds).toBeLessThanOrEqual(300);
      instants.add(Math.round(seconds));
    }
    expect(instants.size).toBeGreaterThan(25);
  });

  it("is the same whenever it is asked", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 30, max: 86_400 }), (id, interval) => {
        const node = nodeOf({ id, lastFinishedAt: NOW });
        expect(dueAt(node, interval)).toEqual(dueAt(node, interval));
      }),
    );
  });
});
