import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { insertNode, saveFacts, updateNode } from "#db/queries/node.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import type { Actor } from "#server/domain/access.ts";
import type { NodeFacts, VmVnic } from "#server/domain/facts.ts";
import { factsOf, healthyNodes, macOf, RULE } from "#server/domain/testing/mesh-nodes.ts";
import { contextOf } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { meshPathRouter } from "./mesh-path.ts";
import { networkRouter } from "./network.ts";

const callerOf = createCaller(router({ meshPath: meshPathRouter, network: networkRouter }));
const DRAFTS = [
  { number: 1, pdcName: "bru-1", place: 1 },
  { number: 2, pdcName: "bru-1", place: 1 },
  { number: 3, pdcName: "prg-1", place: 2 },
];
const OWN_VXLAN_ID = 123;
const FOREIGN_VXLAN_ID = 999;
const vmUuids = DRAFTS.map(() => randomUUID());
const foreignVmUuid = randomUUID();

const vmOf = (number: number): VmVnic => ({
  vmUuid: vmUuids[number - 1] ?? "",
  vmAlias: `web-${number}`,
  interfaceName: "net0",
  macAddress: macOf(number),
  nicTag: `${RULE}/${OWN_VXLAN_ID}`,
  overlayRuleName: RULE,
  vxlanId: OWN_VXLAN_ID,
  vlanId: 0,
  addresses: [{ ipv4Address: `192.168.0.${number}`, prefixLength: 24 }],
  isDhcp: false,
  mtuBytes: 1392,
});

describeOnEachDatabase("a path through the mesh", (on) => {
  const as = (actor: Actor | null) => callerOf(contextOf(on.db, actor));

  async function haveNodes(): Promise<string[]> {
    const now = new Date();
    const ids: string[] = [];
    for (const node of healthyNodes(DRAFTS)) {
      const number = Number(node.hostname.slice(2));
      const foreign: VmVnic = {
        ...vmOf(number),
        vmUuid: foreignVmUuid,
        vmAlias: "foreign",
        macAddress: "02:ff:00:00:00:01",
        nicTag: `${RULE}/${FOREIGN_VXLAN_ID}`,
        vxlanId: FOREIGN_VXLAN_ID,
        addresses: [{ ipv4Address: "192.168.0.2", prefixLength: 24 }],
      };
      const vmVnics = [vmOf(number), ...(number === 1 ? [foreign] : [])];
      const facts: NodeFacts = { ...factsOf(node), vmVnics: { value: vmVnics, observedAt: now } };
      const fresh = Object.fromEntries(
        Object.entries(facts).map(([name, part]) => [name, part && { ...part, observedAt: now }]),
      ) as unknown as NodeFacts; // Every part is kept, which Object.fromEntries cannot tell.
      const { id } = await insertNode(on.db, {
        hostname: node.hostname,
        sshAddress: "127.0.0.1",
        sshPort: 41_000 + number,
        hostKeyConfirmedAt: now,
      });
      await saveFacts(on.db, id, fresh, { observedAt: now, hasChanged: true });
      await updateNode(on.db, id, { lastRefreshOutcome: "ok", lastRefreshFinishedAt: now });
      ids.push(id);
    }
    return ids;
  }
  let nodes: Promise<string[]> | null = null;
  const nodeIds = () => (nodes ??= haveNodes());
  const vm = (number: number) => `vm/${vmUuids[number - 1]}/net0`;

  async function haveNetwork(): Promise<{ vdcId: string; networkId: string }> {
    await nodeIds();
    await ensureOverlayRule(on.db, { name: RULE });
    const vdc = await createVdc(on.db, {
      overlayRuleName: RULE,
      vxlanIds: { first: OWN_VXLAN_ID, last: OWN_VXLAN_ID },
      vlanIds: { first: 0, last: 0 },
    });
    const created = await as(vdcActor(vdc.id)).network.create({
      vdcId: vdc.id,
      draft: {
        name: "web",
        subnet: "192.168.0.0/24",
        overlayRuleName: RULE,
        vxlanId: OWN_VXLAN_ID,
        vlanId: 0,
      },
    });
    return { vdcId: vdc.id, networkId: created.network.id };
  }
  let network: Promise<{ vdcId: string; networkId: string }> | null = null;
  const ownNetwork = () => (network ??= haveNetwork());

  it("between two VMs is found by their ids, with both ends' ARP tables", async () => {
    await nodeIds();
    const found = await as(cloudActor("auditor")).meshPath.find({ from: vm(1), to: vm(3) });
    if (found.kind !== "path") throw new Error("two VMs have one path");
    expect(found.ends.map(({ label }) => label)).toEqual(["net0 of web-1", "net0 of web-3"]);
    expect(found.hops.map(({ kind }) => kind)).toEqual(["vnic", "overlay", "link", "overlay", "vnic"]);
    expect(found.arpAgreements.map(({ hostname }) => hostname)).toEqual(["cn1", "cn3"]);
    expect(found.outcome).toBe("passes");
  });

  it("is not there between segments, and a rival for an address is told", async () => {
    await nodeIds();
    const operator = as(cloudActor());
    const apart = await operator.meshPath.find({ from: `vm/${foreignVmUuid}`, to: vm(3) });
    expect(apart.outcome).toBe("no-path");
    const found = await operator.meshPath.find({ from: vm(1), to: vm(2) });
    expect(found.outcome).toBe("unknown");
    expect(found.kind === "path" && found.reasons[0]?.sentence).toContain("foreign on cn1 has 192.168.0.2");
  });

  it("between two nodes, and between a network and itself, needs no VM to be named", async () => {
    const [a, , c] = await nodeIds();
    const { networkId } = await ownNetwork();
    const operator = as(cloudActor());
    const ofNodes = await operator.meshPath.find({ from: `node/${a}`, to: `node/${c}` });
    expect(ofNodes.kind === "path" && ofNodes.hops.map(({ kind }) => kind)).toEqual(["node", "link", "node"]);
    const ofNetwork = await operator.meshPath.find({
      from: `network/${networkId}`,
      to: `network/${networkId}`,
    });
    if (ofNetwork.kind !== "pairs") throw new Error("a network gives pairs of nodes");
    expect(ofNetwork.pairCount).toBe(3);
    expect(ofNetwork.outcome).toBe("passes");
  });

  it("of a vDC is told without a node's name or address", async () => {
    const ids = await nodeIds();
    const { vdcId, networkId } = await ownNetwork();
    for (const role of ["network-admin", "viewer"] as const) {
      const member = as(vdcActor(vdcId, role));
      const found = await member.meshPath.findForVdc({ vdcId, from: vm(1), to: vm(3) });
      const ofNetwork = await member.meshPath.findForVdc({
        vdcId,
        from: `network/${networkId}`,
        to: `network/${networkId}`,
      });
      const options = await member.meshPath.searchEndsForVdc({ vdcId, text: "" });
      expect(found.outcome).toBe("passes");
      const text = JSON.stringify([found, ofNetwork, options]);
      expect(text).not.toMatch(/cn\d|8\.8\.\d|"10\.\d|foreign/);
      for (const id of ids) expect(text).not.toContain(id);
    }
  });

  it("to what lies outside the vDC is not found, in the same words as what does not exist", async () => {
    const [a] = await nodeIds();
    const { vdcId } = await ownNetwork();
    const member = as(vdcActor(vdcId));
    const ends = [
      [`vm/${foreignVmUuid}`, "No such VM."],
      [`vm/${randomUUID()}`, "No such VM."],
      [`vm/${vmUuids[0]}/net9`, "No such VM."],
      [`node/${a}`, "No such node."],
      [`node/${randomUUID()}`, "No such node."],
      [`network/${randomUUID()}`, "No such network."],
    ] as const;
    for (const [to, message] of ends) {
      await expect(member.meshPath.findForVdc({ vdcId, from: vm(1), to })).rejects.toMatchObject({
        code: "NOT_FOUND",
        message,
      });
    }
  });

  it("is not found by people of another vDC, nor is anything to choose from", async () => {
    const { vdcId } = await ownNetwork();
    const stranger = as(vdcActor(randomUUID()));
    const question = { from: vm(1), to: vm(3) };
    for (const asked of [
      stranger.meshPath.find(question),
      stranger.meshPath.searchEnds({ text: "" }),
      stranger.meshPath.findForVdc({ vdcId, ...question }),
      stranger.meshPath.searchEndsForVdc({ vdcId, text: "" }),
    ]) {
      await expect(asked).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(as(null).meshPath.find(question)).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  it("needs two different ends that are one of the three kinds", async () => {
    const operator = as(cloudActor());
    await nodeIds();
    await expect(operator.meshPath.find({ from: vm(1), to: vm(1) })).rejects.toMatchObject({
      code: "UNPROCESSABLE_CONTENT",
    });
    await expect(operator.meshPath.find({ from: "x", to: vm(1) })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
  });

  it.each([
    { text: "WEB-2", label: "web-2, net0" },
    { text: "192.168.0.3", label: "web-3, net0" },
    { text: macOf(1).toUpperCase(), label: "web-1, net0" },
    { text: "cn2", label: "cn2" },
    { text: "%", label: null },
    { text: "999.1.1.1", label: null },
  ])("offers what “$text” names", async ({ text, label }) => {
    await nodeIds();
    const found = await as(cloudActor()).meshPath.searchEnds({ text });
    expect(found[0]?.label ?? null).toBe(label);
  });
});
