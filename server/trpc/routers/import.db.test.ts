import { count, eq, sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { addresses } from "#db/schema/address.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { networks, vxlans } from "#db/schema/network.ts";
import { atLength } from "#db/testing/at-length.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import { takeVxlanBlock } from "#db/testing/vxlan-block.ts";
import type { Actor } from "#server/domain/access.ts";
import type { RowVerdict } from "#server/domain/import/verdict.ts";
import type { ImportEvent } from "#server/services/import/import-events.ts";
import { contextOf, settingsWith } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { importRouter } from "./import.ts";
import { exportRouter } from "./export.ts";
import { networkRouter } from "./network.ts";

const callerOf = createCaller(router({ export: exportRouter, import: importRouter, network: networkRouter }));
const settings = settingsWith({ vxlanRestSeconds: 86_400 });

type Answer = {
  rows: RowVerdict[];
  outcome: Extract<ImportEvent, { kind: "outcome" }>["outcome"] | null;
  isApplied: boolean;
  refusal: string | null;
};

async function answerOf(events: Promise<AsyncIterable<ImportEvent>>): Promise<Answer> {
  const answer: Answer = { rows: [], outcome: null, isApplied: false, refusal: null };
  for await (const event of await events) {
    if (event.kind === "rows") answer.rows.push(...event.rows);
    if (event.kind === "refused") answer.refusal = event.message;
    if (event.kind === "outcome") {
      answer.outcome = event.outcome;
      answer.isApplied = event.isApplied;
    }
  }
  return answer;
}

const ROW_COUNT = atLength(1000, 10_000);
const HEADER = "name,subnet,overlayRule,vxlan,vlan,description";
const sentencesOf = ({ rows }: Answer) =>
  rows.flatMap(({ line, violations }) => violations.map(({ field, message }) => ({ line, field, message })));

describeOnEachDatabase("import of files", (on) => {
  const as = (actor: Actor | null) => callerOf(contextOf(on.db, actor, { settings }));
  const operator = () => as(cloudActor());
  const adminOf = (vdcId: string) => as(vdcActor(vdcId));
  const ownVdc = async (length = 20, networkCountMax: number | null = null) => {
    const first = await takeVxlanBlock(on.db, length);
    const vxlanIds = { first, last: first + length - 1 };
    const vlanIds = { first: 0, last: 100 };
    const vdc = await createVdc(on.db, {
      overlayRuleName: "customers",
      vxlanIds,
      vlanIds,
      networkCountMax,
    });
    return { ...vdc, vxlanIdFirst: first };
  };
  const check = (vdcId: string, text: string) => answerOf(adminOf(vdcId).import.check({ vdcId, text }));
  const applyShown = (vdcId: string, text: string, digest: string) =>
    answerOf(adminOf(vdcId).import.write({ vdcId, text, digest }));
  const importText = async (vdcId: string, text: string) => {
    const { outcome } = await check(vdcId, text);
    return applyShown(vdcId, text, outcome?.digest ?? "");
  };
  const countNetworks = async (vdcId: string) => {
    const [row] = await on.db.select({ count: count() }).from(networks).where(eq(networks.vdcId, vdcId));
    return row?.count ?? 0;
  };

  beforeAll(async () => {
    await ensureOverlayRule(on.db, { name: "customers" });
  });

  it("a dry run writes nothing, applying writes what was shown, and the same file again changes nothing", async () => {
    const { id: vdcId, vxlanIdFirst: first } = await ownVdc();
    const text = [
      HEADER,
      `web,10.0.0.0/24,customers,${first},0,Front ends`,
      `store,10.0.1.0/24,customers,next-free,7,`,
    ].join("\r\n");
    const shown = await check(vdcId, text);
    expect(sentencesOf(shown)).toEqual([]);
    expect(shown.rows).toMatchObject([
      { line: 2, name: "web", verdict: "new", note: null },
      { line: 3, name: "store", verdict: "new", note: `Gets VXLAN ${first + 1}.` },
    ]);
    expect(await countNetworks(vdcId)).toBe(0);
    const applied = await applyShown(vdcId, text, shown.outcome?.digest ?? "");
    expect(applied).toMatchObject({ isApplied: true, outcome: { counts: { new: 2, refused: 0 } } });
    const listed = await on.db.select().from(networks).where(eq(networks.vdcId, vdcId));
    expect(listed.map(({ name, vxlanId, mtuBytes }) => ({ name, vxlanId, mtuBytes }))).toEqual([
      { name: "web", vxlanId: first, mtuBytes: 1400 },
      { name: "store", vxlanId: first + 1, mtuBytes: 1400 },
    ]);
    const again = await importText(vdcId, text);
    expect(again).toMatchObject({ isApplied: true, outcome: { counts: { unchanged: 2, new: 0 } } });
    const events = await on.db.select().from(auditEvents).where(eq(auditEvents.vdcId, vdcId));
    expect(events.map(({ action }) => action).toSorted()).toEqual([
      "import.apply",
      "network.create",
      "network.create",
    ]);
  });

  it(`of ${ROW_COUNT} rows the 37 bad ones are named by their lines, and nothing is written`, async () => {
    const { id: vdcId, vxlanIdFirst: first } = await ownVdc(ROW_COUNT);
    const bad = new Set(Array.from({ length: 37 }, (_, index) => 17 + index * Math.floor(ROW_COUNT / 38)));
    const subnet = (index: number) => `10.${Math.floor(index / 256)}.${index % 256}.0/24`;
    const rows = Array.from({ length: ROW_COUNT }, (_, index) =>
      bad.has(index)
        ? [
            `bad-${index},${subnet(index - 1)},customers,${first + index},0,overlaps the row before`,
            `net-${index - 1},${subnet(index)},customers,${first + index},0,the name of the row before`,
            `bad-${index},${subnet(index)},customers,${first + index},101,VLAN outside`,
            `bad-${index},${subnet(index)},customers,1,0,VXLAN outside`,
            `bad-${index},10.0.0.5/24,nowhere,${first + index},0,two faults`,
          ][index % 5]
        : `net-${index},${subnet(index)},customers,${first + index},0,"row ${index}, good"`,
    );
    const text = [HEADER, ...rows].join("\n");
    const shown = await check(vdcId, text);
    const refused = shown.rows.filter(({ verdict }) => verdict === "refused");
    expect(refused.map(({ line }) => line)).toEqual([...bad].map((index) => index + 2));
    expect(refused.every(({ violations }) => violations.length > 0)).toBe(true);
    const answer = await applyShown(vdcId, text, shown.outcome?.digest ?? "");
    expect(answer).toMatchObject({
      isApplied: false,
      outcome: { counts: { refused: 37, new: ROW_COUNT - 37 } },
    });
    expect(await countNetworks(vdcId)).toBe(0);

    const good = [HEADER, ...rows.filter((_, index) => !bad.has(index))].join("\n");
    const applied = await importText(vdcId, good);
    expect(applied).toMatchObject({ isApplied: true, outcome: { counts: { new: ROW_COUNT - 37 } } });
    expect(await countNetworks(vdcId)).toBe(ROW_COUNT - 37);
    expect(await importText(vdcId, good)).toMatchObject({
      outcome: { counts: { unchanged: ROW_COUNT - 37 } },
    });
  }, 240_000);

  it("writes nothing when the verdicts are other ones by then, and shows them", async () => {
    const { id: vdcId, vxlanIdFirst: first } = await ownVdc();
    const text = [HEADER, `web,10.0.0.0/24,customers,next-free,0,`].join("\n");
    const shown = await check(vdcId, text);
    const draft = {
      name: "faster",
      subnet: "10.0.1.0/24",
      overlayRuleName: "customers",
      vxlanId: first,
      vlanId: 0,
    };
    await adminOf(vdcId).network.create({ vdcId, draft });
    const moved = await applyShown(vdcId, text, shown.outcome?.digest ?? "");
    expect(moved).toMatchObject({ isApplied: false, rows: [{ note: `Gets VXLAN ${first + 1}.` }] });
    expect(await countNetworks(vdcId)).toBe(1);
    const applied = await applyShown(vdcId, text, moved.outcome?.digest ?? "");
    expect(applied.isApplied).toBe(true);
    expect(await countNetworks(vdcId)).toBe(2);
  });

  it("of two who import the same names at once one writes all and the other nothing", async () => {
    const { id: vdcId, vxlanIdFirst: first } = await ownVdc(150);
    const textOf = (octet: number) => {
      const rows = Array.from(
        { length: 150 },
        (_, index) => `net-${index},10.${octet}.${index}.0/24,customers,${first + index},0,`,
      );
      return [HEADER, ...rows].join("\n");
    };
    const shown = await Promise.all([check(vdcId, textOf(1)), check(vdcId, textOf(2))]);
    const answers = await Promise.all(
      shown.map(({ outcome }, index) => applyShown(vdcId, textOf(index + 1), outcome?.digest ?? "")),
    );
    expect(answers.filter(({ isApplied }) => isApplied)).toHaveLength(1);
    expect(await countNetworks(vdcId)).toBe(150);
    const octets = await on.db
      .selectDistinct({ octet: sql<string>`split_part(host(${networks.subnet}), '.', 2)` })
      .from(networks)
      .where(eq(networks.vdcId, vdcId));
    expect(octets).toHaveLength(1);
  });

  it("changes what the file says and keeps what it has no column for", async () => {
    const { id: vdcId, vxlanIdFirst: first } = await ownVdc();
    await importText(vdcId, [HEADER, `web,10.0.0.0/24,customers,${first},0,Front ends`].join("\n"));
    const text = "name;subnet;vlan\nweb;10.0.8.0/24;5\n";
    const shown = await check(vdcId, text);
    expect(shown.rows[0]?.changes).toEqual([
      { field: "subnet", before: "10.0.0.0/24", after: "10.0.8.0/24" },
      { field: "vlan", before: "0", after: "5" },
    ]);
    expect((await applyShown(vdcId, text, shown.outcome?.digest ?? "")).isApplied).toBe(true);
    const [network] = await on.db.select().from(networks).where(eq(networks.vdcId, vdcId));
    const expected = { description: "Front ends", subnet: "10.0.8.0/24", vlanId: 5, vxlanId: first };
    expect(network).toMatchObject(expected);
  });

  it("lets a freed id rest, also for later rows of the same file", async () => {
    const { id: vdcId, vxlanIdFirst: first } = await ownVdc();
    const move = `web,10.0.0.0/24,customers,${first + 1},0,`;
    await importText(vdcId, [HEADER, `web,10.0.0.0/24,customers,${first},0,`].join("\n"));
    const text = [HEADER, move, `new,10.0.1.0/24,customers,${first},0,`].join("\n");
    expect(sentencesOf(await check(vdcId, text))).toEqual([
      { line: 3, field: "vxlan", message: `VXLAN ${first} is not available.` },
    ]);
    await importText(vdcId, [HEADER, move].join("\n"));
    const [row] = await on.db.select().from(vxlans).where(eq(vxlans.vxlanId, first));
    expect(row?.restsUntil).toBeInstanceOf(Date);
  });

  it("refuses a row about another vDC in the words of one that does not exist", async () => {
    const own = await ownVdc();
    const other = await ownVdc();
    const network = (vdcName: string) =>
      check(own.id, `vdc,${HEADER}\n${vdcName},web,10.0.0.0/24,customers,${other.vxlanIdFirst},0,`);
    expect(sentencesOf(await network(other.name))).toEqual(sentencesOf(await network("nowhere")));
    expect(sentencesOf(await network(other.name))).toEqual([
      { line: 2, field: "vdc", message: "No such vDC." },
    ]);
    const address = (vdcName: string) => check(own.id, `vdc,network,address\n${vdcName},web,10.0.0.10`);
    expect(sentencesOf(await address(other.name))).toEqual(sentencesOf(await address("nowhere")));
  });

  it("answers people of other vDCs, viewers and auditors as everywhere", async () => {
    const { id: vdcId } = await ownVdc();
    const { id: otherId } = await ownVdc();
    const text = "name,subnet\nweb,10.0.0.0/24";
    const file = { noun: "networks", format: "csv" } as const;
    await expect(adminOf(otherId).import.check({ vdcId, text })).rejects.toThrow("No such vDC.");
    await expect(adminOf(otherId).import.write({ vdcId, text, digest: "" })).rejects.toThrow("No such vDC.");
    await expect(adminOf(otherId).export.file({ vdcId, ...file })).rejects.toThrow("No such vDC.");
    await expect(adminOf(vdcId).import.checkInCloud({ text })).rejects.toThrow("Not found.");
    await expect(adminOf(vdcId).import.writeInCloud({ text, digest: "" })).rejects.toThrow("Not found.");
    await expect(adminOf(vdcId).export.fileOfCloud(file)).rejects.toThrow("Not found.");
    const viewer = as(vdcActor(vdcId, "viewer"));
    await expect(viewer.import.check({ vdcId, text })).rejects.toThrow("Your role does not allow this.");
    const auditor = as(cloudActor("auditor"));
    await expect(auditor.import.checkInCloud({ text })).rejects.toThrow("Your role does not allow this.");
    const delegations = await check(vdcId, "vdc,restricted,vxlans\nanything,yes,");
    expect(delegations.refusal).toBe("Delegations are imported by operators.");
  });

  it.each(["csv", "json"] as const)(
    "what is exported as %s and imported again changes nothing",
    async (format) => {
      const { id: vdcId, vxlanIdFirst: first } = await ownVdc();
      const networkFile = [
        `${HEADER},access,gateway,resolvers,dnsDomain,ptrDomain,dhcpPassthrough,mtu`,
        `web,10.0.0.0/24,customers,${first},0,"=1+1, ""quoted""",public,10.0.0.1,10.0.0.2 10.0.0.3,example.org,0.0.10.in-addr.arpa,yes,1300`,
        `store,10.0.1.0/24,customers,${first},7,-,deleted,,,,,no,`,
      ].join("\n");
      expect((await importText(vdcId, networkFile)).isApplied).toBe(true);
      const addressFile =
        "network,address,usage,note\nweb,10.0.0.10,server,''=x\nweb,10.0.0.11,other,ünïcode";
      expect((await importText(vdcId, addressFile)).isApplied).toBe(true);
      for (const noun of ["networks", "addresses"] as const) {
        const { text } = await adminOf(vdcId).export.file({ vdcId, noun, format });
        const again = await check(vdcId, text);
        expect(sentencesOf(again)).toEqual([]);
        expect(again.outcome?.counts).toMatchObject({ unchanged: 2, changed: 0, new: 0 });
        const inCloud = await answerOf(operator().import.checkInCloud({ text }));
        expect(inCloud.outcome?.counts).toMatchObject({ unchanged: 2, changed: 0, new: 0 });
      }
      const ofCloud = await operator().export.fileOfCloud({ noun: "delegations", format });
      const delegationsAgain = await answerOf(operator().import.checkInCloud({ text: ofCloud.text }));
      expect(delegationsAgain.outcome?.counts).toMatchObject({ changed: 0, new: 0, refused: 0 });
      const filter = "STORE";
      const { text } = await adminOf(vdcId).export.file({ vdcId, noun: "networks", format, filter });
      expect(text).toContain("store");
      expect(text).not.toContain("10.0.0.0/24");
    },
  );

  it("lists and changes addresses of networks that are there", async () => {
    const { id: vdcId, vxlanIdFirst: first } = await ownVdc();
    await importText(
      vdcId,
      [`${HEADER},gateway`, `web,10.0.0.0/24,customers,${first},0,,10.0.0.1`].join("\n"),
    );
    const bad = [
      "network,address,usage,note",
      "web,10.0.0.10,server,first",
      "web,10.0.0.1,server,",
      "web,10.0.0.255,server,",
      "web,10.0.1.1,server,",
      "web,10.0.0.10,other,",
      "ghost,10.0.0.12,server,",
      "web,ten,server,",
      "web,10.0.0.13,mine,",
    ];
    expect(sentencesOf(await check(vdcId, bad.join("\n")))).toEqual([
      { line: 3, field: "address", message: "10.0.0.1 is the network's gateway." },
      { line: 4, field: "address", message: "10.0.0.255 is the subnet's broadcast address." },
      { line: 5, field: "address", message: "10.0.1.1 is outside the subnet 10.0.0.0/24." },
      { line: 6, field: "address", message: "Line 2 of this file is about this address already." },
      { line: 7, field: "network", message: "This vDC has no network named ghost." },
      { line: 8, field: "address", message: '"ten" is not an IPv4 address.' },
      { line: 9, field: "usage", message: "Choose server or other." },
    ]);
    const rows = Array.from({ length: 200 }, (_, index) => `web,10.0.0.${index + 10},server,number ${index}`);
    const good = ["network,address,usage,note", ...rows].join("\n");
    expect(await importText(vdcId, good)).toMatchObject({
      isApplied: true,
      outcome: { counts: { new: 200 } },
    });
    expect(await importText(vdcId, good)).toMatchObject({ outcome: { counts: { unchanged: 200 } } });
    const changed = await importText(vdcId, "network,address,note\nweb,10.0.0.10,renamed");
    expect(changed).toMatchObject({ isApplied: true, outcome: { counts: { changed: 1 } } });
    const listed = await on.db
      .select({ usage: addresses.usage, note: addresses.note })
      .from(addresses)
      .where(sql`${addresses.address} = '10.0.0.10' and ${addresses.vdcId} = ${vdcId}`);
    expect(listed).toEqual([{ usage: "server", note: "renamed" }]);
  });

  it("moves ranges between vDCs in whichever order they are written, and names conflicts", async () => {
    const [one, other] = [await ownVdc(), await ownVdc()];
    const textOf = (ofOne: string, ofOther: string) =>
      [
        "vdc,restricted,overlayRules,vxlans,vlans",
        `${one.name},yes,customers,${ofOne},`,
        `${one.name},yes,customers,,0-100`,
        `${other.name},yes,*,${ofOther},`,
      ].join("\n");
    const run = (text: string) => answerOf(operator().import.checkInCloud({ text }));
    const wide = `"${one.vxlanIdFirst}-${one.vxlanIdFirst + 19},${other.vxlanIdFirst}"`;
    const rest = `${other.vxlanIdFirst + 1}-${other.vxlanIdFirst + 19}`;
    const text = textOf(wide, rest);
    const shown = await run(text);
    expect(sentencesOf(shown)).toEqual([]);
    expect(shown.outcome?.counts).toMatchObject({ changed: 2 });
    const digest = shown.outcome?.digest ?? "";
    expect((await answerOf(operator().import.writeInCloud({ text, digest }))).isApplied).toBe(true);
    const taken = await run(textOf(wide, `"${other.vxlanIdFirst},${rest}"`));
    const message = `VXLAN ${other.vxlanIdFirst} is delegated to vDC ${one.name}, which does not share it.`;
    expect(sentencesOf(taken)).toEqual([{ line: 4, field: "vxlans", message }]);
    expect(sentencesOf(await run(textOf("5-1", "2")))).toEqual([
      { line: 2, field: "vxlans", message: "The range 5-1 begins after its end." },
      { line: 4, field: "vxlans", message: "VXLAN 2 is reserved for adminoverlay." },
    ]);
  });

  it("an operator imports networks of several vDCs at once, and a segment goes to one of them", async () => {
    const [one, other] = [await ownVdc(), await ownVdc()];
    const lines = [
      `vdc,${HEADER}`,
      `${one.name},web,10.0.0.0/24,customers,${one.vxlanIdFirst},0,`,
      `${other.name},web,10.0.0.0/24,customers,${other.vxlanIdFirst},0,`,
      `${other.name},too,10.0.0.0/24,customers,${one.vxlanIdFirst},0,`,
    ];
    const shown = await answerOf(operator().import.checkInCloud({ text: lines.join("\n") }));
    expect(shown.outcome?.counts).toMatchObject({ new: 2, refused: 1 });
    const text = lines.slice(0, 3).join("\n");
    const { outcome } = await answerOf(operator().import.checkInCloud({ text }));
    const digest = outcome?.digest ?? "";
    expect((await answerOf(operator().import.writeInCloud({ text, digest }))).isApplied).toBe(true);
    expect([await countNetworks(one.id), await countNetworks(other.id)]).toEqual([1, 1]);
  });
});
