import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit.ts";
import { networks } from "#db/schema/network.ts";
import { nodes, vmVnics } from "#db/schema/node.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { addMember, createPerson, createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import type { Actor } from "#server/domain/access.ts";
import { contextOf, settingsWith } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { networkRouter } from "./network.ts";
import { networkSelectionRouter } from "./network-selection.ts";

const callerOf = createCaller(router({ network: networkRouter, networkSelection: networkSelectionRouter }));
const settings = settingsWith({ vxlanRestSeconds: 86_400 });

describeOnEachDatabase("a selection of networks", (on) => {
  let nextVxlanId = 1000;
  const as = (actor: Actor) => callerOf(contextOf(on.db, actor, { settings }));
  const operator = () => as(cloudActor()).networkSelection;

  const makeVdc = async (names: readonly string[]) => {
    const first = nextVxlanId;
    nextVxlanId += 20;
    const vdc = await createVdc(on.db, {
      overlayRuleName: "customers",
      vxlanIds: { first, last: first + 19 },
      vlanIds: { first: 0, last: 9 },
    });
    const { network, networkSelection } = as(vdcActor(vdc.id));
    const made = [];
    for (const [at, name] of names.entries()) {
      const draft = {
        name,
        subnet: `10.0.${at}.0/24`,
        overlayRuleName: "customers",
        vxlanId: first + at,
        vlanId: 0,
      };
      made.push((await network.create({ vdcId: vdc.id, draft })).network);
    }
    const ids = made.map(({ id }) => id);
    const rows = async () => (await network.list({ vdcId: vdc.id, access: "all" })).networks;
    return { vdcId: vdc.id, vdcName: vdc.name, first, ids, rows, network, api: networkSelection };
  };
  const useByVm = async (vxlanId: number) => {
    const host = randomUUID();
    const [node] = await on.db
      .insert(nodes)
      .values({ hostname: host, sshAddress: host, sshPort: 22, hostKeyConfirmedAt: new Date() })
      .returning({ id: nodes.id });
    await on.db.insert(vmVnics).values({
      nodeId: node?.id ?? "",
      vmUuid: randomUUID(),
      vmAlias: "vm",
      interfaceName: "net0",
      macAddress: "02:08:20:00:00:01",
      nicTagName: "customers",
      vxlanId,
      vlanId: 0,
      isDhcp: false,
    });
  };
  const byIds = (networkIds: string[]) => ({ kind: "ids" as const, networkIds });
  const byText = (text: string, exceptNetworkIds: string[] = []) => ({
    kind: "filter" as const,
    filter: { text },
    exceptNetworkIds,
  });

  beforeAll(async () => {
    await ensureOverlayRule(on.db, { name: "customers" });
  });

  it("is changed as the preview said, each network with its own line in the audit trail", async () => {
    const { vdcId, api, rows, ids } = await makeVdc(["web-1", "web-2", "db-1"]);
    const change = { access: "public" as const, resolvers: ["10.0.0.53"], mtuBytes: 1390 };
    const selection = byText("web");
    expect(await api.previewUpdate({ vdcId, selection, change })).toEqual({
      networkCount: 2,
      changedCount: 2,
      unchangedCount: 0,
      refused: [],
    });
    await api.update({ vdcId, selection, change, networkCount: 2 });
    const after = await rows();
    expect(after.map(({ name, access, mtuBytes }) => [name, access, mtuBytes])).toEqual([
      ["db-1", "private", 1400],
      ["web-1", "public", 1390],
      ["web-2", "public", 1390],
    ]);
    expect(after[1]?.resolvers).toEqual(["10.0.0.53"]);
    const events = await on.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.subjectId, ids[0] ?? ""));
    expect(events.find(({ action }) => action === "network.update")).toMatchObject({
      before: { access: "private", resolvers: [], mtuBytes: 1400 },
      after: change,
    });
    const again = await api.previewUpdate({ vdcId, selection, change });
    expect(again).toMatchObject({ changedCount: 0, unchangedCount: 2 });
  });

  it("is not changed at all while one network refuses, and says which and why", async () => {
    const { vdcId, vdcName, api, rows, ids, first } = await makeVdc(["one", "two", "used"]);
    await useByVm(first + 2);
    const change = { mtuBytes: 1380, description: "smaller" };
    const ofUsed = {
      networkId: ids[2],
      networkName: "used",
      vdcName,
      message: "This cannot be changed while VMs use the network.",
    };
    expect(await api.previewUpdate({ vdcId, selection: byIds(ids), change })).toEqual({
      networkCount: 3,
      changedCount: 2,
      unchangedCount: 0,
      refused: [ofUsed],
    });
    await expect(api.update({ vdcId, selection: byIds(ids), change, networkCount: 3 })).rejects.toMatchObject(
      {
        code: "UNPROCESSABLE_CONTENT",
        message: "used: This cannot be changed while VMs use the network.",
      },
    );
    await expect(
      api.update({ vdcId, selection: byIds(ids), change: { mtuBytes: 1401 }, networkCount: 3 }),
    ).rejects.toThrow("one: MTU 1401 is above the 1400 of overlay rule customers.");
    await expect(
      api.previewUpdate({ vdcId, selection: byIds(ids), change: { mtuBytes: 100 } }),
    ).rejects.toThrow("An MTU is a whole number from 576 to 9000.");
    expect((await rows()).every(({ mtuBytes, description }) => mtuBytes === 1400 && description === "")).toBe(
      true,
    );
    await api.update({ vdcId, selection: byText("", [ids[2] ?? ""]), change, networkCount: 2 });
    expect((await rows()).map(({ mtuBytes }) => mtuBytes)).toEqual([1380, 1380, 1400]);
  });

  it("is deleted whole or not at all", async () => {
    const { vdcId, api, rows, ids, first } = await makeVdc(["one", "two", "used"]);
    await useByVm(first + 2);
    expect(await api.previewDelete({ vdcId, selection: byIds(ids) })).toMatchObject({
      changedCount: 2,
      refused: [{ networkName: "used", message: "It is used by 1 VM and cannot be deleted." }],
    });
    await expect(api.delete({ vdcId, selection: byIds(ids), networkCount: 3 })).rejects.toMatchObject({
      code: "CONFLICT",
      message: "used: It is used by 1 VM and cannot be deleted.",
    });
    expect(await rows()).toHaveLength(3);
    await api.delete({ vdcId, selection: byIds(ids.slice(0, 2)), networkCount: 2 });
    expect((await rows()).map(({ name }) => name)).toEqual(["used"]);
  });

  it("belongs to a member of its vDC, or to its network-admins together", async () => {
    const { vdcId, vdcName, api, rows, ids } = await makeVdc(["one"]);
    const [member, stranger] = [await createPerson(on.db), await createPerson(on.db)];
    await addMember(on.db, vdcId, member.id, "viewer");
    const selection = byIds(ids);
    const nobody = `No member of vDC ${vdcName} is named`;
    for (const ownerName of [stranger.userName, "nobody-at-all"]) {
      const { refused } = await api.previewUpdate({ vdcId, selection, change: { ownerName } });
      expect(refused.map(({ message }) => message)).toEqual([`${nobody} ${ownerName}.`]);
    }
    await api.update({ vdcId, selection, change: { ownerName: member.userName }, networkCount: 1 });
    expect((await rows())[0]?.ownerName).toBe(member.userName);
    await api.update({ vdcId, selection, change: { ownerName: null }, networkCount: 1 });
    expect((await rows())[0]?.ownerName).toBeNull();
  });

  it("is looked at again when other networks match by the time it is changed", async () => {
    const { vdcId, api, ids, rows } = await makeVdc(["web-1", "web-2"]);
    const change = { description: "fronts" };
    await expect(
      api.update({ vdcId, selection: byText("web"), change, networkCount: 1 }),
    ).rejects.toMatchObject({
      code: "CONFLICT",
      message: "Other networks match by now. Look at the list again.",
    });
    await expect(
      api.update({ vdcId, selection: byIds([...ids, randomUUID()]), change, networkCount: 3 }),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await rows()).every(({ description }) => description === "")).toBe(true);
  });

  it("of the cloud spans vDCs for an operator; an auditor may not, and members find no such thing", async () => {
    const [one, other] = [await makeVdc(["web-1"]), await makeVdc(["web-2"])];
    const selection = byIds([...one.ids, ...other.ids]);
    const change = { description: "fronts" };
    await operator().updateOfCloud({ selection, change, networkCount: 2 });
    expect([...(await one.rows()), ...(await other.rows())].map(({ description }) => description)).toEqual([
      "fronts",
      "fronts",
    ]);
    const auditor = as(cloudActor("auditor")).networkSelection;
    const ofCloud = { selection, change, networkCount: 2 };
    for (const [api, code] of [
      [auditor, "FORBIDDEN"],
      [one.api, "NOT_FOUND"],
    ] as const) {
      await expect(api.previewUpdateOfCloud(ofCloud)).rejects.toMatchObject({ code });
      await expect(api.updateOfCloud(ofCloud)).rejects.toMatchObject({ code });
      await expect(api.previewDeleteOfCloud(ofCloud)).rejects.toMatchObject({ code });
      await expect(api.deleteOfCloud(ofCloud)).rejects.toMatchObject({ code });
    }
    await operator().deleteOfCloud({ selection, networkCount: 2 });
    expect(await on.db.select().from(networks).where(eq(networks.vdcId, one.vdcId))).toEqual([]);
  });

  it("never reaches another vDC's network, which is as if it were not there", async () => {
    const [own, foreign] = [await makeVdc(["own"]), await makeVdc(["foreign"])];
    const messageOf = async (networkIds: string[], vdcId = own.vdcId) => {
      const asked = { vdcId, selection: byIds(networkIds) };
      const change = { description: "mine" };
      const answers = await Promise.allSettled([
        own.api.previewUpdate({ ...asked, change }),
        own.api.update({ ...asked, change, networkCount: 1 }),
        own.api.previewDelete(asked),
        own.api.delete({ ...asked, networkCount: 1 }),
      ]);
      return answers.map((answer) => (answer.status === "rejected" ? String(answer.reason) : "done"));
    };
    expect(await messageOf(foreign.ids)).toEqual(await messageOf([randomUUID()]));
    expect(await messageOf(foreign.ids)).not.toContain("done");
    expect(await messageOf(foreign.ids, foreign.vdcId)).toEqual(await messageOf(foreign.ids, randomUUID()));
    expect((await foreign.rows())[0]?.description).toBe("");
    const viewer = as(vdcActor(own.vdcId, "viewer")).networkSelection;
    const ofOwn = { vdcId: own.vdcId, selection: byIds(own.ids), networkCount: 1 };
    await expect(viewer.delete(ofOwn)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("changed by several people at once ends as one of them wanted it, whole", async () => {
    const { vdcId, api, network, ids, rows, first } = await makeVdc(["a-1", "a-2", "a-3", "a-4"]);
    const answers = await Promise.allSettled([
      api.update({ vdcId, selection: byIds(ids), change: { mtuBytes: 1390 }, networkCount: 4 }),
      api.update({ vdcId, selection: byText("a-"), change: { mtuBytes: 1380 }, networkCount: 4 }),
      operator().updateOfCloud({
        selection: byIds(ids.toReversed()),
        change: { mtuBytes: 1370 },
        networkCount: 4,
      }),
      network.create({
        vdcId,
        draft: {
          name: "b-1",
          subnet: "10.9.0.0/24",
          overlayRuleName: "customers",
          vxlanId: first + 9,
          vlanId: 0,
        },
      }),
      network.delete({ vdcId, networkId: ids[0] ?? "" }),
    ]);
    const left = (await rows()).filter(({ name }) => name.startsWith("a-"));
    expect(left).toHaveLength(3);
    expect(new Set(left.map(({ mtuBytes }) => mtuBytes)).size).toBe(1);
    const refusals = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: "CONFLICT" });
  });
});
