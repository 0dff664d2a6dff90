import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import { insertNode, listNodes, updateNode } from "#db/queries/node.ts";
import { warnings } from "#db/schema/warning.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { authorize, authorizeCloud } from "#server/domain/access.ts";
import type { Settings } from "#server/domain/settings.ts";
import { type WarningFilter, WarningPage, type WarningReview } from "#server/domain/warning-input.ts";
import { healthyCloud } from "#server/domain/warnings/testing/healthy-cloud.ts";
import { endWhatIsDue } from "./end-due.ts";
import { recomputeWarnings } from "./judge-warnings.ts";
import { reviewSelection } from "./change-review.ts";
import { listWarnings, listWarningsOfVdc, readWarning, summarizeWarnings } from "./review-queue.ts";

const SETTINGS: Settings = {
  staleAfterSeconds: 900,
  refreshIntervalSeconds: 0,
  vxlanRestSeconds: 0,
  publicAddressExceptions: ["198.18.0.0/15"],
  isDemoFleet: false,
};
const AT = new Date("2026-03-01T12:00:00Z");
const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);
const READ = authorizeCloud(cloudActor(), "warning:read");
const ACKNOWLEDGE = authorizeCloud(cloudActor(), "warning:acknowledge");
const page = (input: Partial<WarningFilter> = {}) => WarningPage.parse(input);

describeOnEachDatabase("warnings", (on) => {
  let nodeId = "";
  const listed = async (input: Partial<WarningFilter> = {}, now = AT) =>
    (await listWarnings(on.db, READ, page({ nodeId, ...input }), now)).warnings;
  const review = (id: string, what: WarningReview, now = AT) =>
    reviewSelection(
      on.db,
      ACKNOWLEDGE,
      { selection: { kind: "ids", warningIds: [id] }, review: what, warningCount: 1 },
      now,
    );
  const acknowledge = (id: string, until: Date | null = null, now = AT) =>
    review(id, { kind: "acknowledge", reason: "Disk is on order.", until }, now);
  const fail = () =>
    updateNode(on.db, nodeId, {
      lastRefreshOutcome: "failed",
      lastRefreshFinishedAt: AT,
      lastRefreshCause: "unreachable",
      lastRefreshDetail: "No answer on 100%_sure.",
    });
  const mend = () => updateNode(on.db, nodeId, { lastRefreshOutcome: "ok", lastRefreshFinishedAt: AT });
  const recompute = (now = AT) => recomputeWarnings(on.db, SETTINGS, now);
  const onlyId = async () => (await listed({ state: "all" }))[0]?.id ?? "";

  beforeEach(async () => {
    for (const { id } of await listNodes(on.db)) await updateNode(on.db, id, { lastRefreshOutcome: "ok" });
    const node = await insertNode(on.db, { hostname: `n-${randomUUID()}`, sshAddress: randomUUID() });
    nodeId = node.id;
  });

  it("opens, closes by itself and reopens as the same finding, with its history", async () => {
    await fail();
    await recompute();
    const [opened] = await listed();
    expect(opened).toMatchObject({
      code: "node-unreachable",
      severity: "critical",
      openedAt: AT,
      resolvedAt: null,
    });
    await mend();
    await recompute(later(1));
    expect(await listed()).toEqual([]);
    expect(await listed({ state: "resolved" })).toMatchObject([{ id: opened?.id, resolvedAt: later(1) }]);
    await fail();
    await recompute(later(2));
    expect(await listed()).toMatchObject([{ id: opened?.id, openedAt: later(2), resolvedAt: null }]);
    const { history, evidence } = await readWarning(on.db, READ, opened?.id ?? "", AT);
    expect(history.map(({ kind }) => kind)).toEqual(["reopened", "resolved", "opened"]);
    expect(evidence).toEqual([{ sentence: "No answer on 100%_sure.", observedAt: AT }]);
  });

  it("writes one finding and one opening however many recompute at once", async () => {
    await fail();
    await Promise.all(Array.from({ length: 8 }, () => recompute()));
    expect(await listed()).toHaveLength(1);
    expect((await readWarning(on.db, READ, await onlyId(), AT)).history).toHaveLength(1);
  });

  it("judges stored facts and filters by PDC, node, code, severity and text", async () => {
    const [healthy] = healthyCloud({
      parts: {
        a1: (parts) =>
          void Object.assign(parts, { vmVnics: [], identity: { ...parts.identity, pdcName: "" } }),
      },
    }).nodes;
    await updateNode(on.db, nodeId, {
      facts: healthy?.facts,
      hostKeyConfirmedAt: AT,
      lastRefreshOutcome: "ok",
      lastRefreshFinishedAt: AT,
    });
    await recompute();
    expect((await listed()).map(({ code }) => code)).toEqual(["pdc-name-missing"]);
    expect(
      await listed({ code: "pdc-name-missing", severity: "critical", text: "no PDC name" }),
    ).toHaveLength(1);
    expect(await listed({ severity: "info" })).toEqual([]);
    expect(await listed({ text: "100%" })).toEqual([]);
    expect(await listed({ pdcName: "nowhere" })).toEqual([]);
    const { countBySeverity, countByCode } = await summarizeWarnings(on.db, READ, page({ nodeId }), AT);
    expect({ countBySeverity, countByCode }).toEqual({
      countBySeverity: { critical: 1, warning: 0, info: 0 },
      countByCode: { "pdc-name-missing": 1 },
    });
    await updateNode(on.db, nodeId, { hostKeyConfirmedAt: null, facts: null });
    await recompute(later(1));
    expect((await listed()).map(({ code }) => code)).toContain("pdc-name-missing");
  });

  it("takes an acknowledged warning out of the queue until the acknowledgement ends", async () => {
    await fail();
    await recompute();
    const id = await onlyId();
    await acknowledge(id, later(10), later(1));
    expect(await listed()).toEqual([]);
    expect(await listed({ state: "acknowledged" })).toMatchObject([{ id, isAcknowledged: true }]);
    expect(await listed({}, later(10))).toHaveLength(1);
    await recompute(later(10));
    const ended = await readWarning(on.db, READ, id, later(10));
    expect(ended).toMatchObject({ isAcknowledged: false, acknowledgement: null });
    expect(ended.history.map(({ kind }) => kind)).toEqual([
      "acknowledgement-ended",
      "acknowledged",
      "opened",
    ]);
  });

  it("keeps a warning open that comes and goes, until it has been quiet", async () => {
    for (const minute of [0, 2, 4]) {
      await fail();
      await recompute(later(minute));
      await mend();
      await recompute(later(minute + 1));
    }
    const id = await onlyId();
    expect(await listed({}, later(5))).toHaveLength(1);
    await fail();
    await recompute(later(10));
    await mend();
    await recompute(later(11));
    await endWhatIsDue(on.db, later(40));
    expect(await listed({}, later(40))).toHaveLength(1);
    await endWhatIsDue(on.db, later(41));
    expect(await listed({}, later(41))).toEqual([]);
    const { history } = await readWarning(on.db, READ, id, later(41));
    expect(history.map(({ kind }) => kind)).toEqual([
      "resolved",
      "flapping",
      "reopened",
      "resolved",
      "reopened",
      "resolved",
      "opened",
    ]);
  });

  it("forgets an acknowledgement when the warning closes, so that reopening is seen", async () => {
    await fail();
    await recompute();
    await acknowledge(await onlyId());
    await mend();
    await recompute(later(1));
    await fail();
    await recompute(later(2));
    expect(await listed()).toMatchObject([{ isAcknowledged: false }]);
  });

  it("lets an acknowledgement be withdrawn, and does nothing where there is none", async () => {
    await fail();
    await recompute();
    const id = await onlyId();
    expect(await review(id, { kind: "release" })).toEqual({ changedCount: 0 });
    await acknowledge(id, null, later(1));
    await review(id, { kind: "release" }, later(2));
    expect(await listed()).toHaveLength(1);
    expect((await readWarning(on.db, READ, id, AT)).history).toHaveLength(3);
  });

  it("refuses an end in the past, a closed warning and an unknown one", async () => {
    await fail();
    await recompute();
    const id = await onlyId();
    await expect(acknowledge(id, AT)).rejects.toThrow("The end must lie in the future.");
    await expect(acknowledge(randomUUID())).rejects.toThrow("No such warning.");
    await mend();
    await recompute(later(1));
    await expect(acknowledge(id)).rejects.toThrow("closed by itself");
  });

  it("shows a vDC its own warnings alone, without who reviewed them or why", async () => {
    const vdcId = randomUUID();
    const row = {
      code: "mtu-network-exceeds-path",
      severity: "warning" as const,
      subjectKind: "network",
      cause: "Too large.",
      remedy: "Lower it.",
      evidence: [],
      openedAt: AT,
    };
    await on.db.insert(warnings).values([
      {
        ...row,
        subjectKey: `network:${vdcId}`,
        subjectLabel: "own",
        vdcId,
        acknowledgedAt: AT,
        acknowledgedReason: "secret",
      },
      { ...row, subjectKey: `network:${randomUUID()}`, subjectLabel: "foreign", vdcId: randomUUID() },
      { ...row, subjectKey: `rule:${vdcId}`, subjectLabel: "operators only" },
    ]);
    const grant = authorize(vdcActor(vdcId, "viewer"), vdcId, "warning:read-own");
    const seen = await listWarningsOfVdc(on.db, grant, { limit: 10, cursor: null }, AT);
    expect(seen.warnings).toMatchObject([{ subjectLabel: "own", isAcknowledged: true }]);
    expect(JSON.stringify(seen)).not.toMatch(/secret|assignee|rootCause|effectCount|snooze/);
  });
});
