import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createPerson, createUnrestrictedVdc } from "#db/testing/factories.ts";
import type { Actor } from "#server/domain/access.ts";
import { MOVED_BOXES_MAX } from "#server/domain/mesh/moved-box.ts";
import { contextOf } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { movedBoxRouter } from "./moved-box.ts";

const callerOf = createCaller(router({ movedBox: movedBoxRouter }));

describeOnEachDatabase("boxes moved by hand", (on) => {
  const as = (actor: Actor) => callerOf(contextOf(on.db, actor)).movedBox;
  const person = async (rights: Pick<Actor, "cloudRole" | "roleByVdcId">): Promise<Actor> => {
    const { id, userName } = await createPerson(on.db, { cloudRole: rights.cloudRole });
    return { userId: id, name: userName, ...rights };
  };
  const operator = () => person({ cloudRole: "operator", roleByVdcId: new Map() });
  const memberOf = (vdcId: string) =>
    person({ cloudRole: null, roleByVdcId: new Map([[vdcId, "viewer" as const]]) });
  const box = (pdcId: string, x: number, y = 0) => ({ pdcId, x, y });

  it("stand where one person moved them last, in the order of moving, and nobody else sees it", async () => {
    const mine = as(await operator());
    await mine.keep({ picture: "small", boxes: [box("pdc:a", 1), box("pdc:b", 2)] });
    await mine.keep({ picture: "small", boxes: [box("pdc:a", 3, 4)] });
    expect(await mine.list()).toEqual([
      { picture: "small", ...box("pdc:b", 2) },
      { picture: "small", ...box("pdc:a", 3, 4) },
    ]);
    expect(await as(await operator()).list()).toEqual([]);
  });

  it("are put back picture by picture", async () => {
    const mine = as(await operator());
    await mine.keep({ picture: "small", boxes: [box("pdc:a", 1)] });
    await mine.keep({ picture: "large", boxes: [box("pdc:a", 2)] });
    await mine.putBack({ picture: "small" });
    expect(await mine.list()).toEqual([{ picture: "large", ...box("pdc:a", 2) }]);
  });

  it("of a vDC's picture are apart from those of the cloud and of other vDCs", async () => {
    const vdc = await createUnrestrictedVdc(on.db);
    const other = await createUnrestrictedVdc(on.db);
    const actor = await operator();
    await as(actor).keepForVdc({ vdcId: vdc.id, picture: "small", boxes: [box("pdc:a", 7)] });
    expect(await as(actor).list()).toEqual([]);
    expect(await as(actor).listForVdc({ vdcId: other.id })).toEqual([]);
    expect(await as(actor).listForVdc({ vdcId: vdc.id })).toEqual([{ picture: "small", ...box("pdc:a", 7) }]);
    await as(actor).putBackForVdc({ vdcId: vdc.id, picture: "small" });
    expect(await as(actor).listForVdc({ vdcId: vdc.id })).toEqual([]);
  });

  it("are no business of another vDC's people, nor the cloud's picture of theirs", async () => {
    const vdc = await createUnrestrictedVdc(on.db);
    const member = as(await memberOf(vdc.id));
    const boxes = { picture: "small" as const, boxes: [box("pdc:a", 1)] };
    await member.keepForVdc({ vdcId: vdc.id, ...boxes });
    expect(await member.listForVdc({ vdcId: vdc.id })).toHaveLength(1);
    const foreign = { vdcId: (await createUnrestrictedVdc(on.db)).id };
    const nothing = { code: "NOT_FOUND" };
    await expect(member.listForVdc(foreign)).rejects.toMatchObject(nothing);
    await expect(member.keepForVdc({ ...foreign, ...boxes })).rejects.toMatchObject(nothing);
    await expect(member.putBackForVdc({ ...foreign, picture: "small" })).rejects.toMatchObject(nothing);
    await expect(member.list()).rejects.toMatchObject(nothing);
    await expect(member.keep(boxes)).rejects.toMatchObject(nothing);
    await expect(member.putBack({ picture: "small" })).rejects.toMatchObject(nothing);
  });

  it("are kept up to a number, the earliest forgotten first", async () => {
    const mine = as(await operator());
    const many = Array.from({ length: MOVED_BOXES_MAX }, (_, position) => box(`pdc:${position}`, position));
    await mine.keep({ picture: "large", boxes: many });
    await mine.keep({ picture: "large", boxes: [box(`pdc:${randomUUID()}`, 1), box("pdc:0", 9)] });
    const kept = await mine.list();
    expect(kept).toHaveLength(MOVED_BOXES_MAX);
    expect(kept.some(({ pdcId }) => pdcId === "pdc:1")).toBe(false);
    expect(kept.at(-1)).toMatchObject(box("pdc:0", 9));
  });

  it.each([
    { what: "a place far outside", boxes: [box("pdc:a", 1e9)] },
    { what: "half a step", boxes: [box("pdc:a", 0.5)] },
    { what: "an id that is none", boxes: [box("pdc a", 1)] },
  ])("refuses $what", async ({ boxes }) => {
    await expect(as(await operator()).keep({ picture: "small", boxes })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
  });
});
