import { describe, expect, it } from "vitest";
import type { VmVnic } from "../facts.ts";
import type { Node } from "../node.ts";
import { factsOf, healthyNodes, NOW, RULE, withFact } from "../testing/mesh-nodes.ts";
import { ownMeshOf } from "./own-mesh.ts";

const SETTINGS = { now: NOW, staleAfterSeconds: 900 };
const WEB = {
  id: "web",
  name: "web",
  overlayRuleName: RULE,
  vxlanId: 123,
  vlanId: 0,
  subnet: "10.9.0.0/24",
  mtuBytes: 1400,
};

function vnic(alias: string, changes: Partial<VmVnic> = {}): VmVnic {
  const number = Number(alias.replaceAll(/\D/g, ""));
  return {
    vmUuid: `00000000-0000-4000-9000-${String(number).padStart(12, "0")}`,
    vmAlias: alias,
    interfaceName: "net0",
    macAddress: `02:aa:00:00:00:${String(number).padStart(2, "0")}`,
    nicTag: `${RULE}/123`,
    overlayRuleName: RULE,
    vxlanId: 123,
    vlanId: 0,
    addresses: [{ ipv4Address: `10.9.0.${number}`, prefixLength: 24 }],
    isDhcp: false,
    mtuBytes: 1400,
    ...changes,
  };
}

const FOREIGN = { vxlanId: 999, nicTag: `${RULE}/999` };

/** cn1 to cn3 carry the vDC's VMs, in two PDCs; cn4 and cn5 only others'. */
function cloud(vnicsOf: Record<string, VmVnic[]>): Node[] {
  return healthyNodes([
    { number: 1, pdcName: "bru-1", place: 1 },
    { number: 2, pdcName: "bru-1", place: 1 },
    { number: 3, pdcName: "prg-1", place: 2 },
    { number: 4, pdcName: "prg-1", place: 2 },
    { number: 5, pdcName: "secret-1", place: 3 },
  ]).map((node) => withFact(node, "vmVnics", vnicsOf[node.hostname] ?? []));
}
const OWN = { cn1: [vnic("a1")], cn2: [vnic("a2")], cn3: [vnic("a3")] };

describe("ownMeshOf", () => {
  it("counts on a shared network the vDC's own VMs alone, and tells of no place where there is none", () => {
    const vmUuids = new Set([vnic("a1").vmUuid]);
    const { pdcs, paths, networks } = ownMeshOf(cloud(OWN), [{ ...WEB, vmUuids }], SETTINGS);
    expect(pdcs.map(({ label }) => label)).toEqual(["bru-1"]);
    expect(paths).toEqual([]);
    expect(networks).toMatchObject([{ id: "web", vmCount: 1, pdcIds: ["pdc:bru-1"] }]);
  });

  it("tells the PDCs that the vDC's networks reach, and no other", () => {
    const { pdcs, paths, networks } = ownMeshOf(
      cloud({ ...OWN, cn4: [vnic("b4", FOREIGN)], cn5: [vnic("b5", FOREIGN)] }),
      [WEB],
      SETTINGS,
    );
    expect(pdcs.map(({ label }) => label)).toEqual(["bru-1", "prg-1"]);
    expect(paths).toMatchObject([
      { pdcIds: ["pdc:bru-1", "pdc:prg-1"], networkIds: ["web"], fragmentingNetworkIds: ["web"] },
    ]);
    expect(networks).toMatchObject([{ vmCount: 3, pdcIds: ["pdc:bru-1", "pdc:prg-1"] }]);
  });

  it("says the same whatever other vDCs run on the same nodes", () => {
    const alone = ownMeshOf(cloud(OWN), [WEB], SETTINGS);
    const crowded = cloud({
      cn1: [...OWN.cn1, vnic("b11", FOREIGN), vnic("b12", { ...FOREIGN, vlanId: 7 })],
      cn2: [...OWN.cn2, vnic("b13", { vlanId: 9 })],
      cn3: [...OWN.cn3, vnic("a1", { ...FOREIGN, vmUuid: "00000000-0000-4000-9000-000000000099" })],
      cn4: [vnic("b14", FOREIGN)],
    });
    expect(ownMeshOf(crowded, [WEB], SETTINGS)).toEqual(alone);
  });

  it("names no node and no address of one", () => {
    const nodes = cloud({ ...OWN, cn4: [vnic("b4", FOREIGN)] });
    const told = JSON.stringify(ownMeshOf(nodes, [WEB], SETTINGS));
    for (const { id, hostname, facts } of nodes) {
      expect(told).not.toContain(id);
      expect(told).not.toContain(hostname);
      expect(told).not.toContain(facts?.identity?.value.adminIp ?? "none");
    }
    expect(told).not.toMatch(/\b(8\.8|10\.[123])\.\d/);
    expect(told).not.toContain("secret-1");
  });

  it("does not count a VM on the same segment outside the network's subnet", () => {
    const stray = vnic("b4", { addresses: [{ ipv4Address: "192.168.77.4", prefixLength: 24 }] });
    const { pdcs } = ownMeshOf(cloud({ cn1: OWN.cn1, cn5: [stray] }), [WEB], SETTINGS);
    expect(pdcs.map(({ label }) => label)).toEqual(["bru-1"]);
  });

  it("believes nothing of a quarantined node", () => {
    const nodes = cloud(OWN).map((node) =>
      node.hostname === "cn3" ? { ...node, isConfirmed: false } : node,
    );
    expect(ownMeshOf(nodes, [WEB], SETTINGS).pdcs.map(({ label }) => label)).toEqual(["bru-1"]);
  });

  it("is empty while no VM uses a network, and for networks that are on no overlay", () => {
    const onTag = { ...WEB, overlayRuleName: null, vxlanId: null };
    expect(ownMeshOf(cloud({}), [WEB], SETTINGS)).toMatchObject({ pdcs: [], paths: [] });
    expect(ownMeshOf(cloud(OWN), [onTag], SETTINGS)).toMatchObject({ pdcs: [], networks: [{ vmCount: 0 }] });
  });

  it("shows a network's path as stale when the facts under it are", () => {
    const nodes = cloud(OWN).map((node) =>
      node.hostname === "cn3"
        ? {
            ...node,
            facts: Object.fromEntries(
              Object.entries(factsOf(node)).map(([name, part]) => [
                name,
                part && { ...part, observedAt: new Date(NOW.getTime() - 4_000_000) },
              ]),
            ) as unknown as Node["facts"], // Every part is kept, which Object.fromEntries cannot tell.
          }
        : node,
    );
    expect(ownMeshOf(nodes, [WEB], SETTINGS).paths).toMatchObject([{ state: "stale" }]);
  });
});
