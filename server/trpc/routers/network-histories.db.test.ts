import fc from "fast-check";
import { eq, inArray } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { delegations, vxlanDelegations } from "#db/schema/delegation.ts";
import { networks } from "#db/schema/network.ts";
import { nodeNicTags, nodes } from "#db/schema/node.ts";
import { vdcActor } from "#db/testing/actor.ts";
import { atLength } from "#db/testing/at-length.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createUnrestrictedVdc, createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import { DomainError } from "#server/domain/errors.ts";
import { cidrsOverlap, parseCidr } from "#server/domain/ipv4.ts";
import { contextOf } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { networkRouter } from "./network.ts";
import { networkSelectionRouter } from "./network-selection.ts";

const callerOf = createCaller(router({ network: networkRouter, networkSelection: networkSelectionRouter }));

const LIMIT = 3;
const VXLAN_COUNT = 4;
const VLAN_ID_MAX = 2;
const HISTORIES = atLength(6, 40);

/** Few ids and few subnets, so that nearly every step meets another one. */
const step = fc.record({
  vdcAt: fc.nat(3),
  kind: fc.constantFrom("create", "create", "create", "update", "delete", "hide"),
  networkAt: fc.nat(5),
  vxlan: fc.oneof(fc.nat(VXLAN_COUNT - 1), fc.constant("next-free" as const)),
  vlanId: fc.oneof(fc.nat(VLAN_ID_MAX), fc.constant("next-free" as const)),
  subnet: fc.constantFrom("10.0.0.0/24", "10.0.0.0/25", "10.0.0.128/25", "10.0.1.0/24", "10.0.0.0/16"),
  isOnTag: fc.nat(4).map((chance) => chance === 0),
  overlayRuleName: fc.constantFrom("customers", "customers", "storage"),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
/** Steps of one batch run at once. */
const history = fc.array(fc.array(step, { minLength: 2, maxLength: 6 }), { minLength: 2, maxLength: 5 });

type Row = typeof networks.$inferSelect;

/** What two networks must never be to each other. */
function faultsOf(one: Row, other: Row): string[] {
  const isSameSegment =
    one.overlayRuleName === other.overlayRuleName &&
    one.nicTagName === other.nicTagName &&
    one.vxlanId === other.vxlanId &&
    one.vlanId === other.vlanId;
  const isSameVxlan = one.vxlanId !== null && one.vxlanId === other.vxlanId;
  const [a, b] = [parseCidr(one.subnet), parseCidr(other.subnet)];
  const faults = [
    isSameSegment && one.vdcId !== other.vdcId && "two vDCs on one segment",
    isSameSegment && (!a || !b || cidrsOverlap(a, b)) && "subnets of a segment overlap",
    isSameVxlan && one.overlayRuleName !== other.overlayRuleName && "two rules in one VXLAN",
    isSameVxlan &&
      one.vdcId !== other.vdcId &&
      !(one.isVxlanShared && other.isVxlanShared) &&
      "two vDCs in a VXLAN that is not shared",
  ];
  return faults.filter((fault) => fault !== false);
}

describeOnEachDatabase("whatever several vDCs do at once", (on) => {
  let nextVxlanId = 1000;
  let nextName = 0;

  /** One with ids for itself, two that share some, and one that is not restricted. */
  const makeVdcs = async () => {
    const first = nextVxlanId;
    nextVxlanId += 100;
    const ranges = { overlayRuleName: "customers", vlanIds: { first: 0, last: VLAN_ID_MAX } };
    const own = await createVdc(on.db, {
      ...ranges,
      vxlanIds: { first, last: first + VXLAN_COUNT - 1 },
      networkCountMax: LIMIT,
    });
    const sharing = [];
    for (const at of [0, 1]) {
      const vdc = await createVdc(on.db, {
        ...ranges,
        vxlanIds: { first: first + 50 + at * 10, last: first + 50 + at * 10 },
        networkCountMax: LIMIT,
      });
      await on.db.insert(vxlanDelegations).values({
        vdcId: vdc.id,
        overlayRuleNames: null,
        vxlanIds: [{ first: first + 20, last: first + 20 + VXLAN_COUNT - 1 }],
        sharedVlanIds: [{ first: at * 10, last: at * 10 + VLAN_ID_MAX }],
      });
      sharing.push(vdc);
    }
    const open = await createUnrestrictedVdc(on.db);
    await on.db.update(delegations).set({ networkCountMax: LIMIT }).where(eq(delegations.vdcId, open.id));
    return { vdcIds: [own.id, ...sharing.map(({ id }) => id), open.id], first };
  };

  const run = async (
    { vdcAt, kind, networkAt, vxlan, vlanId, subnet, isOnTag, overlayRuleName }: Step,
    { vdcIds, first }: Awaited<ReturnType<typeof makeVdcs>>,
  ) => {
    const vdcId = vdcIds[vdcAt] ?? "";
    const { network, networkSelection } = callerOf(contextOf(on.db, vdcActor(vdcId)));
    // The one that is not restricted goes for the others' ids.
    const idFirst = vdcAt === 1 || vdcAt === 2 ? first + 20 : first;
    nextName += 1;
    const draft = {
      name: `network-${nextName}`,
      subnet,
      vlanId,
      allowOverlapInVdc: true,
      ...(isOnTag
        ? { nicTagName: "external", overlayRuleName: null, vxlanId: null }
        : { overlayRuleName, vxlanId: vxlan === "next-free" ? vxlan : idFirst + vxlan }),
    };
    if (kind === "create") return network.create({ vdcId, draft });
    const { networks: own } = await network.list({ vdcId, access: "all" });
    const chosen = own[networkAt % Math.max(1, own.length)];
    if (!chosen) return null;
    if (kind === "delete") return network.delete({ vdcId, networkId: chosen.id });
    if (kind === "update") {
      return network.update({ vdcId, networkId: chosen.id, draft: { ...draft, name: chosen.name } });
    }
    const selection = { kind: "ids" as const, networkIds: own.map(({ id }) => id) };
    return networkSelection.update({
      vdcId,
      selection,
      change: { access: "deleted" },
      networkCount: own.length,
    });
  };

  const isRefusal = (error: unknown) => error instanceof Error && error.cause instanceof DomainError;

  beforeAll(async () => {
    await ensureOverlayRule(on.db, { name: "customers" });
    await ensureOverlayRule(on.db, { name: "storage", mtuBytes: 8900 });
    const [node] = await on.db
      .insert(nodes)
      .values({ hostname: "cn01", sshAddress: "cn01", sshPort: 22, hostKeyConfirmedAt: new Date() })
      .returning({ id: nodes.id });
    await on.db.insert(nodeNicTags).values({ nodeId: node?.id ?? "", name: "external", type: "normal" });
  });

  it("no two vDCs share a segment, subnets of a segment never overlap, and no limit is exceeded", async () => {
    let keptCount = 0;
    await fc.assert(
      fc.asyncProperty(history, async (batches) => {
        const vdcs = await makeVdcs();
        for (const batch of batches) {
          const answers = await Promise.allSettled(batch.map((each) => run(each, vdcs)));
          for (const answer of answers) {
            if (answer.status === "rejected" && !isRefusal(answer.reason)) throw answer.reason;
          }
        }
        const rows = await on.db.select().from(networks).where(inArray(networks.vdcId, vdcs.vdcIds));
        keptCount += rows.length;
        for (const vdcId of vdcs.vdcIds) {
          expect(rows.filter((row) => row.vdcId === vdcId).length).toBeLessThanOrEqual(LIMIT);
        }
        const faults = rows.flatMap((one, at) => rows.slice(at + 1).flatMap((other) => faultsOf(one, other)));
        expect(faults).toEqual([]);
        await on.db.delete(networks).where(inArray(networks.vdcId, vdcs.vdcIds));
      }),
      { numRuns: HISTORIES },
    );
    // Histories in which everything is refused would prove nothing.
    expect(keptCount).toBeGreaterThan(HISTORIES);
  });
});
