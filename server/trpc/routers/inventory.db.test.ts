import { randomBytes, randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { insertNode, retireNodeRow, saveFacts, findNodeRow } from "#db/queries/node.ts";
import { listNodesById } from "#db/queries/node-version.ts";
import { networks, vxlans } from "#db/schema/network.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createUnrestrictedVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import type { Actor } from "#server/domain/access.ts";
import { mergeFacts, type VmVnic } from "#server/domain/facts.ts";
import { pruneHistory } from "#server/services/mesh-time/prune-history.ts";
import { contextOf, settingsWith } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { inventoryRouter } from "./inventory.ts";

const callerOf = createCaller(router({ inventory: inventoryRouter }));
const settings = settingsWith({ vxlanRestSeconds: 86_400 });
const START = new Date("2026-11-01T12:00:00Z");
const at = (minute: number) => new Date(START.getTime() + minute * 60_000);
const newMac = () => [0x02, ...randomBytes(5)].map((octet) => octet.toString(16).padStart(2, "0")).join(":");

describeOnEachDatabase("where VMs and their NICs are", (on) => {
  const as = (actor: Actor) => callerOf(contextOf(on.db, actor, { settings })).inventory;
  const operator = () => as(cloudActor());
  let vxlanId = 700_000;

  const node = async (hostname: string) =>
    insertNode(on.db, {
      hostname: `${hostname}-${randomUUID().slice(0, 8)}`,
      sshAddress: `${hostname}-${randomUUID()}`,
      hostKeyConfirmedAt: START,
    });
  const vnic = (fields: Partial<VmVnic> = {}): VmVnic => ({
    vmUuid: randomUUID(),
    vmAlias: `vm-${randomUUID().slice(0, 8)}`,
    interfaceName: "net0",
    macAddress: newMac(),
    nicTag: "customers/123",
    overlayRuleName: "customers",
    vxlanId: 123,
    vlanId: 0,
    addresses: [{ ipv4Address: "192.168.0.7", prefixLength: 24 }],
    isDhcp: false,
    mtuBytes: 1400,
    ...fields,
  });
  const report = async (
    { id, hostname }: { id: string; hostname: string },
    vmVnics: VmVnic[],
    minute: number,
  ) => {
    const identity = {
      ...{ nodeUuid: id, hostname, pdcName: "prague-1", adminIp: null, adminNicTagName: "admin" },
      ...{ liveImage: null, bootedAt: null },
    };
    const facts = mergeFacts(null, { identity, vmVnics }, at(minute));
    await on.db.transaction((tx) => saveFacts(tx, id, facts, { observedAt: at(minute), hasChanged: true }));
  };
  const found = async (text: string) => (await operator().list({ text })).vnics;
  const claimOn = async (nodeId: string, mac: string) =>
    (await listNodesById(on.db, [nodeId]))[0]?.node.macClaims?.get(mac);

  it("finds a NIC by MAC in any notation, address, subnet, VM, name and overlay, with its node and PDC", async () => {
    const cn = await node("cn");
    vxlanId += 1;
    const mine = vnic({
      vmAlias: "Web-Ünique_7",
      vxlanId,
      addresses: [{ ipv4Address: "172.20.7.9", prefixLength: 24 }],
    });
    await report(cn, [mine, vnic({ vmAlias: "other" })], 0);
    const [row] = await found(mine.macAddress);
    expect(row).toMatchObject({ hostname: cn.hostname, pdcName: "prague-1", since: at(0), movedAt: null });
    const texts = [
      mine.macAddress.toUpperCase().replaceAll(":", "-"),
      mine.macAddress.replaceAll(":", ""),
      mine.macAddress.slice(0, 14),
      ...["172.20.7.9", "172.20.7.0/28", "172.20.0.0/16", mine.vmUuid.toUpperCase(), "ünique_ web"],
      ...[`vxlan ${vxlanId}`, `customers/${vxlanId}`],
    ];
    for (const text of texts) {
      expect({ text, macs: (await found(text)).map(({ macAddress }) => macAddress) }).toEqual({
        text,
        macs: [mine.macAddress],
      });
    }
    expect(await found(`admin/${vxlanId}`)).toEqual([]);
    expect((await operator().list({ nodeId: cn.id, text: "web" })).vnics).toHaveLength(1);
    expect(await operator().count({ nodeId: cn.id })).toEqual({ count: 2, countMax: 10_000 });
    expect(await operator().listCarriers()).toContain("customers");
  });

  it("tells who else has an address on the same rule, who had it first, and takes an operator's word on it", async () => {
    const [first, second] = [await node("first"), await node("second")];
    const address = { ipv4Address: "172.21.7.9", prefixLength: 24 };
    vxlanId += 2;
    const [mine, taken] = [
      vnic({ vxlanId: vxlanId - 1, addresses: [address] }),
      vnic({ vxlanId, addresses: [address] }),
    ];
    const before = vnic({ ...taken, addresses: [{ ...address, ipv4Address: "172.21.7.10" }] });
    await report(second, [before], 0);
    await report(first, [mine], 1);
    await report(second, [taken], 2);
    const row = async (macAddress: string) =>
      (await found("172.21.7.9")).find((each) => each.macAddress === macAddress);
    expect(await row(mine.macAddress)).toMatchObject({
      ...{ isAddressHolder: true, addressAlsoOn: [{ hostname: second.hostname }], alsoOn: [] },
    });
    expect(await row(taken.macAddress)).toMatchObject({ isAddressHolder: false });
    await operator().settleMac({ nodeId: second.id, macAddress: taken.macAddress });
    expect(await row(taken.macAddress)).toMatchObject({ isAddressHolder: true });
    expect(await row(mine.macAddress)).toMatchObject({ isAddressHolder: false });
    await report(second, [], 4);
    expect(await row(mine.macAddress)).toMatchObject({ isAddressHolder: true, addressAlsoOn: [] });
  });

  it("names the network and vDC of a NIC by segment and subnet, and tells those that match none", async () => {
    const cn = await node("cn");
    await ensureOverlayRule(on.db, { name: "customers" });
    const vdc = await createUnrestrictedVdc(on.db);
    vxlanId += 1;
    await on.db.insert(vxlans).values({ vxlanId }).onConflictDoNothing();
    const [network] = await on.db
      .insert(networks)
      .values({
        ...{
          vdcId: vdc.id,
          name: "web",
          access: "private" as const,
          alias: "",
          subnet: "192.168.0.0/24",
          overlayRuleName: "customers",
        },
        ...{ vxlanId, vlanId: 0, mtuBytes: 1400 },
      })
      .returning();
    const on7 = vnic({ vxlanId });
    const dhcp = vnic({ vxlanId, addresses: [], isDhcp: true });
    const outside = vnic({ vxlanId, addresses: [{ ipv4Address: "10.9.9.9", prefixLength: 24 }] });
    const tagged = vnic({ overlayRuleName: null, nicTag: "external", vxlanId: null });
    const system = vnic({ overlayRuleName: "adminoverlay", nicTag: "adminoverlay/2", vxlanId: 2 });
    await report(cn, [on7, dhcp, outside, tagged, system], 0);
    const macs = async (filter: Parameters<ReturnType<typeof operator>["list"]>[0]) =>
      (await operator().list({ nodeId: cn.id, ...filter })).vnics
        .map(({ macAddress }) => macAddress)
        .toSorted();
    expect(await macs({ networkId: network?.id })).toEqual([on7, dhcp].map((v) => v.macAddress).toSorted());
    expect(await macs({ inVdcId: vdc.id })).toEqual([on7, dhcp].map((v) => v.macAddress).toSorted());
    expect(await macs({ hasNoNetwork: true })).toEqual([outside, tagged].map((v) => v.macAddress).toSorted());
    expect(await macs({ carrierName: "external" })).toEqual([tagged.macAddress]);
    expect((await found(on7.macAddress))[0]?.networks).toEqual([
      { id: network?.id, name: "web", vdcId: vdc.id, vdcName: vdc.name },
    ]);
  });

  it.each([
    { what: "leaves before it comes", leavesFirst: true },
    { what: "comes before it leaves", leavesFirst: false },
  ])("says that a NIC moved, from where and when, when it $what", async ({ leavesFirst }) => {
    const [a, b] = [await node("a"), await node("b")];
    const mine = vnic();
    await report(a, [mine], 0);
    await report(b, [], 0);
    const leave = () => report(a, [], leavesFirst ? 1 : 2);
    if (leavesFirst) await leave();
    await report(b, [mine], leavesFirst ? 2 : 1);
    const between = await found(mine.macAddress);
    expect(between.filter(({ movedAt }) => movedAt !== null)).toHaveLength(leavesFirst ? 1 : 0);
    if (!leavesFirst) await leave();
    await report(b, [{ ...mine, vmAlias: "renamed" }], 3);
    const moved = {
      vmAlias: "renamed",
      movedFromNodeId: a.id,
      movedFromHostname: a.hostname,
      movedAt: at(2),
    };
    expect(await found(mine.macAddress)).toMatchObject([moved]);
    expect((await operator().list({ nodeId: b.id, hasMoved: true })).vnics).toHaveLength(1);
    expect(await operator().listStays({ macAddress: mine.macAddress })).toMatchObject([
      { hostname: a.hostname, since: at(0), until: at(leavesFirst ? 1 : 2) },
    ]);
    await pruneHistory(
      on.db,
      { keptDays: 1, snapshotsPerNodeMax: 1000 },
      at(10 * 24 * 60 * (leavesFirst ? 1 : 2)),
    );
    expect(await operator().listStays({ macAddress: mine.macAddress })).toEqual([]);
  });

  it("calls it no move when a NIC comes back to where it was, and remembers where a retired node's were", async () => {
    const [a, b] = [await node("a"), await node("b")];
    const mine = vnic();
    await report(a, [mine], 0);
    await report(a, [], 1);
    await report(a, [mine], 2);
    expect(await found(mine.macAddress)).toMatchObject([{ since: at(2), movedAt: null }]);
    const row = await findNodeRow(on.db, a.id);
    await on.db.transaction(async (tx) => row && retireNodeRow(tx, row, at(3)));
    await report(b, [mine], 4);
    expect(await found(mine.macAddress)).toMatchObject([
      { movedFromNodeId: null, movedFromHostname: a.hostname, movedAt: at(4) },
    ]);
  });

  it("leaves a contested MAC with its first node until an operator settles it, which is audited with the claim", async () => {
    const [a, b] = [await node("a"), await node("b")];
    const mine = vnic();
    await report(a, [mine], 0);
    await report(b, [{ ...mine, vmAlias: "thief" }], 1);
    const holders = async () =>
      (await found(mine.macAddress)).map(({ nodeId, isHolder, alsoOn }) => [nodeId, isHolder, alsoOn.length]);
    expect(await holders()).toEqual(
      expect.arrayContaining([
        [a.id, true, 1],
        [b.id, false, 1],
      ]),
    );
    await operator().settleMac({ nodeId: b.id, macAddress: mine.macAddress });
    expect(await holders()).toEqual(
      expect.arrayContaining([
        [a.id, false, 1],
        [b.id, true, 1],
      ]),
    );
    await report(b, [mine, vnic()], 2);
    expect(await claimOn(b.id, mine.macAddress)).toMatchObject({ since: at(1), settledAt: expect.any(Date) });
    await report(b, [], 3);
    await report(b, [mine], 4);
    expect(await claimOn(b.id, mine.macAddress)).toMatchObject({ since: at(4), settledAt: null });
    await expect(operator().settleMac({ nodeId: b.id, macAddress: newMac() })).rejects.toThrow(
      "does not say any more",
    );
  });

  it("goes through all of them page by page in every order, both ways", async () => {
    const cn = await node("cn");
    const many = Array.from({ length: 7 }, (_, index) =>
      vnic({ vmAlias: index < 3 ? "same" : `vm${index}` }),
    );
    await report(cn, many.slice(0, 4), 0);
    await report(cn, many, 1);
    for (const sort of ["vm", "macAddress", "since"] as const) {
      for (const isDescending of [false, true]) {
        const seen: string[] = [];
        let cursor: Awaited<ReturnType<ReturnType<typeof operator>["list"]>>["nextCursor"] = null;
        do {
          const page = await operator().list({ nodeId: cn.id, sort, isDescending, limit: 2, cursor });
          seen.push(...page.vnics.map(({ macAddress }) => macAddress));
          cursor = page.nextCursor;
        } while (cursor);
        expect(seen.toSorted()).toEqual(many.map(({ macAddress }) => macAddress).toSorted());
        const sorted = isDescending ? seen.toSorted().reverse() : seen.toSorted();
        expect(sort === "macAddress" ? seen : sorted).toEqual(sorted);
      }
    }
  });

  it("is not found by a vDC's people, read by auditors, and settled by operators alone", async () => {
    const { id } = await createUnrestrictedVdc(on.db);
    const member = as(vdcActor(id));
    const macAddress = newMac();
    for (const ask of [
      () => member.list({}),
      () => member.count({}),
      () => member.listCarriers(),
      () => member.listStays({ macAddress }),
      () => member.settleMac({ nodeId: id, macAddress }),
    ]) {
      await expect(ask()).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    const auditor = as(cloudActor("auditor"));
    await expect(auditor.list({ text: macAddress })).resolves.toMatchObject({ vnics: [] });
    await expect(auditor.settleMac({ nodeId: id, macAddress })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(operator().settleMac({ nodeId: id, macAddress })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
