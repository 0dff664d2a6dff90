import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { enrolNodes } from "#db/testing/enrolled-nodes.ts";
import { createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import type { Actor } from "#server/domain/access.ts";
import { factsOf, healthyNodes, RULE, withFact } from "#server/domain/testing/mesh-nodes.ts";
import { contextOf } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { diagnosisRouter } from "./diagnosis.ts";
import { networkRouter } from "./network.ts";

const callerOf = createCaller(router({ diagnosis: diagnosisRouter, network: networkRouter }));
const OWN_VXLAN_ID = 123;

describeOnEachDatabase("a diagnosis", (on) => {
  const as = (actor: Actor | null) => callerOf(contextOf(on.db, actor));

  /** Three nodes in two PDCs; the third holds another key for the first, and nobody gets an answer from it. */
  async function haveCloud() {
    const nodes = healthyNodes([
      { number: 1, pdcName: "bru-1", place: 1 },
      { number: 2, pdcName: "bru-1", place: 1 },
      { number: 3, pdcName: "prg-1", place: 2 },
    ]).map((node, position) => {
      const { probes, ipsec } = factsOf(node);
      if (!probes || !ipsec) throw new Error("healthy nodes have all facts");
      const silent = probes.value.map((probe) => ({
        ...probe,
        isAnswered: probe.targetAddress.startsWith("10."),
      }));
      const keys = ipsec.value.presharedKeys.map((key) =>
        position === 2 && key.remoteAddress === "8.8.1.1" ? { ...key, fingerprint: "another" } : key,
      );
      const routed = withFact(node, "defaultRoutes", [{ gateway: "8.8.0.1", interfaceName: "external0" }]);
      return withFact(withFact(routed, "probes", silent), "ipsec", { ...ipsec.value, presharedKeys: keys });
    });
    const ids = await enrolNodes(on.db, nodes, { now: new Date(), sshPortFirst: 43_000 });
    await ensureOverlayRule(on.db, { name: RULE });
    const vdc = await createVdc(on.db, {
      overlayRuleName: RULE,
      vxlanIds: { first: OWN_VXLAN_ID, last: OWN_VXLAN_ID },
      vlanIds: { first: 0, last: 0 },
    });
    const draft = {
      name: "web",
      subnet: "192.168.0.0/24",
      overlayRuleName: RULE,
      vxlanId: OWN_VXLAN_ID,
      vlanId: 0,
    };
    const { network } = await as(vdcActor(vdc.id)).network.create({ vdcId: vdc.id, draft });
    const [a = "", b = "", c = ""] = ids.map((id) => `node/${id}`);
    const vmUuids = nodes.map((node) => factsOf(node).vmVnics?.value[0]?.vmUuid ?? "");
    return { ids, a, b, c, vdcId: vdc.id, networkId: network.id, vmUuids };
  }
  let kept: ReturnType<typeof haveCloud> | null = null;
  const cloud = () => (kept ??= haveCloud());

  it("of two nodes ends in the cause, and a wrong end is not found", async () => {
    const { a, b, c } = await cloud();
    const auditor = as(cloudActor("auditor"));
    const found = await auditor.diagnosis.get({ from: a, to: c });
    expect(found).toMatchObject({
      labels: ["cn1", "cn3"],
      verdict: { kind: "cause", code: "ipsec-key" },
      links: [{ kind: "cause" }],
    });
    expect(found.ends?.map(({ externalAddress }) => externalAddress).toSorted()).toEqual([
      "8.8.1.1",
      "8.8.2.3",
    ]);
    expect((await auditor.diagnosis.get({ from: a, to: b })).verdict).toMatchObject({ kind: "carries" });
    for (const to of [`node/${randomUUID()}`, `vm/${randomUUID()}`, `network/${randomUUID()}`]) {
      await expect(auditor.diagnosis.get({ from: a, to })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(auditor.diagnosis.get({ from: a, to: a })).rejects.toMatchObject({
      code: "UNPROCESSABLE_CONTENT",
    });
  });

  it("of two VMs, and of a whole network, looks at the worst link first", async () => {
    const { networkId, vmUuids } = await cloud();
    const operator = as(cloudActor());
    const ofVms = await operator.diagnosis.get({
      from: `vm/${vmUuids[0]}/net0`,
      to: `vm/${vmUuids[2]}/net0`,
    });
    expect(ofVms).toMatchObject({
      labels: ["net0 of vm1", "net0 of vm3"],
      verdict: { code: "ipsec-key" },
      path: { outcome: "blocked" },
    });
    const end = `network/${networkId}`;
    const ofNetwork = await operator.diagnosis.get({ from: end, to: end });
    expect(ofNetwork.links.map(({ kind }) => kind)).toEqual(["cause", "cause", "carries"]);
    expect(ofNetwork.links[2]?.hostnames.toSorted()).toEqual(["cn1", "cn2"]);
    const other = ofNetwork.links[2]?.linkId ?? "";
    const chosen = await operator.diagnosis.get({ from: end, to: end, linkId: other });
    expect(chosen.diagnosis?.link?.id).toBe(other);
  });

  it("of the past is of nodes alone", async () => {
    const { a, b, networkId } = await cloud();
    const operator = as(cloudActor());
    const at = new Date(Date.now() - 3_600_000);
    const end = `network/${networkId}`;
    await expect(operator.diagnosis.get({ from: end, to: end, at })).rejects.toMatchObject({
      code: "UNPROCESSABLE_CONTENT",
    });
    await expect(operator.diagnosis.get({ from: a, to: b, at })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("tells whose the addresses of a capture are", async () => {
    const { ids } = await cloud();
    const holders = await as(cloudActor()).diagnosis.findAddressHolders({
      addresses: ["8.8.1.1", "10.1.0.2", "9.9.9.9"],
    });
    expect(holders).toEqual([
      { address: "8.8.1.1", nodeId: ids[0], hostname: "cn1", network: "external" },
      { address: "10.1.0.2", nodeId: ids[1], hostname: "cn2", network: "admin" },
    ]);
  });

  it("is told to a vDC's people by PDCs, without a node's name or address, and of their own networks alone", async () => {
    const { ids, a, b, vdcId, networkId } = await cloud();
    const own = await as(vdcActor(vdcId, "viewer")).diagnosis.ofNetworkForVdc({ vdcId, networkId });
    expect(own.pairs).toEqual([
      { pdcLabels: ["bru-1", "prg-1"], kind: "cause", title: expect.any(String) },
      { pdcLabels: ["bru-1", "bru-1"], kind: "carries", title: "Nothing wrong was found" },
    ]);
    const text = JSON.stringify(own);
    expect(text).not.toMatch(/cn\d|\d+\.\d+\.\d+/);
    for (const id of ids) expect(text).not.toContain(id);

    const member = as(vdcActor(vdcId));
    const stranger = as(vdcActor(randomUUID()));
    for (const asked of [
      () => member.diagnosis.get({ from: a, to: b }),
      () => member.diagnosis.findAddressHolders({ addresses: [] }),
      () => member.diagnosis.ofNetworkForVdc({ vdcId, networkId: randomUUID() }),
      () => stranger.diagnosis.ofNetworkForVdc({ vdcId, networkId }),
    ]) {
      await expect(asked()).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(as(null).diagnosis.get({ from: a, to: b })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });
});
