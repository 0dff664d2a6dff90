import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { listAuditEvents } from "#db/queries/audit.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import { enrolNodes } from "#db/testing/enrolled-nodes.ts";
import { type Actor, authorizeCloud } from "#server/domain/access.ts";
import type { VmVnic } from "#server/domain/facts.ts";
import { healthyNodes, RULE, withFact } from "#server/domain/testing/mesh-nodes.ts";
import type { MeshSubject } from "#server/domain/mesh/mesh-query.ts";
import { contextOf } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { meshRouter } from "./mesh.ts";
import { networkRouter } from "./network.ts";

const callerOf = createCaller(router({ mesh: meshRouter, network: networkRouter }));
const DRAFTS = [
  { number: 1, pdcName: "bru-1", place: 1 },
  { number: 2, pdcName: "bru-1", place: 1 },
  { number: 3, pdcName: "prg-1", place: 2 },
  { number: 4, pdcName: "hidden-1", place: 3 },
];

function vnicOn(number: number, vxlanId: number): VmVnic {
  return {
    vmUuid: randomUUID(),
    vmAlias: `vm${number}`,
    interfaceName: "net0",
    macAddress: `02:aa:00:00:00:0${number}`,
    nicTag: `${RULE}/${vxlanId}`,
    overlayRuleName: RULE,
    vxlanId,
    vlanId: 0,
    addresses: [{ ipv4Address: `10.9.0.${number}`, prefixLength: 24 }],
    isDhcp: false,
    mtuBytes: 1392,
  };
}

describeOnEachDatabase("the mesh", (on) => {
  const as = (actor: Actor | null) => callerOf(contextOf(on.db, actor));

  /** Nodes 1 to 3 carry VMs of VXLAN 123, node 4 one of another's; kept between tests. */
  async function haveNodes(): Promise<string[]> {
    const nodes = healthyNodes(DRAFTS).map((node, position) =>
      withFact(node, "vmVnics", [vnicOn(position + 1, position === 3 ? 999 : 123)]),
    );
    return enrolNodes(on.db, nodes, { now: new Date(), sshPortFirst: 40_001 });
  }
  let nodes: Promise<string[]> | null = null;
  const nodeIds = () => (nodes ??= haveNodes());

  async function haveVdc(vxlanId: number) {
    await ensureOverlayRule(on.db, { name: RULE });
    return createVdc(on.db, {
      overlayRuleName: RULE,
      vxlanIds: { first: vxlanId, last: vxlanId },
      vlanIds: { first: 0, last: 0 },
    });
  }

  it("is read by operators and auditors: PDCs, nodes, links and their summaries", async () => {
    await nodeIds();
    for (const role of ["operator", "auditor"] as const) {
      const { mesh } = as(cloudActor(role));
      const overview = await mesh.overview({});
      expect(overview.pdcs.map(({ label }) => label)).toEqual(["bru-1", "hidden-1", "prg-1"]);
      expect(overview.nodeCount).toBe(4);
      const { links, totalCount, nextCursor } = await mesh.links({ limit: 4 });
      expect([totalCount, links.length, nextCursor]).toEqual([6, 4, 4]);
      const rest = await mesh.links({ cursor: 4 });
      expect(new Set([...links, ...rest.links].map(({ id }) => id)).size).toBe(6);
      expect((await mesh.links({ within: { kind: "pdc", id: "pdc:bru-1" } })).totalCount).toBe(
        (overview.pdcs[0]?.innerLinks.linkCount ?? 0) +
          overview.pdcLinks.listed
            .filter(({ pdcIds }) => pdcIds.includes("pdc:bru-1"))
            .reduce((sum, { linkCount }) => sum + linkCount, 0),
      );
    }
  });

  it("is read level by level, and every level tells the same numbers", async () => {
    await nodeIds();
    const auditor = as(cloudActor("auditor"));
    const overview = await auditor.mesh.overview({});
    expect(overview.pdcs.map(({ label, nodeCount }) => [label, nodeCount])).toEqual([
      ["bru-1", 2],
      ["hidden-1", 1],
      ["prg-1", 1],
    ]);
    expect(overview).toMatchObject({ nodeCount: 4, links: { linkCount: 6 }, overlayRuleNames: [RULE] });
    expect(overview.pdcLinks).toMatchObject({ totalCount: 3, moreCount: 0 });
    expect(overview.pdcLinks.listed).toHaveLength(3);
    const [bru] = overview.pdcs;
    const pdc = await auditor.mesh.pdc({ pdcId: bru?.id ?? "" });
    expect(pdc.pdc).toEqual(bru);
    expect(pdc.nodes.map(({ hostname }) => hostname)).toEqual(["cn1", "cn2"]);
    expect(pdc.pdcLinks.map(({ id }) => id).toSorted()).toEqual(
      overview.pdcLinks.listed.map(({ id }) => id).filter((id) => id.includes("bru-1")),
    );
    for (const listed of overview.pdcLinks.listed) {
      const pdcLink = await auditor.mesh.pdcLink({ id: listed.id });
      expect(pdcLink.pdcLink).toEqual(listed);
      expect(pdcLink.links).toHaveLength(listed.linkCount);
    }
    for (const { id, innerLinks, outerLinks } of pdc.nodes) {
      const node = await auditor.mesh.node({ id });
      expect(node.links.linkCount).toBe(innerLinks.linkCount + outerLinks.linkCount);
      expect(node.rows).toHaveLength(node.links.linkCount);
    }
    const summary = await auditor.mesh.summary();
    expect(summary).toMatchObject({ nodeCount: 4, links: overview.links });
    expect(await auditor.mesh.invariant({})).toMatchObject(summary.invariant);
    expect(summary.invariant).toMatchObject({ answer: "holds", clearText: { pairCount: 5 } });
    expect(await auditor.mesh.find({ text: "cn1 cn3" })).toMatchObject({
      links: [{ label: "cn1 – cn3" }],
    });
    expect((await auditor.mesh.overview({ overlayRuleName: "no-such" })).nodeCount).toBe(0);
  });

  it("finds no PDC, pair or node that is not there", async () => {
    const operator = as(cloudActor());
    for (const ask of [
      () => operator.mesh.pdc({ pdcId: "pdc:atlantis" }),
      () => operator.mesh.pdcLink({ id: "pdc:atlantis,pdc:bru-1" }),
      () => operator.mesh.node({ id: randomUUID() }),
    ]) {
      await expect(ask()).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });

  it("is not found by anybody of a vDC, nor is a link of it", async () => {
    const ids = await nodeIds();
    for (const role of ["network-admin", "viewer"] as const) {
      const member = as(vdcActor(randomUUID(), role));
      for (const ask of [
        () => member.mesh.overview({}),
        () => member.mesh.summary(),
        () => member.mesh.invariant({}),
        () => member.mesh.pdc({ pdcId: "pdc:bru-1" }),
        () => member.mesh.pdcLink({ id: "pdc:bru-1,pdc:prg-1" }),
        () => member.mesh.node({ id: ids[0] ?? "" }),
        () => member.mesh.find({ text: "cn1" }),
      ]) {
        await expect(ask()).rejects.toMatchObject({ code: "NOT_FOUND" });
      }
      await expect(member.mesh.links({})).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(member.mesh.listNetworks({ kind: "pdc", id: "pdc:bru-1" })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
      await expect(member.mesh.link({ id: ids.slice(0, 2).toSorted().join(",") })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
      await expect(
        member.mesh.declarePathMtu({ pdcNames: ["bru-1", "prg-1"], mtuBytes: 1500 }),
      ).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(as(null).mesh.overview({})).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  it("tells one link with evidence, both policies, the ledger and the ARP entries that use it", async () => {
    const [a = "", , c = ""] = await nodeIds();
    const link = await as(cloudActor("auditor")).mesh.link({ id: [a, c].toSorted().join(",") });
    expect(link.kind).toBe("ipsecLink");
    expect(link.checks.map(({ code }) => code)).toContain("clear-text-guard");
    expect(link.ipsec?.length).toBeGreaterThan(0);
    expect(link.arpUses.length).toBeGreaterThan(0);
    for (const { ledger, outerBytes } of link.rules) {
      expect(ledger.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(outerBytes);
    }
  });

  it.each(["", "x", "a,b", `${randomUUID()},${randomUUID()}`])("finds no link “%s”", async (id) => {
    await nodeIds();
    await expect(as(cloudActor()).mesh.link({ id })).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: "No such link.",
    });
  });

  it("judges links by a declared path MTU until it is taken back, whatever the order of the pair", async () => {
    const [a = "", , c = ""] = await nodeIds();
    const id = [a, c].toSorted().join(",");
    const operator = as(cloudActor());
    await operator.mesh.declarePathMtu({ pdcNames: ["prg-1", "bru-1"], mtuBytes: 9000 });
    await operator.mesh.declarePathMtu({ pdcNames: ["bru-1", "prg-1"], mtuBytes: 1400 });
    const [rule] = (await operator.mesh.link({ id })).rules;
    expect(rule).toMatchObject({ pathMtuBytes: 1400, pathMtuSource: "declared", fits: false });
    expect((await operator.mesh.overview({})).paths).toHaveLength(1);
    await operator.mesh.declarePathMtu({ pdcNames: ["prg-1", "bru-1"], mtuBytes: null });
    expect((await operator.mesh.link({ id })).rules[0]).toMatchObject({ pathMtuSource: "assumed" });
    const { scope } = authorizeCloud(cloudActor(), "audit:read");
    const events = await listAuditEvents(on.db, scope, { limit: 10, subjectKind: "pdc-path" });
    expect(events.map(({ action, after }) => [action, after])).toEqual([
      ["pdc-path.clear", null],
      ["pdc-path.declare", { mtuBytes: 1400 }],
      ["pdc-path.declare", { mtuBytes: 9000 }],
    ]);
  });

  it("refuses a path MTU out of range, of a PDC nobody reports, and from an auditor", async () => {
    await nodeIds();
    const operator = as(cloudActor());
    const pdcNames: [string, string] = ["bru-1", "prg-1"];
    for (const mtuBytes of [575, 65_536, 1400.5]) {
      await expect(operator.mesh.declarePathMtu({ pdcNames, mtuBytes })).rejects.toThrow(
        /whole number from 576 to 65535/,
      );
    }
    await expect(
      operator.mesh.declarePathMtu({ pdcNames: ["bru-1", "atlantis"], mtuBytes: 1500 }),
    ).rejects.toMatchObject({
      code: "UNPROCESSABLE_CONTENT",
      message: "No node reports the PDC name “atlantis”.",
    });
    await expect(
      as(cloudActor("auditor")).mesh.declarePathMtu({ pdcNames, mtuBytes: 1500 }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("counts a declared path MTU in what networks are told to fit and given by default", async () => {
    await nodeIds();
    const { id: vdcId } = await haveVdc(125);
    const operator = as(cloudActor());
    const draft = { name: "web", subnet: "10.8.0.0/24", overlayRuleName: RULE, vxlanId: 125, vlanId: 0 };
    const pdcNames: [string, string] = ["bru-1", "prg-1"];
    await operator.mesh.declarePathMtu({ pdcNames, mtuBytes: 1300 });
    const limits = await operator.network.listMtuLimitsOfCloud();
    const plan = await operator.network.preview({ vdcId, draft });
    await operator.mesh.declarePathMtu({ pdcNames, mtuBytes: null });
    expect(limits.find(({ overlayRuleName }) => overlayRuleName === RULE)?.tightest?.untagged).toMatchObject({
      pathMtuBytes: 1300,
      pathMtuSource: "declared",
    });
    expect(plan.values?.mtuBytes).toBe(1184);
  });

  it("shows a vDC what its networks cross, without nodes, addresses or anything of others", async () => {
    const ids = await nodeIds();
    const vdc = await haveVdc(123);
    const before = await as(vdcActor(vdc.id, "viewer")).mesh.getForVdc({ vdcId: vdc.id });
    expect(before).toMatchObject({ pdcs: [], paths: [], networks: [] });
    await as(vdcActor(vdc.id)).network.create({
      vdcId: vdc.id,
      draft: {
        name: "web",
        subnet: "10.9.0.0/24",
        overlayRuleName: RULE,
        vxlanId: 123,
        vlanId: 0,
        mtuBytes: 1392,
      },
    });
    const mesh = await as(vdcActor(vdc.id)).mesh.getForVdc({ vdcId: vdc.id });
    expect(mesh.pdcs.map(({ label }) => label)).toEqual(["bru-1", "prg-1"]);
    expect(mesh.networks).toMatchObject([{ name: "web", vmCount: 3 }]);
    const told = JSON.stringify(mesh);
    for (const foreign of [...ids, "cn1", "cn3", "cn4", "hidden-1", "8.8.", "10.1.0.", "vm1"]) {
      expect(told).not.toContain(foreign);
    }
    const [a = "", , c = "", d = ""] = ids;
    const crossing = (subject: MeshSubject) => as(cloudActor("auditor")).mesh.listNetworks(subject);
    const web = { name: "web", vdcName: vdc.name, vxlanId: 123, mtuBytes: 1392 };
    expect(await crossing({ kind: "pdc", id: "pdc:bru-1" })).toMatchObject([{ ...web, vmCount: 2 }]);
    expect(await crossing({ kind: "pdc-link", id: "pdc:bru-1,pdc:prg-1" })).toMatchObject([web]);
    expect(await crossing({ kind: "node", id: c })).toMatchObject([{ ...web, vmCount: 1 }]);
    expect(await crossing({ kind: "link", id: `${a},${c}` })).toMatchObject([web]);
    expect(await crossing({ kind: "link", id: `${a},${d}` })).toEqual([]);
    expect(await crossing({ kind: "pdc-link", id: "pdc:bru-1,pdc:hidden-1" })).toEqual([]);
    expect(await crossing({ kind: "pdc", id: "no-name" })).toEqual([]);
  });

  it("shows nobody the mesh of a vDC that is not theirs", async () => {
    const { id: vdcId } = await haveVdc(124);
    await expect(as(vdcActor(randomUUID())).mesh.getForVdc({ vdcId })).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: "No such vDC.",
    });
  });
});
