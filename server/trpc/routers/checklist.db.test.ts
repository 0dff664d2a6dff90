import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { enrolNodes } from "#db/testing/enrolled-nodes.ts";
import type { Actor } from "#server/domain/access.ts";
import { healthyNodes } from "#server/domain/testing/mesh-nodes.ts";
import { contextOf } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { checklistRouter } from "./checklist.ts";

const callerOf = createCaller(router({ checklist: checklistRouter }));

describeOnEachDatabase("the requirements checklist", (on) => {
  const as = (actor: Actor | null) => callerOf(contextOf(on.db, actor));

  it("shows every node to operators and auditors, one of them by its id, and nothing to a vDC's people", async () => {
    const now = new Date();
    const nodes = healthyNodes([
      { number: 1, pdcName: "bru-1", place: 1 },
      { number: 2, pdcName: "prg-1", place: 2 },
    ]);
    const ids = await enrolNodes(on.db, nodes, { now, sshPortFirst: 42_000 });
    const list = await as(cloudActor("auditor")).checklist.list({});
    expect(list).toMatchObject({ totalCount: 2, hasSecondPdc: true, nextCursor: null });
    expect(list.rows[0]?.outcome).toBe("fail");
    const nodeId = ids[0] ?? "";
    expect(await as(cloudActor()).checklist.ofNode({ nodeId })).toEqual(
      list.rows.find((row) => row.nodeId === nodeId),
    );

    const member = as(vdcActor(randomUUID()));
    await expect(member.checklist.list({})).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(member.checklist.ofNode({ nodeId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(as(cloudActor()).checklist.ofNode({ nodeId: randomUUID() })).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: "No such node.",
    });
    await expect(as(null).checklist.list({})).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });
});
