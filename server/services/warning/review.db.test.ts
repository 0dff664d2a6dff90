import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import { warnings } from "#db/schema/warning.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createPerson } from "#db/testing/factories.ts";
import { authorizeCloud } from "#server/domain/access.ts";
import { WarningFilter, WarningPage, type WarningReview } from "#server/domain/warning-input.ts";
import { commentOnWarning, previewReview, reviewSelection } from "./change-review.ts";
import { endWhatIsDue } from "./end-due.ts";
import { relateWarnings } from "./relate-warnings.ts";
import { listWarnings, lookAtWarning, readWarning, summarizeWarnings } from "./review-queue.ts";
import { deleteView, listViews, saveView } from "./saved-views.ts";

const AT = new Date("2026-03-01T12:00:00Z");
const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);

describeOnEachDatabase("the review of warnings", (on) => {
  /** Every test's warnings are about a PDC of its own. */
  let pdcName = "";
  let nodeId = "";
  const operator = async (role: "operator" | "auditor" = "operator") => {
    const { id, userName } = await createPerson(on.db, { cloudRole: role });
    const actor = { userId: id, name: userName, cloudRole: role, roleByVdcId: new Map() };
    const read = authorizeCloud(actor, "warning:read");
    const list = async (filter: Partial<WarningFilter> = {}, now = AT) =>
      (await listWarnings(on.db, read, WarningPage.parse({ pdcName, ...filter }), now)).warnings;
    const review = (what: WarningReview, warningIds: string[], now = AT) =>
      reviewSelection(
        on.db,
        authorizeCloud(actor, "warning:acknowledge"),
        { selection: { kind: "ids", warningIds }, review: what, warningCount: warningIds.length },
        now,
      );
    return { id, actor, read, list, review };
  };
  /** Nobody is mailed. */
  const silent = () => ({
    db: on.db,
    deliveryQueue: { enqueueDeliveries: async () => undefined },
    sendMail: null,
    url: "https://overmesh.example.org",
  });
  const acknowledge = (reason: string): WarningReview => ({ kind: "acknowledge", reason, until: null });
  const snooze = (minutes: number): WarningReview => ({
    kind: "snooze",
    reason: "Later.",
    until: later(minutes),
  });
  const warn = async (change: Partial<typeof warnings.$inferInsert> = {}) => {
    const id = randomUUID();
    await on.db.insert(warnings).values({
      id,
      code: "arp-drift",
      subjectKey: `arp-table:${id}`,
      severity: "warning",
      subjectKind: "rule",
      subjectLabel: `table ${id}`,
      cause: "It lacks a vNIC.",
      remedy: "Refresh.",
      evidence: [],
      touches: [`node:${nodeId}`, `pdc:${pdcName}`],
      openedAt: AT,
      urgency: 1,
      ...change,
    });
    return id;
  };
  const warnOfDeadNode = () =>
    warn({
      code: "node-unreachable",
      subjectKind: "node",
      subjectKey: `node:${nodeId}`,
      severity: "critical",
      urgency: 0,
    });

  beforeEach(() => {
    pdcName = `pdc ${randomUUID()}`;
    nodeId = randomUUID();
  });

  it("takes a snoozed warning out of the queue until its end, and brings it back by itself", async () => {
    const { list, review, read } = await operator();
    const id = await warn();
    await review(snooze(10), [id]);
    expect(await list()).toEqual([]);
    expect(await list({ state: "snoozed" })).toMatchObject([{ id, isSnoozed: true }]);
    expect(await list({}, later(10))).toHaveLength(1);
    await endWhatIsDue(on.db, later(10));
    const { history, snooze: over } = await readWarning(on.db, read, id, later(10));
    expect(over).toBeNull();
    expect(history.map(({ kind }) => kind)).toEqual(["snooze-ended", "snoozed"]);
  });

  it("lets one of two who acknowledge at once, and tells the other who was first", async () => {
    const [ann, bob] = [await operator(), await operator()];
    const id = await warn();
    const answers = await Promise.allSettled([
      ann.review(acknowledge("Ann knows."), [id]),
      bob.review(acknowledge("Bob knows."), [id]),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const { acknowledgement } = await readWarning(on.db, ann.read, id, AT);
    const refused = answers.find(({ status }) => status === "rejected");
    expect(String(refused && "reason" in refused && refused.reason)).toContain(
      `${acknowledgement?.byName} has acknowledged it already`,
    );
  });

  it("replaces nobody else's snooze, only one's own, and an acknowledgement ends any", async () => {
    const [ann, bob] = [await operator(), await operator()];
    const id = await warn();
    await ann.review(snooze(10), [id]);
    await expect(bob.review(snooze(5), [id])).rejects.toThrow(`${ann.actor.name} has snoozed it already`);
    await ann.review(snooze(20), [id]);
    await bob.review(acknowledge("Known."), [id]);
    await expect(ann.review(snooze(5), [id])).rejects.toThrow("withdraw that first");
    expect(await ann.list({ state: "acknowledged" })).toMatchObject([
      { isSnoozed: false, snoozedUntil: null },
    ]);
  });

  it("assigns to operators alone, and finds one's own and nobody's", async () => {
    const [ann, auditor] = [await operator(), await operator("auditor")];
    const [mine, free] = [await warn(), await warn()];
    await ann.review({ kind: "assign", assigneeId: ann.id }, [mine]);
    expect((await ann.list({ assignee: "me" })).map(({ id }) => id)).toEqual([mine]);
    expect((await ann.list({ assignee: "nobody" })).map(({ id }) => id)).toEqual([free]);
    expect(await auditor.list({ assignee: ann.id })).toMatchObject([{ assigneeName: ann.actor.name }]);
    const toAuditor: WarningReview = { kind: "assign", assigneeId: auditor.id };
    await expect(ann.review(toAuditor, [free])).rejects.toThrow("Only operators can be assigned.");
    expect(await ann.review({ kind: "assign", assigneeId: null }, [mine])).toEqual({ changedCount: 1 });
  });

  it("reviews everything a filter leaves but some, all or nothing, with each refusal named", async () => {
    const [ann, bob] = [await operator(), await operator()];
    const [first, second, third] = [await warn(), await warn(), await warn()];
    const filter = WarningFilter.parse({ pdcName, state: "all" });
    const selection = { kind: "filter" as const, filter, exceptWarningIds: [third] };
    const grant = authorizeCloud(ann.actor, "warning:acknowledge");
    await bob.review(acknowledge("Bob knows."), [second]);
    const planned = { selection, review: { kind: "acknowledge" as const } };
    expect(await previewReview(on.db, grant, planned, AT)).toMatchObject({
      warningCount: 2,
      changedCount: 1,
      refused: [{ warningId: second, message: expect.stringContaining("already") }],
    });
    const all = { selection, review: acknowledge("All of them."), warningCount: 2 };
    await expect(reviewSelection(on.db, grant, all, AT)).rejects.toThrow(
      `table ${second}: ${bob.actor.name}`,
    );
    expect((await ann.list()).map(({ id }) => id).toSorted()).toEqual([first, third].toSorted());
    const left = { ...all, selection: { ...selection, exceptWarningIds: [second, third] } };
    await expect(reviewSelection(on.db, grant, left, AT)).rejects.toThrow("Other warnings match by now.");
    expect(await reviewSelection(on.db, grant, { ...left, warningCount: 1 }, AT)).toEqual({
      changedCount: 1,
    });
    expect((await ann.list()).map(({ id }) => id)).toEqual([third]);
  });

  it("folds effects under their root cause wherever that is listed, and with it when it waits", async () => {
    const { list, read, review } = await operator();
    const [drift, dead] = [await warn(), await warnOfDeadNode()];
    await relateWarnings(on.db);
    expect(await list()).toMatchObject([{ id: dead, effectCount: 1 }]);
    const filter = WarningFilter.parse({ pdcName });
    expect(await summarizeWarnings(on.db, read, filter, AT)).toMatchObject({
      count: 1,
      foldedCount: 1,
      pdcs: expect.arrayContaining([{ pdcName, count: { critical: 1, warning: 0, info: 0 } }]),
    });
    expect((await list({ effects: "listed" })).map(({ id }) => id)).toEqual([dead, drift]);
    expect((await list({ rootCauseId: dead })).map(({ id }) => id)).toEqual([drift]);
    expect((await list({ severity: "warning" })).map(({ id }) => id)).toEqual([drift]);
    expect(await readWarning(on.db, read, drift, AT)).toMatchObject({ rootCause: { id: dead } });
    await review(acknowledge("Disk is on order."), [dead]);
    expect(await list()).toEqual([]);
  });

  it("pages through the queue in its order without leaving out or repeating any", async () => {
    const { read } = await operator();
    const ids = [
      await warn({ severity: "info", urgency: 2 }),
      await warn({ severity: "critical", urgency: 0 }),
      await warn({ openedAt: later(-5) }),
      await warn({ effectCount: 3, openedAt: later(-9) }),
      await warn({ openedAt: later(-1) }),
    ];
    const inOrder = [ids[1], ids[3], ids[4], ids[2], ids[0]];
    for (const isReversed of [false, true]) {
      const found: string[] = [];
      let cursor: WarningPage["cursor"] = null;
      do {
        const asked = WarningPage.parse({ pdcName, isReversed, limit: 2, cursor });
        const page = await listWarnings(on.db, read, asked, AT);
        found.push(...page.warnings.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor);
      expect(found).toEqual(isReversed ? inOrder.toReversed() : inOrder);
    }
    const newest = await listWarnings(
      on.db,
      read,
      WarningPage.parse({ pdcName, sort: "openedAt", limit: 1 }),
      AT,
    );
    expect(newest.nextCursor?.keys).toHaveLength(1);
  });

  it("finds by words of the title, which no column holds", async () => {
    const { list } = await operator();
    const id = await warn();
    expect(await list({ text: "table DIFFERS lacks" })).toMatchObject([{ id }]);
    expect(await list({ text: "table absent" })).toEqual([]);
  });

  it("tells what is new since one last looked, but not what one did oneself", async () => {
    const [ann, bob] = [await operator(), await operator()];
    const id = await warn({ changedAt: AT });
    expect(await ann.list()).toMatchObject([{ isNews: false }]);
    await lookAtWarning(on.db, ann.read, id, later(1));
    const opened = await warn({ changedAt: later(2) });
    expect((await ann.list({ text: opened })).map((warning) => warning.isNews)).toEqual([true]);
    expect(await ann.list({ text: id })).toMatchObject([{ isNews: false }]);
    const comment = (who: typeof ann, text: string, minute: number) =>
      commentOnWarning(
        silent(),
        authorizeCloud(who.actor, "warning:acknowledge"),
        { id, text },
        later(minute),
      );
    await comment(ann, "On it.", 2);
    await comment(bob, "The disk has come.", 3);
    const { newsSinceLooked, history } = await readWarning(on.db, ann.read, id, later(4));
    expect(newsSinceLooked).toMatchObject([
      { kind: "commented", actorName: bob.actor.name, note: "The disk has come." },
    ]);
    expect(history).toHaveLength(2);
    expect(await ann.list({ text: id })).toMatchObject([{ isNews: true }]);
  });

  it("keeps each person's own views, one of them shown first", async () => {
    const [ann, bob] = [await operator(), await operator()];
    const filter = WarningFilter.parse({ severity: "critical" });
    await saveView(on.db, ann.read, { name: "Urgent", filter, isDefault: true });
    const mine = await saveView(on.db, ann.read, {
      name: "Mine",
      filter: WarningFilter.parse({ assignee: "me" }),
      isDefault: true,
    });
    await saveView(on.db, ann.read, { name: "urgent", filter, isDefault: false });
    expect(await listViews(on.db, ann.read)).toMatchObject([
      { name: "Mine", isDefault: true, filter: { assignee: "me" } },
      { name: "urgent", isDefault: false, filter: { severity: "critical" } },
    ]);
    expect(await listViews(on.db, bob.read)).toEqual([]);
    await expect(deleteView(on.db, bob.read, mine.id)).rejects.toThrow("No such view.");
    await Promise.all(
      ["a", "b", "c"].map((name) => saveView(on.db, bob.read, { name, filter, isDefault: true })),
    );
    expect((await listViews(on.db, bob.read)).filter(({ isDefault }) => isDefault)).toHaveLength(1);
  });
});
