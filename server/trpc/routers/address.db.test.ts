import { randomInt, randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { countAddressesByNetworkId } from "#db/queries/address.ts";
import { violationOf } from "#db/queries/violation.ts";
import { addresses } from "#db/schema/address.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { nodeAddresses, nodeOverlayRules, nodes, vmVnics } from "#db/schema/node.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import { type Actor, authorize, type VdcRole } from "#server/domain/access.ts";
import { VLAN_BOUNDS } from "#server/domain/id-range.ts";
import { contextOf, refusalOf } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { addressRouter } from "./address.ts";
import { networkRouter } from "./network.ts";

const callerOf = createCaller(router({ address: addressRouter, network: networkRouter }));
const NOBODY = "00000000-0000-4000-8000-000000000000";

const messagesOf = async (answer: Promise<unknown>) =>
  (await refusalOf(answer)).violations.map(({ message }) => message);

describeOnEachDatabase("addresses", (on) => {
  let nextVxlanId = 9_200_000;
  const as = (actor: Actor) => callerOf(contextOf(on.db, actor));

  /** A network of a vDC of its own, and what its people and VMs do there. */
  const makeNetwork = async (subnet = "10.0.0.0/24", gateway = "10.0.0.1") => {
    const vxlanId = nextVxlanId;
    nextVxlanId += 10;
    const vdc = await createVdc(on.db, {
      overlayRuleName: "customers",
      vxlanIds: { first: vxlanId, last: vxlanId + 9 },
      vlanIds: VLAN_BOUNDS,
    });
    const api = (role: VdcRole = "network-admin") => as(vdcActor(vdc.id, role));
    const draft = { name: "web", overlayRuleName: "customers", vxlanId, vlanId: 0, subnet, gateway };
    const { network } = await api().network.create({ vdcId: vdc.id, draft });
    const at = { vdcId: vdc.id, networkId: network.id };
    return {
      at,
      draft,
      vxlanId,
      admin: api().address,
      viewer: api("viewer").address,
      operator: as(cloudActor()).address,
      changeNetwork: (change: object) => api().network.update({ ...at, draft: { ...draft, ...change } }),
      addRanges: (ranges: string, more: { usage?: "server" | "other"; note?: string } = {}) =>
        api().address.add({ ...at, draft: { choice: { kind: "ranges", ranges }, ...more } }),
      listed: async () =>
        (await api().address.list(at)).entries
          .filter(({ usage }) => usage !== null)
          .map(({ address }) => address),
      runVm: (vmAlias: string, ipv4Addresses: string[], more: Partial<typeof vmVnics.$inferInsert> = {}) =>
        runVm({ vmAlias, vxlanId, ipv4Addresses, ...more }),
    };
  };

  let nodeId = "";
  const runVm = async (vnic: Partial<typeof vmVnics.$inferInsert>) => {
    const vmUuid = randomUUID();
    await on.db.insert(vmVnics).values({
      nodeId,
      vmUuid,
      vmAlias: "vm",
      interfaceName: "net0",
      macAddress: "02:08:20:00:00:01",
      nicTagName: "customers",
      vlanId: 0,
      isDhcp: false,
      ...vnic,
    });
    return vmUuid;
  };

  beforeAll(async () => {
    await ensureOverlayRule(on.db, { name: "customers" });
    const [node] = await on.db
      .insert(nodes)
      .values({
        hostname: "cn07",
        sshAddress: randomUUID(),
        sshPort: randomInt(1, 65_535),
        hostKeyConfirmedAt: new Date(),
        factsObservedAt: new Date(),
      })
      .returning({ id: nodes.id });
    nodeId = node?.id ?? "";
    await on.db
      .insert(nodeOverlayRules)
      .values({ nodeId, name: "customers", text: "", listenPort: 4791, mtuBytes: 1400 });
  });

  it("lists a range, leaves out what cannot be given, and tells the same beforehand", async () => {
    const { at, admin, addRanges, listed } = await makeNetwork();
    const draft = { choice: { kind: "ranges" as const, ranges: "10.0.0.0-4" }, note: "first" };
    const preview = await admin.previewAdd({ ...at, draft });
    expect(preview).toMatchObject({ violations: [], listingCount: 3, listingRangeCount: 1 });
    expect(preview.skipped).toHaveLength(2);
    expect(await listed()).toEqual([]);
    expect(await admin.add({ ...at, draft })).toEqual({ listedCount: 3, firstAddress: "10.0.0.2" });
    await addRanges("10.0.0.3-6", { usage: "other" });
    expect(await listed()).toEqual(["10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6"]);
    const { entries } = await admin.list(at);
    expect(entries.map(({ usage, note }) => [usage, note])).toEqual([
      ["server", "first"],
      ["server", "first"],
      ["server", "first"],
      ["other", ""],
      ["other", ""],
    ]);
  });

  it("lists 65 536 addresses at once", async () => {
    const { at, admin, addRanges } = await makeNetwork("10.0.0.0/12", "10.0.0.1");
    expect(await addRanges("10.1.0.0/16")).toMatchObject({ listedCount: 65_536 });
    const blocks = await admin.listBlocks({ ...at, within: "10.0.0.0/12" });
    expect(blocks.map(({ block }) => block)).toEqual(
      Array.from({ length: 16 }, (_, index) => `10.1.${index * 16}.0/20`),
    );
    expect(blocks[0]).toMatchObject({ listedCount: 4096, usedCount: 0, unlistedCount: 0, nodeCount: 0 });
    expect(await admin.getSummary(at)).toMatchObject({
      assignableCount: 2 ** 20 - 3,
      listedCount: 65_536,
      freeCount: 2 ** 20 - 3 - 65_536,
      firstFree: "10.0.0.2",
    });
    expect((await admin.list({ ...at, within: "10.1.7.0/24" })).entries).toHaveLength(256);
  });

  it("lists all or nothing", async () => {
    const { at, admin, addRanges, listed } = await makeNetwork();
    expect(await messagesOf(addRanges("10.0.0.9, 10.0.1.9"))).toEqual([
      "10.0.1.9 is outside the subnet 10.0.0.0/24.",
    ]);
    const choice = { kind: "count" as const, count: 254 };
    expect(await messagesOf(admin.add({ ...at, draft: { choice } }))).toEqual([
      "Only 253 addresses are free in this network.",
    ]);
    expect(await listed()).toEqual([]);
  });

  it("never gives the next free address twice, however many ask at once", async () => {
    const { at, admin, listed } = await makeNetwork();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        admin.reserve({ ...at, draft: { note: `for ${index}` } }).then(({ address }) => address),
      ),
    );
    expect(new Set(answers).size).toBe(20);
    expect((await listed()).toSorted()).toEqual(answers.toSorted());
  });

  it("lists an address once, however many list overlapping ranges at once", async () => {
    const { addRanges, listed } = await makeNetwork();
    const ranges = Array.from({ length: 10 }, (_, index) => `10.0.0.${10 + index}-${30 + index}`);
    const answers = await Promise.allSettled(ranges.map((each) => addRanges(each)));
    const counts = answers.map((answer) => (answer.status === "fulfilled" ? answer.value.listedCount : 0));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(30);
    expect(await listed()).toHaveLength(30);
  });

  it("has the database refuse what no service would ask for", async () => {
    const { at, draft } = await makeNetwork();
    const insert = (address: string, subnet = draft.subnet) =>
      on.db
        .insert(addresses)
        .values({ networkId: at.networkId, vdcId: at.vdcId, subnet, address, usage: "server" });
    await insert("10.0.0.9");
    const refused = [
      insert("10.0.0.9"),
      insert("10.0.0.0"),
      insert("10.0.0.255"),
      insert("10.0.1.9"),
      insert("10.0.1.9", "10.0.1.0/24"),
    ];
    const constraints = await Promise.all(
      refused.map((each) => each.catch((error: unknown) => violationOf(error)?.constraint)),
    );
    expect(constraints).toEqual([
      "address_network_id_address_pk",
      "address_in_subnet",
      "address_in_subnet",
      "address_in_subnet",
      "address_network_subnet",
    ]);
  });

  it("keeps the gateway off the list, whoever is faster", async () => {
    const { addRanges, changeNetwork, listed } = await makeNetwork();
    for (let last = 20; last < 28; last += 1) {
      const gateway = `10.0.0.${last}`;
      const [changed, added] = await Promise.allSettled([changeNetwork({ gateway }), addRanges(gateway)]);
      expect([changed.status, added.status].toSorted()).toEqual(["fulfilled", "rejected"]);
      expect((await listed()).includes(gateway)).toBe(added.status === "fulfilled");
    }
  });

  it("refuses a gateway that is listed and a subnet that leaves addresses outside, with their names", async () => {
    const { addRanges, changeNetwork, listed } = await makeNetwork();
    await addRanges("10.0.0.9, 10.0.0.127-130");
    expect(await messagesOf(changeNetwork({ gateway: "10.0.0.9" }))).toEqual([
      "10.0.0.9 is listed as an address; delete it from the list first.",
    ]);
    expect(await messagesOf(changeNetwork({ subnet: "10.0.0.0/25" }))).toEqual([
      "10.0.0.127, 10.0.0.128, 10.0.0.129 and 1 more are listed addresses and have no place in 10.0.0.0/25.",
    ]);
    await changeNetwork({ subnet: "10.0.0.0/23" });
    expect(await listed()).toHaveLength(5);
  });

  it("tells who uses an address, and hides nodes from tenants", async () => {
    const { at, vxlanId, admin, viewer, operator, addRanges, runVm } = await makeNetwork();
    await addRanges("10.0.0.5, 10.0.0.6");
    const vmUuid = await runVm("db1", ["10.0.0.5", "10.0.0.8"]);
    await runVm("elsewhere", ["10.0.0.6"], { vlanId: 7 });
    await runVm("by dhcp", [], { isDhcp: true });
    await on.db.insert(nodeAddresses).values({
      nodeId,
      interfaceName: "web0",
      macAddress: "02:08:20:00:00:0a",
      nicTagName: "customers",
      vxlanId,
      vlanId: 0,
      ipv4Address: "10.0.0.9",
    });
    const vm = {
      vmUuid,
      vmAlias: "db1",
      interfaceName: "net0",
      macAddress: "02:08:20:00:00:01",
      isDhcp: false,
    };
    const told = (nodeHostname: string | null, node: object) => [
      { address: "10.0.0.5", usage: "server", note: "", vms: [{ ...vm, nodeHostname }], nodes: [] },
      { address: "10.0.0.6", usage: "server", note: "", vms: [], nodes: [] },
      { address: "10.0.0.8", usage: null, note: "", vms: [{ ...vm, nodeHostname }], nodes: [] },
      { address: "10.0.0.9", usage: null, note: "", vms: [], nodes: [node] },
    ];
    const hidden = { nodeId: null, nodeHostname: null, interfaceName: null, macAddress: null };
    const known = { nodeId, nodeHostname: "cn07", interfaceName: "web0", macAddress: "02:08:20:00:00:0a" };
    expect((await admin.list(at)).entries).toEqual(told(null, hidden));
    expect((await viewer.list(at)).entries).toEqual(told(null, hidden));
    expect((await operator.list(at)).entries).toEqual(told("cn07", known));
    expect(await viewer.getSummary(at)).toMatchObject({
      listedCount: 2,
      usedCount: 3,
      unlistedCount: 1,
      freeCount: 253 - 4,
      dhcpVnicCount: 1,
      isFactsStale: false,
    });
    expect(await admin.reserve({ ...at, draft: {} })).toEqual({ address: "10.0.0.2" });
    expect(await admin.add({ ...at, draft: { choice: { kind: "used" } } })).toEqual({
      listedCount: 1,
      firstAddress: "10.0.0.8",
    });
    const counts = await countAddressesByNetworkId(
      on.db,
      authorize(vdcActor(at.vdcId), at.vdcId, "network:read").scope,
      [at.networkId],
    );
    expect(counts.get(at.networkId)).toEqual({ listedCount: 4, usedCount: 3, takenCount: 5 });
  });

  it("changes usage and note of many, all or none, and keeps the usage of what is used", async () => {
    const { at, admin, addRanges, runVm } = await makeNetwork();
    await addRanges("10.0.0.5-7");
    await runVm("db1", ["10.0.0.5"]);
    const chosen = ["10.0.0.5", "10.0.0.6"];
    expect(
      await messagesOf(
        admin.update({ ...at, addresses: [...chosen, "10.0.0.99"], change: { usage: "other" } }),
      ),
    ).toEqual(["10.0.0.99 is not listed.", "10.0.0.5 is used by VM db1; its usage cannot be changed."]);
    expect(
      await admin.update({ ...at, addresses: chosen, change: { usage: "server", note: "databases" } }),
    ).toEqual({ changedCount: 2 });
    await admin.update({ ...at, addresses: ["10.0.0.6"], change: { usage: "other" } });
    const { entries } = await admin.list(at);
    expect(entries.map(({ usage, note }) => [usage, note])).toEqual([
      ["server", "databases"],
      ["other", "databases"],
      ["server", ""],
    ]);
    expect(await messagesOf(admin.update({ ...at, addresses: ["10.0.0.6"], change: {} }))).toEqual([
      "Say what is to be changed: the usage or the note.",
    ]);
    expect(
      await messagesOf(admin.update({ ...at, addresses: ["here"], change: { note: "x".repeat(129) } })),
    ).toEqual(['"here" is not an IPv4 address.', "The note has at most 128 characters."]);
  });

  it("deletes many, and none of them while a VM or a node uses one", async () => {
    const { at, vxlanId, admin, operator, addRanges, runVm, listed } = await makeNetwork();
    await addRanges("10.0.0.5-9");
    const first = await runVm("db1", ["10.0.0.5"]);
    await runVm("", ["10.0.0.6"], { vmUuid: first.replace(/^./, "0"), interfaceName: "net1" });
    await on.db.insert(nodeAddresses).values({
      nodeId,
      interfaceName: "web1",
      macAddress: "02:08:20:00:00:0b",
      nicTagName: "customers",
      vxlanId,
      vlanId: 0,
      ipv4Address: "10.0.0.7",
    });
    const deletion = { ...at, addresses: ["10.0.0.5", "10.0.0.6", "10.0.0.7", "10.0.0.8"] };
    const ofVms = [
      "10.0.0.5 is used by VM db1 and cannot be deleted.",
      `10.0.0.6 is used by VM ${first.replace(/^./, "0")} and cannot be deleted.`,
    ];
    expect(await messagesOf(admin.delete(deletion))).toEqual([
      ...ofVms,
      "10.0.0.7 is used by a compute node and cannot be deleted.",
    ]);
    expect(await messagesOf(operator.delete(deletion))).toEqual([
      ...ofVms,
      "10.0.0.7 is used by compute node cn07 and cannot be deleted.",
    ]);
    expect(await listed()).toHaveLength(5);
    expect(await admin.delete({ ...at, addresses: ["10.0.0.8", "10.0.0.9", "10.0.0.8"] })).toEqual({
      deletedCount: 2,
    });
    expect(await listed()).toEqual(["10.0.0.5", "10.0.0.6", "10.0.0.7"]);
  });

  it("keeps every change for the network's history", async () => {
    const { at, admin, addRanges } = await makeNetwork();
    await addRanges("10.0.0.5-7", { note: "databases" });
    await admin.update({ ...at, addresses: ["10.0.0.6"], change: { usage: "other" } });
    await admin.delete({ ...at, addresses: ["10.0.0.5", "10.0.0.7"] });
    const events = await on.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.subjectId, at.networkId), eq(auditEvents.subjectKind, "address")))
      .orderBy(auditEvents.at);
    expect(
      events.map(({ action, subjectName, before, after }) => ({ action, subjectName, before, after })),
    ).toEqual([
      {
        action: "address.add",
        subjectName: "10.0.0.5–10.0.0.7 of web",
        before: null,
        after: { addresses: [{ range: "10.0.0.5–10.0.0.7", usage: "server", note: "databases" }] },
      },
      {
        action: "address.update",
        subjectName: "10.0.0.6 of web",
        before: { addresses: [{ range: "10.0.0.6", usage: "server", note: "databases" }] },
        after: { addresses: [{ range: "10.0.0.6", usage: "other", note: "databases" }] },
      },
      {
        action: "address.delete",
        subjectName: "10.0.0.5, 10.0.0.7 of web",
        before: {
          addresses: [
            { range: "10.0.0.5", usage: "server", note: "databases" },
            { range: "10.0.0.7", usage: "server", note: "databases" },
          ],
        },
        after: null,
      },
    ]);
  });

  it("finds an address or a block in the networks around it, and only in one's own", async () => {
    const own = await makeNetwork("10.77.0.0/24", "10.77.0.1");
    const other = await makeNetwork("10.77.0.0/24", "10.77.0.1");
    await own.addRanges("10.77.0.5", { note: "own" });
    await other.addRanges("10.77.0.5-9", { note: "other" });
    await other.runVm("hidden", ["10.77.0.5"]);
    const { vdcId } = own.at;
    const found = await own.viewer.search({ vdcId, text: "10.77.0.5" });
    expect(found.networks.map(({ name, entries }) => [name, entries.map(({ note }) => note)])).toEqual([
      ["web", ["own"]],
    ]);
    expect(JSON.stringify(found)).not.toContain("hidden");
    expect((await own.viewer.search({ vdcId, text: "10.77.0.0/16" })).networks).toHaveLength(1);
    expect((await own.viewer.search({ vdcId, text: "10.78.0.5" })).networks).toEqual([]);
    expect(await messagesOf(own.viewer.search({ vdcId, text: "web" }))).toEqual([
      "Write an address such as 10.0.0.5 or a block such as 10.0.0.0/24.",
    ]);
    await runVm({ vmAlias: "stray", vxlanId: 16_000_000, ipv4Addresses: ["10.77.0.5"] });
    const ofCloud = await own.operator.searchOfCloud({ text: "10.77.0.5" });
    expect(ofCloud.networks.map(({ vdcId: of }) => of).toSorted()).toEqual(
      [vdcId, other.at.vdcId].toSorted(),
    );
    expect(ofCloud.strayVnics.map(({ vmAlias, segment }) => [vmAlias, segment])).toEqual([
      ["stray", "customers/16000000"],
    ]);
  });

  it("answers for another vDC's network what it answers for none, and changes nothing for viewers", async () => {
    const own = await makeNetwork();
    const other = await makeNetwork();
    await other.addRanges("10.0.0.5");
    const draft = { choice: { kind: "ranges" as const, ranges: "10.0.0.9" } };
    const asks = [
      (at: typeof own.at) => own.admin.getSummary(at),
      (at: typeof own.at) => own.admin.list(at),
      (at: typeof own.at) => own.admin.listBlocks({ ...at, within: "10.0.0.0/24" }),
      (at: typeof own.at) => own.admin.previewAdd({ ...at, draft }),
      (at: typeof own.at) => own.admin.add({ ...at, draft }),
      (at: typeof own.at) => own.admin.reserve({ ...at, draft: {} }),
      (at: typeof own.at) => own.admin.update({ ...at, addresses: ["10.0.0.5"], change: { note: "x" } }),
      (at: typeof own.at) => own.admin.delete({ ...at, addresses: ["10.0.0.5"] }),
      ({ vdcId }: typeof own.at) => own.admin.search({ vdcId, text: "10.0.0.5" }),
    ];
    const { vdcId } = own.at;
    for (const [index, ask] of asks.entries()) {
      const foreign = await refusalOf(ask(other.at));
      const nobody = await refusalOf(ask({ vdcId: NOBODY, networkId: NOBODY }));
      expect([index, foreign.code, foreign.message]).toEqual([index, nobody.code, nobody.message]);
      expect(foreign.code).toBe("not-found");
      if (index === asks.length - 1) continue;
      const within = await refusalOf(ask({ vdcId, networkId: other.at.networkId }));
      const none = await refusalOf(ask({ vdcId, networkId: NOBODY }));
      expect([index, within.code, within.message]).toEqual([index, none.code, none.message]);
    }
    expect((await refusalOf(own.viewer.add({ ...own.at, draft }))).code).toBe("forbidden");
    expect((await refusalOf(own.viewer.previewAdd({ ...own.at, draft }))).code).toBe("forbidden");
    expect((await refusalOf(own.admin.searchOfCloud({ text: "10.0.0.5" }))).code).toBe("not-found");
    expect(await other.listed()).toEqual(["10.0.0.5"]);
  });
});
