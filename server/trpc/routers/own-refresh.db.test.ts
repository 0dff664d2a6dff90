import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { updateNode } from "#db/queries/node.ts";
import { listNodeRefreshesOfNode } from "#db/queries/refresh.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { ownRefreshes } from "#db/schema/own-refresh.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { addVmVnic, createNode, createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import { EventBus } from "#server/adapters/events/event-bus.ts";
import type { Actor } from "#server/domain/access.ts";
import { createCaller, router } from "../init.ts";
import { networkRouter } from "./network.ts";
import { ownRefreshRouter } from "./own-refresh.ts";

describeOnEachDatabase("a vDC's own refresh", (on) => {
  let next = 0;
  const callerOf = (actor: Actor) =>
    createCaller(router({ ownRefresh: ownRefreshRouter, network: networkRouter }))({
      db: on.db,
      events: new EventBus(),
      refreshQueue: { enqueue: async () => undefined },
      settings: {
        ...{ staleAfterSeconds: 900, refreshIntervalSeconds: 0, vxlanRestSeconds: 0, isDemoFleet: true },
        publicAddressExceptions: [],
      },
      actor,
    });
  const as = (actor: Actor) => callerOf(actor).ownRefresh;

  /** A vDC with a network, VMs of it on two nodes, and a third node it does not cross. */
  async function cloud({ vmCount = 2 } = {}) {
    next += 1;
    const vxlanId = 5000 + next;
    await ensureOverlayRule(on.db, { name: "customers" });
    const ids = { first: vxlanId, last: vxlanId };
    const vdc = await createVdc(on.db, {
      overlayRuleName: "customers",
      vxlanIds: ids,
      vlanIds: { first: 0, last: 0 },
    });
    const draft = {
      name: `net-${next}`,
      subnet: "10.5.0.0/24",
      overlayRuleName: "customers",
      vxlanId,
      vlanId: 0,
    };
    const { network } = await callerOf(cloudActor()).network.create({ vdcId: vdc.id, draft });
    const hostnames = ["a", "b", "c"].map((letter) => `own-${next}-${letter}`);
    const nodeIds = [];
    for (const [index, hostname] of hostnames.entries()) {
      const { id } = await createNode(on.db, {
        hostname,
        sshPort: next * 10 + index,
        hostKeyFingerprint: "x",
      });
      nodeIds.push(id);
      if (index < vmCount)
        await addVmVnic(on.db, { hostname, vmAlias: "vm", vxlanId, ipv4Address: `10.5.0.${index + 1}` });
    }
    return { vdcId: vdc.id, networkId: network.id, nodeIds, hostnames };
  }
  const isQueued = async (nodeId: string) => (await listNodeRefreshesOfNode(on.db, nodeId, 1)).length === 1;

  it("reads exactly the nodes its network crosses, tells counts and ages alone, and is audited", async () => {
    const { vdcId, networkId, nodeIds, hostnames } = await cloud();
    const observedAt = new Date(Date.now() - 10_000);
    await updateNode(on.db, nodeIds[0] ?? "", { factsObservedAt: observedAt });
    await updateNode(on.db, nodeIds[1] ?? "", { lastRefreshOutcome: "failed" });
    const admin = as(vdcActor(vdcId));
    expect(await admin.get({ vdcId, networkId })).toEqual({
      ...{ placeCount: 2, refreshingCount: 0, notReadCount: 1, readAt: observedAt, nextOrderAt: null },
    });
    expect(await admin.order({ vdcId, networkId })).toBeUndefined();
    expect(await Promise.all(nodeIds.map(isQueued))).toEqual([true, true, false]);
    const told = await admin.get({ vdcId, networkId });
    expect(told).toMatchObject({ placeCount: 2, refreshingCount: 2 });
    for (const word of [...hostnames, ...nodeIds]) expect(JSON.stringify(told)).not.toContain(word);
    const events = await on.db.select().from(auditEvents).where(eq(auditEvents.vdcId, vdcId));
    expect(events.map(({ action, actorName }) => [action, actorName])).toContainEqual([
      "refresh.order-own",
      "network-admin",
    ]);
  });

  it("is given once a minute, however many ask at the same time", async () => {
    const { vdcId, networkId } = await cloud();
    const orders = await Promise.allSettled(
      Array.from({ length: 8 }, () => as(vdcActor(vdcId)).order({ vdcId, networkId })),
    );
    expect(orders.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [refused] = orders.filter((each) => each.status === "rejected");
    expect(String(refused?.reason)).toMatch(/Your vDC can refresh again in \d+ s\./);
    expect(await on.db.select().from(ownRefreshes).where(eq(ownRefreshes.vdcId, vdcId))).toHaveLength(1);
  });

  it("is refused where no VM uses the network", async () => {
    const { vdcId, networkId } = await cloud({ vmCount: 0 });
    await expect(as(vdcActor(vdcId)).order({ vdcId, networkId })).rejects.toThrow("No VM uses this network");
  });

  it("is forbidden to viewers, and another vDC and its networks are not found", async () => {
    const [own, other] = [await cloud(), await cloud()];
    const order = (actor: Actor, vdcId: string, networkId: string) => as(actor).order({ vdcId, networkId });
    await expect(order(vdcActor(own.vdcId, "viewer"), own.vdcId, own.networkId)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(order(cloudActor("auditor"), own.vdcId, own.networkId)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    for (const [vdcId, networkId] of [
      [other.vdcId, other.networkId],
      [own.vdcId, other.networkId],
      [own.vdcId, randomUUID()],
    ] as const) {
      await expect(order(vdcActor(own.vdcId), vdcId, networkId)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(as(vdcActor(own.vdcId)).get({ vdcId, networkId })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
  });
});
