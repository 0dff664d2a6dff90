import { describe, expect, it } from "vitest";
import { EVERYTHING } from "./filter.ts";
import { hookMessage } from "./hook-message.ts";
import type { NoticeKind } from "./notice.ts";
import { type Audience, hasCritical, type Noticed, type NoticedWarning, summaryOf, toldTo } from "./told.ts";

const AT = new Date("2026-03-01T12:00:00Z");
const OPERATOR: Audience = {
  filter: EVERYTHING,
  vdcIds: null,
  hearsReviewedEnds: false,
  hearsPassed: false,
};

function warning(id: string, part: Partial<NoticedWarning> = {}): NoticedWarning {
  return {
    id,
    code: "node-unreachable",
    severity: "critical",
    subjectKind: "node",
    subjectLabel: id,
    cause: "It does not answer.",
    remedy: "Look at it.",
    touches: [`node:${id}`],
    vdcId: null,
    openedAt: AT,
    resolvedAt: null,
    effectCount: 0,
    ...part,
  };
}

let lastId = 0;
function notice(kind: NoticeKind, about: NoticedWarning, part: Partial<Noticed> = {}): Noticed {
  lastId += 1;
  return { id: lastId, kind, isReviewed: false, at: AT, warning: about, root: null, ...part };
}

const rootOf = ({ id, code, severity, touches, vdcId, resolvedAt }: NoticedWarning) => ({
  id,
  code,
  severity,
  touches,
  vdcId,
  isOpen: resolvedAt === null,
});
const idsOf = (audience: Audience, noticed: Noticed[]) =>
  toldTo(audience, noticed).map((told) => `${told.warning.id} ${told.change}`);

describe("toldTo", () => {
  it("tells what several notices of a warning come to, once", () => {
    const node = warning("a");
    expect(idsOf(OPERATOR, [notice("opened", node), notice("worsened", node)])).toEqual(["a opened"]);
    expect(idsOf(OPERATOR, [notice("resolved", node), notice("reopened", node)])).toEqual([]);
  });

  it("tells what came and went to those alone who hear of it", () => {
    const passed = [notice("opened", warning("a")), notice("resolved", warning("a", { resolvedAt: AT }))];
    expect(idsOf(OPERATOR, passed)).toEqual([]);
    expect(idsOf({ ...OPERATOR, hearsPassed: true }, passed)).toEqual(["a passed"]);
  });

  it("leaves out what was acknowledged or snoozed, but tells programs its end", () => {
    const reviewed = [
      notice("reopened", warning("a"), { isReviewed: true }),
      notice("resolved", warning("b", { resolvedAt: AT }), { isReviewed: true }),
    ];
    expect(idsOf(OPERATOR, reviewed)).toEqual([]);
    expect(idsOf({ ...OPERATOR, hearsReviewedEnds: true }, reviewed)).toEqual(["b resolved"]);
  });

  it("tells a vDC's people of its warnings alone", () => {
    const noticed = [
      notice("opened", warning("cloud")),
      notice("opened", warning("own", { vdcId: "mine" })),
      notice("opened", warning("foreign", { vdcId: "yours" })),
    ];
    expect(idsOf({ ...OPERATOR, vdcIds: new Set(["mine"]) }, noticed)).toEqual(["own opened"]);
    expect(idsOf({ ...OPERATOR, vdcIds: new Set() }, noticed)).toEqual([]);
  });

  it("sums the effects of a told cause up", () => {
    const cause = warning("cause", { effectCount: 2 });
    const effect = (id: string) =>
      notice("opened", warning(id, { severity: "warning" }), { root: rootOf(cause) });
    const told = toldTo(OPERATOR, [effect("x"), notice("opened", cause), effect("y")]);
    expect(told).toMatchObject([{ change: "opened", effectCount: 2, warning: { id: "cause" } }]);
    expect(idsOf(OPERATOR, [effect("z")])).toEqual([]);
  });

  it("tells an effect whose cause is over or is not told to them, and does not count what they may not see", () => {
    const cause = warning("cause", { effectCount: 30 });
    const effect = warning("effect", { severity: "warning", vdcId: "mine" });
    const over = { ...rootOf(cause), isOpen: false };
    expect(idsOf(OPERATOR, [notice("resolved", effect, { root: over })])).toEqual(["effect resolved"]);
    const own = { ...OPERATOR, vdcIds: new Set(["mine"]) };
    const noticed = [notice("opened", cause), notice("opened", effect, { root: rootOf(cause) })];
    expect(idsOf(own, noticed)).toEqual(["effect opened"]);
    const mine = warning("mine", { vdcId: "mine", effectCount: 30 });
    expect(toldTo(own, [notice("opened", mine)])).toMatchObject([{ effectCount: 0 }]);
    const warningsOnly: Audience = { ...OPERATOR, filter: { ...EVERYTHING, severities: ["warning"] } };
    expect(idsOf(warningsOnly, noticed)).toEqual(["effect opened"]);
  });

  it("puts the worst first and what is over last", () => {
    const noticed = [
      notice("opened", warning("info", { severity: "info" })),
      notice("resolved", warning("over", { resolvedAt: AT })),
      notice("opened", warning("small", { severity: "critical" })),
      notice("opened", warning("large", { severity: "critical", effectCount: 9 })),
    ];
    expect(idsOf(OPERATOR, noticed)).toEqual([
      "large opened",
      "small opened",
      "info opened",
      "over resolved",
    ]);
  });

  it("knows what is critical now", () => {
    expect(hasCritical(toldTo(OPERATOR, [notice("opened", warning("a"))]))).toBe(true);
    expect(hasCritical(toldTo(OPERATOR, [notice("resolved", warning("a", { resolvedAt: AT }))]))).toBe(false);
  });
});

describe("hookMessage", () => {
  const HEAD = { id: "d1", createdAt: AT, url: "https://overmesh.example.org", vdcId: null };

  it("has the shape that is documented", () => {
    const told = toldTo(OPERATOR, [notice("opened", warning("a", { effectCount: 3 }))]);
    expect(JSON.parse(hookMessage(HEAD, told))).toEqual({
      version: 1,
      id: "d1",
      type: "warnings",
      createdAt: "2026-03-01T12:00:00.000Z",
      url: "https://overmesh.example.org/warnings",
      counts: { opened: 1, reopened: 0, worsened: 0, "still-open": 0, resolved: 0, passed: 0 },
      omittedCount: 0,
      warnings: [
        {
          id: "a",
          change: "opened",
          changeText: "opened",
          code: "node-unreachable",
          severity: "critical",
          subject: { kind: "node", label: "a" },
          cause: "It does not answer.",
          remedy: "Look at it.",
          effectCount: 3,
          vdcId: null,
          openedAt: "2026-03-01T12:00:00.000Z",
          resolvedAt: null,
          url: "https://overmesh.example.org/warnings?state=all&warning=a",
        },
      ],
    });
  });

  it("leads a vDC's people to their own page", () => {
    const told = toldTo(OPERATOR, [notice("opened", warning("a", { vdcId: "v1" }))]);
    const { url, warnings } = JSON.parse(hookMessage({ ...HEAD, vdcId: "v1" }, told));
    expect([url, warnings[0].url]).toEqual(Array(2).fill("https://overmesh.example.org/vdcs/v1/warnings"));
  });

  it("is one message for 200 findings, and lists a hundred", () => {
    const noticed = Array.from({ length: 200 }, (_, index) => notice("opened", warning(`n${index}`)));
    const told = toldTo(OPERATOR, noticed);
    const message = JSON.parse(hookMessage(HEAD, told));
    expect(message).toMatchObject({ counts: { opened: 200 }, omittedCount: 100 });
    expect(message.warnings).toHaveLength(100);
    expect(summaryOf(told)).toBe("Warnings: 200 opened");
  });
});
