import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import {
  findNodeRow,
  insertNode,
  markForeignClaims,
  saveFacts,
  toNode,
  updateNode,
} from "#db/queries/node.ts";
import { networks, vxlans } from "#db/schema/network.ts";
import { cloudActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createUnrestrictedVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import type { FactParts } from "#server/domain/facts.ts";
import { mergeFacts } from "#server/domain/facts.ts";
import { vmVnic } from "#server/domain/warnings/testing/healthy-cloud.ts";
import { inventoryRouter } from "#server/trpc/routers/inventory.ts";
import { createCaller, router } from "#server/trpc/init.ts";
import { contextOf } from "#server/trpc/testing/context.ts";

const MAC = "02:00:00:00:77:01";
const AT = new Date("2026-03-01T12:00:00Z");

describeOnEachDatabase("claims to addresses of foreign networks", (on) => {
  let nodeId = "";
  let vdcId = "";
  let count = 0;
  const versionOf = async () => (await findNodeRow(on.db, nodeId))?.factsVersion ?? 0;
  const isForeign = async () => {
    const row = await findNodeRow(on.db, nodeId);
    return row && toNode(row).macClaims?.get(MAC)?.address?.isForeign === true;
  };
  const report = async (vnic: Partial<FactParts["vmVnics"][number]>, observedAt = AT) => {
    const addresses = [{ ipv4Address: "10.91.0.5", prefixLength: 24 }];
    const vmVnics = [vmVnic({ macAddress: MAC, vxlanId: 902, vlanId: 0, addresses, ...vnic })];
    await on.db.transaction((tx) =>
      saveFacts(tx, nodeId, mergeFacts(null, { vmVnics }, observedAt), { observedAt, hasChanged: true }),
    );
  };
  const network = async (vxlanId: number, subnet: string) => {
    const access = "private" as const;
    const carrier = { overlayRuleName: "customers", vxlanId, vlanId: 0, mtuBytes: 1300, access };
    await on.db.insert(vxlans).values({ vxlanId }).onConflictDoNothing();
    const [made] = await on.db
      .insert(networks)
      .values({ vdcId, name: `foreign-${vxlanId}-${(count += 1)}`, alias: "", subnet, ...carrier })
      .returning();
    if (!made) throw new Error("insert returned no row");
    return made;
  };

  beforeAll(async () => {
    await ensureOverlayRule(on.db, { name: "customers" });
    vdcId = (await createUnrestrictedVdc(on.db)).id;
    const made = { hostname: "claimant", sshAddress: "10.69.0.1", hostKeyConfirmedAt: AT };
    nodeId = (await insertNode(on.db, made)).id;
  });

  it("are marked when a node reports them, and when a network comes, moves or goes", async () => {
    await report({});
    expect(await isForeign()).toBe(false);
    const version = await versionOf();
    const foreign = await network(901, "10.91.0.0/24");
    expect(await isForeign()).toBe(true);
    expect(await versionOf()).toBeGreaterThan(version);
    await report({ addresses: [{ ipv4Address: "10.92.0.5", prefixLength: 24 }] });
    expect(await isForeign()).toBe(false);
    await report({});
    expect(await isForeign()).toBe(true);

    await on.db
      .update(networks)
      .set({ subnet: "10.93.0.0/24" })
      .where(sql`${networks.id} = ${foreign.id}`);
    expect(await isForeign()).toBe(false);
    await on.db
      .update(networks)
      .set({ subnet: "10.91.0.0/16" })
      .where(sql`${networks.id} = ${foreign.id}`);
    expect(await isForeign()).toBe(true);
    const own = await network(902, "10.91.0.0/24");
    expect(await isForeign()).toBe(false);
    await on.db.delete(networks).where(sql`${networks.id} = ${own.id}`);
    expect(await isForeign()).toBe(true);
    await on.db.delete(networks).where(sql`${networks.id} = ${foreign.id}`);
    expect(await isForeign()).toBe(false);
  });

  it("are none on a plain NIC tag, on the system's own overlay, and on another rule", async () => {
    const foreign = await network(901, "10.91.0.0/24");
    for (const other of [
      { overlayRuleName: null, nicTag: "external", vxlanId: null },
      { vxlanId: 2 },
      { overlayRuleName: "storage", nicTag: "storage902" },
    ]) {
      await report(other);
      expect(await isForeign()).toBe(false);
    }
    await report({ vlanId: 7 });
    expect(await isForeign()).toBe(true);
    await on.db.delete(networks).where(sql`${networks.id} = ${foreign.id}`);
  });

  it("write nothing where nothing is another one, and are found again when all is looked at", async () => {
    const foreign = await network(901, "10.91.0.0/24");
    await report({});
    const version = await versionOf();
    await markForeignClaims(on.db, null);
    await network(903, "10.94.0.0/24");
    expect(await versionOf()).toBe(version);
    const row = await findNodeRow(on.db, nodeId);
    await updateNode(on.db, nodeId, {
      macClaims: { [MAC]: { since: AT, settledAt: null, address: { ipv4Address: "10.91.0.5", since: AT } } },
    });
    expect(row && (await isForeign())).toBe(false);
    await markForeignClaims(on.db, null);
    expect(await isForeign()).toBe(true);
    await on.db.delete(networks).where(sql`${networks.id} = ${foreign.id}`);
  });

  it("are shown as held back until an operator says that the address is there", async () => {
    const foreign = await network(901, "10.91.0.0/24");
    await report({}, new Date(AT.getTime() + 1000));
    const { inventory } = createCaller(router({ inventory: inventoryRouter }))(
      contextOf(on.db, cloudActor()),
    );
    const held = async () => (await inventory.list({ text: MAC })).vnics.map(({ isHeldBack }) => isHeldBack);
    expect(await held()).toEqual([true]);
    await inventory.settleMac({ nodeId, macAddress: MAC });
    expect(await held()).toEqual([false]);
    expect(await isForeign()).toBe(true);
    await on.db.delete(networks).where(sql`${networks.id} = ${foreign.id}`);
  });
});
