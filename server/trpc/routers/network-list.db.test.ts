import { randomInt, randomUUID } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { findDelegation } from "#db/queries/delegation.ts";
import { listOverlayRules } from "#db/queries/overlay-rule.ts";
import { delegations, vlanDelegations, vxlanDelegations } from "#db/schema/delegation.ts";
import { networks, vxlans } from "#db/schema/network.ts";
import { nodes, vmVnics } from "#db/schema/node.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createUnrestrictedVdc, createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import { type Actor, authorize } from "#server/domain/access.ts";
import { isSegmentDelegated } from "#server/domain/delegation.ts";
import { NETWORK_SORTS } from "#server/domain/network/list.ts";
import { contextOf, settingsWith } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { networkRouter } from "./network.ts";

const callerOf = createCaller(router({ network: networkRouter }));
const settings = settingsWith({ vxlanRestSeconds: 86_400 });

type Fields = Partial<Omit<typeof networks.$inferInsert, "updatedAt">> & { updatedAt?: SQL };

describeOnEachDatabase("lists of networks", (on) => {
  let nextVxlanId = 1000;
  const as = (actor: Actor) => callerOf(contextOf(on.db, actor, { settings }));
  const adminOf = (vdcId: string) => as(vdcActor(vdcId)).network;
  const operator = () => as(cloudActor()).network;

  /** Written past the rules on purpose: lists show whatever there is. */
  const write = async (vdcId: string, rows: readonly Fields[]) => {
    const values = rows.map((fields) => {
      nextVxlanId += 1;
      return {
        vdcId,
        name: `network-${randomUUID().slice(0, 8)}`,
        alias: "",
        access: "private" as const,
        subnet: `10.${randomInt(250)}.${randomInt(250)}.0/24`,
        overlayRuleName: "customers",
        vxlanId: nextVxlanId,
        vlanId: 0,
        mtuBytes: 1400,
        ...fields,
      };
    });
    const taken = values.flatMap(({ vxlanId }) => (vxlanId === null ? [] : [{ vxlanId }]));
    if (taken.length > 0) await on.db.insert(vxlans).values(taken).onConflictDoNothing();
    await on.db.insert(networks).values(values);
  };
  const namesOf = (page: { networks: { name: string }[] }) => page.networks.map(({ name }) => name);

  beforeAll(async () => {
    await ensureOverlayRule(on.db, { name: "customers" });
    await ensureOverlayRule(on.db, { name: "storage", mtuBytes: 8900 });
  });

  it("come in pages that hold every network once, in the order asked for, both ways", async () => {
    const vdc = await createUnrestrictedVdc(on.db);
    await write(
      vdc.id,
      Array.from({ length: 23 }, (_, at) => ({
        name: `${at % 2 === 0 ? "Net" : "net"}-${String(at % 7)}-${String(at).padStart(2, "0")}`,
        mtuBytes: 1390 + (at % 4),
        subnet: `10.9.${at}.0/${at % 3 === 0 ? 24 : 25}`,
        ...(at % 5 === 0 ? { overlayRuleName: null, vxlanId: null, nicTagName: "external", vlanId: at } : {}),
        updatedAt: sql`now() - make_interval(secs => ${(at % 3) / 1_000_000})`,
      })),
    );
    const admin = adminOf(vdc.id);
    const allIn = async (sort: (typeof NETWORK_SORTS)[number], isDescending: boolean) => {
      const ids: string[] = [];
      let cursor: Awaited<ReturnType<typeof admin.list>>["nextCursor"] = null;
      do {
        const page: Awaited<ReturnType<typeof admin.list>> = await admin.list({
          vdcId: vdc.id,
          sort,
          isDescending,
          limit: 5,
          cursor,
        });
        ids.push(...page.networks.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor);
      return ids;
    };
    for (const sort of NETWORK_SORTS) {
      const whole = await admin.list({ vdcId: vdc.id, sort, limit: 1000 });
      const ids = whole.networks.map(({ id }) => id);
      expect(ids).toHaveLength(23);
      expect(await allIn(sort, false)).toEqual(ids);
      expect(await allIn(sort, true)).toEqual(ids.toReversed());
    }
    const byName = namesOf(await admin.list({ vdcId: vdc.id, limit: 1000 }));
    expect(byName).toEqual(byName.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
  });

  it("of the cloud go by vDC and then by name, and can be narrowed to one vDC", async () => {
    const vdcs = [await createUnrestrictedVdc(on.db), await createUnrestrictedVdc(on.db)];
    for (const { id } of vdcs) await write(id, [{ name: "bbb" }, { name: "aaa" }, { name: "ccc" }]);
    const walked: string[] = [];
    let cursor: Awaited<ReturnType<ReturnType<typeof operator>["listOfCloud"]>>["nextCursor"] = null;
    do {
      const page: Awaited<ReturnType<ReturnType<typeof operator>["listOfCloud"]>> =
        await operator().listOfCloud({ limit: 2, cursor });
      walked.push(...page.networks.map(({ vdcName, name }) => `${vdcName} ${name}`));
      cursor = page.nextCursor;
    } while (cursor);
    const own = walked.filter((line) => vdcs.some(({ name }) => line.startsWith(name)));
    expect(own).toEqual(
      vdcs
        .map(({ name }) => name)
        .toSorted()
        .flatMap((name) => ["aaa", "bbb", "ccc"].map((network) => `${name} ${network}`)),
    );
    const inVdcId = vdcs[0]?.id;
    expect(namesOf(await operator().listOfCloud({ inVdcId }))).toEqual(["aaa", "bbb", "ccc"]);
    expect((await operator().countOfCloud({ inVdcId })).count).toBe(3);
  });

  it("are found by words of name, alias, description, subnet, rule, VXLAN and VLAN id", async () => {
    const vdc = await createUnrestrictedVdc(on.db);
    const [one, two] = [nextVxlanId + 1, nextVxlanId + 2];
    await write(vdc.id, [
      {
        name: "web-front",
        alias: "shop",
        description: "Front ends of the 100%_shop",
        subnet: "10.77.1.0/24",
      },
      { name: "db", overlayRuleName: "storage", subnet: "192.168.3.0/24", vlanId: 42 },
      { name: "hidden", access: "deleted", subnet: "10.78.0.0/24" },
    ]);
    const found = async (text: string, fields: object = {}) =>
      namesOf(await adminOf(vdc.id).list({ vdcId: vdc.id, text, ...fields }));
    expect(await found("FRONT shop")).toEqual(["web-front"]);
    expect(await found("ront-nothing")).toEqual([]);
    expect(await found("192.168.3")).toEqual(["db"]);
    expect(await found(String(two))).toEqual(["db"]);
    expect(await found(`VXLAN ${one}, untold`)).toEqual([]);
    expect(await found(`VXLAN ${one}`)).toEqual(["web-front"]);
    expect(await found("storage vlan 42")).toEqual(["db"]);
    expect(await found("we")).toEqual(["web-front"]);
    expect(await found("eb")).toEqual([]);
    expect(await found("100%_shop")).toEqual(["web-front"]);
    expect(await found("%")).toEqual([]);
    expect(await found("hid")).toEqual([]);
    expect(await found("hid", { access: "deleted" })).toEqual(["hidden"]);
    expect(await found("", { overlayRuleName: "storage" })).toEqual(["db"]);
    expect((await adminOf(vdc.id).count({ vdcId: vdc.id })).count).toBe(2);
    expect((await adminOf(vdc.id).count({ vdcId: vdc.id, access: "all" })).count).toBe(3);
  });

  it("tell which networks are outside the delegation, as the rules for drafts do", async () => {
    const first = nextVxlanId + 1;
    const vdc = await createVdc(on.db, {
      overlayRuleName: "customers",
      vxlanIds: { first, last: first + 3 },
      vlanIds: { first: 0, last: 9 },
    });
    await on.db.insert(vxlanDelegations).values({
      vdcId: vdc.id,
      overlayRuleNames: null,
      vxlanIds: [{ first: first + 4, last: first + 5 }],
      sharedVlanIds: [{ first: 20, last: 29 }],
    });
    await on.db
      .insert(vlanDelegations)
      .values({ vdcId: vdc.id, nicTagName: "admin", vlanIds: [{ first: 5, last: 6 }] });
    const onTag = { overlayRuleName: null, vxlanId: null, nicTagName: "admin" };
    await write(vdc.id, [
      {},
      { vlanId: 10 },
      { overlayRuleName: "storage" },
      { vlanId: 9 },
      { vlanId: 20, overlayRuleName: "storage" },
      { vlanId: 5 },
      {},
      { ...onTag, vlanId: 5 },
      { ...onTag, vlanId: 7 },
    ]);
    const { scope } = authorize(cloudActor(), vdc.id, "network:read");
    const found = await findDelegation(on.db, scope);
    const rules = await listOverlayRules(on.db);
    const { networks: listed } = await adminOf(vdc.id).list({ vdcId: vdc.id });
    if (!found) throw new Error("The delegation is there.");
    expect(listed).toHaveLength(9);
    for (const network of listed) {
      expect(network.isOutsideDelegation).toBe(!isSegmentDelegated(found.delegation, network, rules));
    }
    const outside = await adminOf(vdc.id).list({ vdcId: vdc.id, isOutsideDelegation: true });
    expect(namesOf(outside)).toEqual(listed.filter((row) => row.isOutsideDelegation).map(({ name }) => name));
    expect(outside.networks.length).toBeGreaterThan(2);
    await on.db
      .update(delegations)
      .set({ isRestricted: false })
      .where(sql`vdc_id = ${vdc.id}`);
    expect(namesOf(await adminOf(vdc.id).list({ vdcId: vdc.id, isOutsideDelegation: true }))).toEqual([]);
  });

  it("count the VMs of overlays and of NIC tags", async () => {
    const vdc = await createUnrestrictedVdc(on.db);
    const tag = `tag${randomInt(1e6)}`;
    await write(vdc.id, [
      { name: "on-rule", subnet: "10.80.0.0/24" },
      { name: "on-tag", overlayRuleName: null, vxlanId: null, nicTagName: tag, subnet: "10.81.0.0/24" },
    ]);
    const host = randomUUID();
    const [node] = await on.db
      .insert(nodes)
      .values({ hostname: host, sshAddress: host, sshPort: 22, hostKeyConfirmedAt: new Date() })
      .returning({ id: nodes.id });
    const vnic = (fields: Partial<typeof vmVnics.$inferInsert>) => ({
      nodeId: node?.id ?? "",
      vmUuid: randomUUID(),
      vmAlias: "vm",
      interfaceName: "net0",
      macAddress: "02:08:20:00:00:01",
      nicTagName: "customers",
      vlanId: 0,
      isDhcp: false,
      ...fields,
    });
    const [onRule] = (await adminOf(vdc.id).list({ vdcId: vdc.id })).networks;
    await on.db
      .insert(vmVnics)
      .values([
        vnic({ vxlanId: onRule?.vxlanId ?? 0, ipv4Addresses: ["10.80.0.5"] }),
        vnic({ vxlanId: onRule?.vxlanId ?? 0, ipv4Addresses: ["10.99.0.5"] }),
        vnic({ nicTagName: tag, ipv4Addresses: ["10.81.0.5"] }),
        vnic({ nicTagName: tag, ipv4Addresses: [] }),
      ]);
    const counts = (await adminOf(vdc.id).list({ vdcId: vdc.id })).networks.map(({ vmCount }) => vmCount);
    expect(counts).toEqual([1, 2]);
  });

  it("begin anew from no cursor of somebody's own making", async () => {
    const vdc = await createUnrestrictedVdc(on.db);
    const page = (cursor: { keys: string[] }, sort: (typeof NETWORK_SORTS)[number]) =>
      adminOf(vdc.id).list({ vdcId: vdc.id, sort, cursor: { ...cursor, id: randomUUID() } });
    await expect(page({ keys: ["x"] }, "segment")).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(page({ keys: ["99999999999"] }, "mtuBytes")).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(page({ keys: ["10.0.0.1/8"] }, "subnet")).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(page({ keys: ["yesterday"] }, "updatedAt")).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect((await page({ keys: ["2026-11-23T01:02:03.123456Z"] }, "updatedAt")).networks).toEqual([]);
  });
});
