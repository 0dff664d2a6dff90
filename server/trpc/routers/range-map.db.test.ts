import { randomUUID } from "node:crypto";
import { TRPCError } from "@trpc/server";
import { and, eq, isNotNull, sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { delegations, vxlanDelegations } from "#db/schema/delegation.ts";
import { networks, vxlanBlocks, vxlans } from "#db/schema/network.ts";
import { atLength } from "#db/testing/at-length.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createUnrestrictedVdc, createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import type { Actor } from "#server/domain/access.ts";
import { type IdRange, mergeIdRanges, VLAN_BOUNDS, VXLAN_BOUNDS } from "#server/domain/id-range.ts";
import { addCounts, type IdState, NO_COUNTS, type StateCounts } from "#server/domain/range-map.ts";
import { sweepVxlans } from "#server/services/network/sweep-vxlans.ts";
import { contextOf, settingsWith } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { delegationRouter } from "./delegation.ts";
import { networkRouter } from "./network.ts";

const callerOf = createCaller(router({ delegation: delegationRouter, network: networkRouter }));
const settings = settingsWith({ vxlanRestSeconds: 86_400 });
const HOUR_MILLISECONDS = 3_600_000;
/** Around the ends of small and large blocks. */
const AREA = { first: 98_700, last: 101_300 };

type World = {
  own: IdRange[];
  shared: IdRange[];
  foreign: IdRange[];
  foreignShared: IdRange[];
  ids: { id: number; kind: Kind }[];
};
const KINDS = ["own", "own-other-rule", "foreign", "resting", "own-resting", "rested"] as const;
type Kind = (typeof KINDS)[number];

const range = fc
  .tuple(fc.integer({ min: AREA.first, max: AREA.last }), fc.integer({ min: 0, max: 400 }))
  .map(([first, more]) => ({ first, last: Math.min(AREA.last, first + more) }));
const world: fc.Arbitrary<World> = fc.record({
  own: fc.array(range, { minLength: 1, maxLength: 6 }),
  shared: fc.array(range, { maxLength: 2 }),
  foreign: fc.array(range, { maxLength: 4 }),
  foreignShared: fc.array(range, { maxLength: 2 }),
  ids: fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: AREA.first, max: AREA.last }),
      kind: fc.constantFrom(...KINDS),
    }),
    { maxLength: 60, selector: ({ id }) => id },
  ),
});

const has = (ranges: readonly IdRange[], id: number) =>
  ranges.some(({ first, last }) => id >= first && id <= last);
const without = (ranges: readonly IdRange[], taken: readonly IdRange[]) =>
  mergeIdRanges(
    idsOf(ranges)
      .filter((id) => !has(taken, id))
      .map((id) => ({ first: id, last: id })),
  );
function idsOf(ranges: readonly IdRange[]): number[] {
  return mergeIdRanges(ranges).flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, at) => first + at),
  );
}

describeOnEachDatabase("the range map", (on) => {
  const as = (actor: Actor) => callerOf(contextOf(on.db, actor, { settings }));
  const operator = () => as(cloudActor());
  const adminOf = (vdcId: string) => as(vdcActor(vdcId));
  const customers = (vdcId: string) => ({ vdcId, overlayRuleName: "customers" });
  let nextSubnet = 0;
  const subnet = () => {
    nextSubnet += 1;
    return `10.${(nextSubnet >> 8) & 255}.${nextSubnet & 255}.0/24`;
  };
  const insertNetwork = async (
    vdcId: string,
    vxlanId: number,
    fields: Partial<typeof networks.$inferInsert> = {},
  ) => {
    await on.db.insert(vxlans).values({ vxlanId }).onConflictDoNothing();
    await on.db.insert(networks).values({
      vdcId,
      name: `network-${randomUUID()}`,
      alias: "",
      access: "private",
      subnet: subnet(),
      overlayRuleName: "customers",
      vxlanId,
      vlanId: 0,
      mtuBytes: 1400,
      ...fields,
    });
  };
  const rest = (vxlanId: number, hours: number, releasedByVdcId: string | null = null) =>
    on.db.insert(vxlans).values({
      vxlanId,
      restsUntil: new Date(Date.now() + hours * HOUR_MILLISECONDS),
      releasedByVdcId,
    });
  const draft = (fields: object = {}) => ({
    name: `network-${randomUUID().slice(0, 8)}`,
    subnet: subnet(),
    overlayRuleName: "customers",
    vxlanId: "next-free" as const,
    vlanId: 0,
    allowOverlapInVdc: true,
    ...fields,
  });

  beforeAll(async () => {
    await ensureOverlayRule(on.db, { name: "customers" });
    await ensureOverlayRule(on.db, { name: "storage" });
  });

  /** Two vDCs and everything between them, in place of whatever was there. */
  const build = async (wished: World, isRestricted: boolean) => {
    await on.db.delete(networks);
    await on.db.delete(vxlans);
    await on.db.delete(vxlanDelegations);
    const first = { first: 1, last: 1 };
    const vdc = await createVdc(on.db, {
      overlayRuleName: "customers",
      vxlanIds: first,
      vlanIds: VLAN_BOUNDS,
    });
    const other = await createUnrestrictedVdc(on.db);
    await on.db.delete(vxlanDelegations);
    await on.db.update(delegations).set({ isRestricted }).where(eq(delegations.vdcId, vdc.id));
    const shared = without(wished.shared, []);
    const own = without(wished.own, shared);
    const foreignShared = without(wished.foreignShared, own);
    const foreign = without(wished.foreign, [...own, ...shared, ...foreignShared]);
    const row = (vdcId: string, vxlanIds: readonly IdRange[], vlanId: number | null) => ({
      vdcId,
      overlayRuleNames: ["customers"],
      vxlanIds,
      sharedVlanIds: vlanId === null ? null : [{ first: vlanId, last: vlanId }],
    });
    for (const values of [
      row(vdc.id, own, null),
      row(vdc.id, shared, 1),
      row(other.id, foreign, null),
      row(other.id, foreignShared, 2),
    ]) {
      if (values.vxlanIds.length > 0) await on.db.insert(vxlanDelegations).values(values);
    }
    const kinds = new Map<number, Kind>();
    for (const { id, kind } of wished.ids) {
      const isShared = has(shared, id);
      if (kind === "foreign" && has(own, id)) continue;
      if (kind.startsWith("own") && (has(foreign, id) || (has(foreignShared, id) && !isShared))) continue;
      kinds.set(id, kind);
      if (kind === "own") await insertNetwork(vdc.id, id, { isVxlanShared: isShared, vlanId: 1 });
      if (kind === "own-other-rule")
        await insertNetwork(vdc.id, id, { isVxlanShared: isShared, overlayRuleName: "storage" });
      if (kind === "foreign") {
        const isSharedThere = isShared || has(foreignShared, id);
        await insertNetwork(other.id, id, { isVxlanShared: isSharedThere, vlanId: 2 });
      }
      if (kind === "resting") await rest(id, 1, other.id);
      if (kind === "own-resting") await rest(id, 1, vdc.id);
      if (kind === "rested") await rest(id, -1, other.id);
    }
    const allowed = isRestricted ? [...own, ...shared] : [AREA];
    const isTakenBy = (id: number, kind: Kind | undefined): IdState => {
      if (kind === "own") return "used";
      if (!has(allowed, id)) return "outside";
      if (has(foreign, id) || (has(foreignShared, id) && !has(shared, id))) return "unavailable";
      if (kind === "own-resting") return "resting";
      if (kind === "foreign") return has(shared, id) ? "free" : "unavailable";
      return kind === "resting" || kind === "own-other-rule" ? "unavailable" : "free";
    };
    const stateOf = (id: number) => isTakenBy(id, kinds.get(id));
    const isNobodys = (id: number) => stateOf(id) === "free" && kinds.get(id) !== "foreign";
    return { vdc, stateOf, isNobodys, isShared: (id: number) => has(shared, id) };
  };
  const naiveCounts = (stateOf: (id: number) => IdState, { first, last }: IdRange) => {
    const counts: StateCounts = { ...NO_COUNTS };
    for (let id = first; id <= last; id += 1) counts[stateOf(id)] += 1;
    return counts;
  };

  it.each([true, false])(
    "agrees with looking at every id, whether the vDC is restricted (%s)",
    async (isRestricted) => {
      const windows = [AREA, { first: 99_500, last: 100_400 }];
      await fc.assert(
        fc.asyncProperty(world, fc.constantFrom(...windows), async (wished, window) => {
          const { vdc, stateOf } = await build(wished, isRestricted);
          const map = await adminOf(vdc.id).delegation.getVxlanMap({ ...customers(vdc.id), ...window });
          const counts = map.cells.map((cell) => ({ ...cell, counts: naiveCounts(stateOf, cell) }));
          expect(map.cells).toEqual(counts);
          const ends = (map.ranges ?? []).flatMap(({ first, last, state }) => [
            { id: first, state },
            { id: last, state },
          ]);
          expect(ends).toEqual(ends.map(({ id }) => ({ id, state: stateOf(id) })));
        }),
        { numRuns: atLength(10, 100) },
      );
    },
  );

  it("next free, n in a row and the delegation's counts agree with looking at every id", async () => {
    await fc.assert(
      fc.asyncProperty(world, fc.integer({ min: 2, max: 300 }), async (wished, count) => {
        const { vdc, stateOf, isNobodys, isShared } = await build(wished, true);
        const admin = adminOf(vdc.id);
        const nobodys = idsOf([AREA]).filter(isNobodys);
        const own = await admin.network.preview({ vdcId: vdc.id, draft: draft() });
        expect(own.values?.vxlanId).toBe(nobodys.find((id) => !isShared(id)));
        const any = await admin.network.preview({ vdcId: vdc.id, draft: draft({ vlanId: "next-free" }) });
        expect(any.values?.vxlanId).toBe(nobodys[0]);
        const free = new Set(nobodys);
        const run = nobodys.find((id) =>
          Array.from({ length: count }, (_, at) => id + at).every((next) => free.has(next)),
        );
        const found = await admin.delegation.findFreeVxlans({ ...customers(vdc.id), count });
        expect(found.first).toBe(run ?? null);
        const [use] = (await admin.delegation.get({ vdcId: vdc.id })).rules;
        const { used, outside: _, ...counts } = naiveCounts(stateOf, AREA);
        expect(use?.counts).toMatchObject(counts);
        expect((use?.counts.used ?? 0) + (use?.usedOutside.count ?? 0)).toBe(used);
      }),
      { numRuns: atLength(10, 100) },
    );
  });

  it("answers the same to everything, whoever or whatever stands in the way of an id", async () => {
    const blocked = [1, 5, 1500];
    const blockers = {
      "another vDC's network": (otherId: string, id: number) => insertNetwork(otherId, id),
      "another vDC's network on another rule": (otherId: string, id: number) =>
        insertNetwork(otherId, id, { overlayRuleName: "storage" }),
      "networks that others share": (otherId: string, id: number) =>
        insertNetwork(otherId, id, { isVxlanShared: true }),
      "another vDC's delegation": (otherId: string, id: number) =>
        on.db.insert(vxlanDelegations).values({ vdcId: otherId, vxlanIds: [{ first: id, last: id }] }),
      "ids that others share": (otherId: string, id: number) =>
        on.db.insert(vxlanDelegations).values({
          vdcId: otherId,
          vxlanIds: [{ first: id, last: id }],
          sharedVlanIds: [{ first: 7, last: 7 }],
        }),
      "the rest of another vDC's id": (otherId: string, id: number) => rest(id, 1, otherId),
      "a rest of nobody's": (_: string, id: number) => rest(id, 1),
    };
    const answersTo = async (block: (otherId: string, id: number) => Promise<unknown>) => {
      await on.db.delete(networks);
      await on.db.delete(vxlans);
      await on.db.delete(vxlanDelegations);
      const [vdc, other] = [await createUnrestrictedVdc(on.db), await createUnrestrictedVdc(on.db)];
      for (const id of blocked) await block(other.id, id);
      const admin = adminOf(vdc.id);
      const same = { name: "mine", subnet: "172.16.0.0/24" };
      const { network } = await admin.network.create({
        vdcId: vdc.id,
        draft: draft({ ...same, vxlanId: 50 }),
      });
      const refusalOf = (answer: Promise<unknown>) =>
        answer.then(
          () => "not refused",
          (error: unknown) => {
            if (!(error instanceof TRPCError)) throw error;
            return { code: error.code, message: error.message, cause: error.cause };
          },
        );
      const wanted = { vdcId: vdc.id, draft: draft({ name: "other", subnet: "172.16.1.0/24", vxlanId: 5 }) };
      const anyVlan = { ...wanted.draft, vlanId: "next-free" as const };
      const moved = { ...draft({ ...same, vxlanId: 5 }) };
      return {
        create: await refusalOf(admin.network.create(wanted)),
        createInAnyVlan: await refusalOf(admin.network.create({ ...wanted, draft: anyVlan })),
        preview: (await admin.network.preview(wanted)).violations,
        previewInAnyVlan: (await admin.network.preview({ ...wanted, draft: anyVlan })).violations,
        update: await refusalOf(admin.network.update({ vdcId: vdc.id, networkId: network.id, draft: moved })),
        nextFree: (await admin.network.preview({ vdcId: vdc.id, draft: draft() })).values?.vxlanId,
        near: await admin.delegation.getVxlanMap({ ...customers(vdc.id), first: 1, last: 99 }),
        far: await admin.delegation.getVxlanMap({ ...customers(vdc.id), first: 1, last: 9999 }),
        whole: await admin.delegation.getVxlanMap({ ...customers(vdc.id), ...VXLAN_BOUNDS }),
        vlans: await admin.delegation.getVlanMap({ ...customers(vdc.id), nicTagName: null, vxlanId: 5 }),
        run: await admin.delegation.findFreeVxlans({ ...customers(vdc.id), count: 3 }),
        longRun: await admin.delegation.findFreeVxlans({ ...customers(vdc.id), count: 2000 }),
        use: (await admin.delegation.get({ vdcId: vdc.id })).rules.find(
          ({ overlayRuleName }) => overlayRuleName === "customers",
        ),
      };
    };
    const all = [];
    for (const [blocker, block] of Object.entries(blockers)) {
      all.push({ blocker, answers: await answersTo(block) });
    }
    const [expected, ...others] = all;
    expect(expected?.answers).toMatchObject({
      create: { code: "UNPROCESSABLE_CONTENT", message: "VXLAN 5 is not available." },
      nextFree: 3,
      run: { first: 6 },
      longRun: { first: 1501 },
      use: { counts: { used: 1, resting: 0, unavailable: 3 } },
    });
    expect(others).toEqual(others.map(({ blocker }) => ({ blocker, answers: expected?.answers })));
  });

  it("shows every id there is in one picture, each once", async () => {
    const vdc = await createUnrestrictedVdc(on.db);
    const map = await adminOf(vdc.id).delegation.getVxlanMap({
      ...customers(vdc.id),
      first: 0,
      last: 2 ** 31 - 1,
    });
    expect(map.window).toEqual({ first: VXLAN_BOUNDS.first, last: VXLAN_BOUNDS.last });
    expect(map.cells.length).toBeLessThanOrEqual(256);
    const sum = map.cells.reduce((counts, cell) => addCounts(counts, cell.counts), NO_COUNTS);
    expect(Object.values(sum).reduce((a, b) => a + b, 0)).toBe(VXLAN_BOUNDS.last);
    expect(sum.outside).toBe(1);
  });

  it("names the vDC's own networks, and until when its own ids rest", async () => {
    const vdc = await createVdc(on.db, {
      overlayRuleName: "customers",
      vxlanIds: { first: 200_000, last: 200_009 },
      vlanIds: VLAN_BOUNDS,
    });
    await insertNetwork(vdc.id, 200_003, { name: "web" });
    await rest(200_005, 1, vdc.id);
    const { ranges } = await adminOf(vdc.id).delegation.getVxlanMap({
      ...customers(vdc.id),
      first: 200_000,
      last: 200_099,
    });
    expect(ranges).toMatchObject([
      { first: 200_000, last: 200_002, state: "free" },
      { first: 200_003, last: 200_003, state: "used", networkNames: ["web"], networkCount: 1 },
      { first: 200_004, last: 200_004, state: "free" },
      { first: 200_005, last: 200_005, state: "resting", restsUntil: expect.any(Date) },
      { first: 200_006, last: 200_009, state: "free" },
      { first: 200_010, last: 200_099, state: "outside" },
    ]);
  });

  it("tells whoever delegates what others hold, and finds room that nobody was delegated", async () => {
    const [vdc, other] = [await createUnrestrictedVdc(on.db), await createUnrestrictedVdc(on.db)];
    await on.db.insert(vxlanDelegations).values([
      { vdcId: other.id, vxlanIds: [{ first: 300_000, last: 300_009 }] },
      { vdcId: vdc.id, vxlanIds: [{ first: 300_020, last: 300_029 }] },
    ]);
    await insertNetwork(other.id, 300_015);
    const asked = { vdcId: vdc.id, first: 300_000, last: 300_029 };
    const { ranges } = await operator().delegation.getVxlanMapToDelegate(asked);
    expect(ranges?.map(({ first, last, state }) => `${first}-${last} ${state}`)).toEqual([
      "300000-300009 unavailable",
      "300010-300014 free",
      "300015-300015 unavailable",
      "300016-300029 free",
    ]);
    const { first } = await operator().delegation.findFreeVxlansToDelegate({ vdcId: vdc.id, count: 5 });
    expect(first).not.toBeNull();
    await expect(adminOf(vdc.id).delegation.getVxlanMapToDelegate(asked)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("creators at once get each free id of a nearly full range once, and the last ones none", async () => {
    const ids = { first: 700_900, last: 701_099 };
    const isFree = (id: number) => id % 10 === 7;
    const isRested = (id: number) => id % 50 === 3;
    const vdc = await createVdc(on.db, {
      overlayRuleName: "customers",
      vxlanIds: ids,
      vlanIds: { first: 5, last: 9 },
    });
    const other = await createUnrestrictedVdc(on.db);
    for (const id of idsOf([ids])) {
      if (isRested(id)) await rest(id, -1, other.id);
      else if (!isFree(id)) await on.db.insert(vxlans).values({ vxlanId: id });
    }
    const wanted = idsOf([ids]).filter((id) => isFree(id) || isRested(id));
    const results = await Promise.allSettled(
      Array.from({ length: wanted.length + 3 }, (_, at) =>
        adminOf(vdc.id).network.create({
          vdcId: vdc.id,
          draft: draft({ vlanId: at % 2 === 0 ? "next-free" : 7 }),
        }),
      ),
    );
    const given = results.flatMap((result) =>
      result.status === "fulfilled" ? [result.value.network.vxlanId] : [],
    );
    expect(given.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(wanted);
    const refused = results.flatMap((result) =>
      result.status === "rejected" ? [result.reason.message] : [],
    );
    expect(new Set(refused)).toEqual(new Set(["No VXLAN id is free in what this vDC was delegated."]));
  });

  it("keeps its block counts through any mixture of takers, releases and sweeps", async () => {
    const first = 400_990;
    const vdc = await createVdc(on.db, {
      overlayRuleName: "customers",
      vxlanIds: { first, last: first + 49 },
      vlanIds: VLAN_BOUNDS,
    });
    const admin = adminOf(vdc.id);
    await Promise.all(
      Array.from({ length: 40 }, async (_, at) => {
        const typed = at % 3 === 0 ? { vxlanId: first + at } : {};
        const made = await admin.network.create({ vdcId: vdc.id, draft: draft(typed) }).catch(() => null);
        if (made && at % 4 === 0) {
          await admin.network.delete({ vdcId: vdc.id, networkId: made.network.id });
          await on.db
            .update(vxlans)
            .set({ restsUntil: new Date(Date.now() - 1000) })
            .where(and(eq(vxlans.vxlanId, made.network.vxlanId ?? 0), isNotNull(vxlans.restsUntil)));
        }
        if (at % 10 === 0) await sweepVxlans(on.db);
      }),
    );
    await sweepVxlans(on.db);
    const counted = await on.db
      .select({
        size: vxlanBlocks.size,
        block: vxlanBlocks.block,
        kept: vxlanBlocks.takenCount,
        real: sql<number>`(select count(*) from vxlan where vxlan_id / size = block)::int`,
      })
      .from(vxlanBlocks);
    expect(counted.filter(({ kept, real }) => kept !== real)).toEqual([]);
    const [row] = await on.db
      .select({ rested: sql<number>`count(*)::int` })
      .from(vxlans)
      .where(sql`rests_until <= now()`);
    expect(row?.rested).toBe(0);
  });
});
