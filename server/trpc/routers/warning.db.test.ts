import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { warnings } from "#db/schema/warning.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import type { Actor } from "#server/domain/access.ts";
import { contextOf } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { warningRouter } from "./warning.ts";

const callerOf = createCaller(router({ warning: warningRouter }));

describeOnEachDatabase("the warning procedures", (on) => {
  const as = (actor: Actor | null) => callerOf(contextOf(on.db, actor)).warning;
  const reviewOf = (id: string, reason = "Known.") => ({
    selection: { kind: "ids" as const, warningIds: [id] },
    review: { kind: "acknowledge" as const, reason, until: null },
    warningCount: 1,
  });
  const openWarning = async (vdcId: string | null) => {
    const id = randomUUID();
    await on.db.insert(warnings).values({
      id,
      code: "mtu-network-exceeds-path",
      subjectKey: `network:${id}`,
      severity: "warning",
      subjectKind: "network",
      subjectLabel: "shop",
      cause: "Too large.",
      remedy: "Lower it.",
      evidence: [],
      vdcId,
      openedAt: new Date(),
    });
    return id;
  };

  it("shows the queue to operators and auditors, and lets only operators acknowledge", async () => {
    const id = await openWarning(null);
    const auditor = as(cloudActor("auditor"));
    expect((await auditor.list({ state: "open" })).warnings.map((warning) => warning.id)).toContain(id);
    await expect(auditor.review(reviewOf(id))).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(auditor.comment({ id, text: "Mine." })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await as(cloudActor()).review(reviewOf(id));
    expect(await auditor.byId({ id })).toMatchObject({
      isAcknowledged: true,
      acknowledgement: { reason: "Known." },
    });
  });

  it("refuses the one character no database text can hold, wherever it stands", async () => {
    const operator = as(cloudActor());
    const refusal = { code: "BAD_REQUEST", message: "Text cannot hold the NUL character." };
    await expect(operator.list({ text: "a\0b" })).rejects.toMatchObject(refusal);
    await expect(operator.list({ pdcName: "\0" })).rejects.toMatchObject(refusal);
  });

  it("finds a foreign vDC's warnings for nobody, and the queue only for cloud roles", async () => {
    const own = randomUUID();
    const foreign = randomUUID();
    const ownId = await openWarning(own);
    const foreignId = await openWarning(foreign);
    const member = as(vdcActor(own));
    expect((await member.listForVdc({ vdcId: own })).warnings.map(({ id }) => id)).toEqual([ownId]);
    const notFound = { code: "NOT_FOUND" };
    await expect(member.listForVdc({ vdcId: foreign })).rejects.toMatchObject(notFound);
    await expect(member.list({ state: "all" })).rejects.toMatchObject(notFound);
    await expect(member.byId({ id: foreignId })).rejects.toMatchObject(notFound);
    await expect(member.byId({ id: ownId })).rejects.toMatchObject(notFound);
    await expect(member.summary({})).rejects.toMatchObject(notFound);
    await expect(member.review(reviewOf(ownId))).rejects.toMatchObject(notFound);
    await expect(member.previewReview(reviewOf(ownId))).rejects.toMatchObject(notFound);
    await expect(member.look({ id: ownId })).rejects.toMatchObject(notFound);
    await expect(member.comment({ id: ownId, text: "Mine." })).rejects.toMatchObject(notFound);
    await expect(member.listAssignees()).rejects.toMatchObject(notFound);
    await expect(member.listViews()).rejects.toMatchObject(notFound);
    await expect(as(null).list({})).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  it.each([
    { reason: "no", says: "Say in at least 3 characters why this may stay." },
    { reason: "x".repeat(301), says: "A reason has at most 300 characters." },
    { reason: "two\nlines", says: "A reason is one line of text." },
  ])("refuses a bad reason with one sentence: $says", async ({ reason, says }) => {
    const answer = as(cloudActor()).review(reviewOf(randomUUID(), reason));
    await expect(answer).rejects.toThrow(says);
  });
});
