import { describe, expect, it } from "vitest";
import { demoNodes } from "./demo.ts";
import { nodeFromSpec } from "./node-spec.ts";
import { arpTable, hasAssociations, ipsecPeers, isReachable } from "./peers.ts";

const nodes = demoNodes.map(nodeFromSpec);

function node(name: string) {
  const found = nodes.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`The demo has no ${name}.`);
  return found;
}

describe("the demo fleet", () => {
  it("is the same at every start", () => {
    expect(demoNodes.map(nodeFromSpec)).toEqual(nodes);
  });

  it("has no MAC address, VM or node twice", () => {
    const vnicMacs = nodes.flatMap((each) => [...each.hostVnics, ...each.vms.flatMap(({ vnics }) => vnics)]);
    const ids = [...nodes, ...nodes.flatMap(({ vms }) => vms)].map((each) =>
      "uuid" in each ? each.uuid : each.nodeUuid,
    );
    expect(new Set(vnicMacs.map(({ macAddress }) => macAddress)).size).toBe(vnicMacs.length);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("has every rule live on every node that has it", () => {
    for (const { name, overlayRules, overlays, isPoweredOn } of nodes.filter(
      ({ name }) => name !== "prg02",
    )) {
      const live = new Set(overlays.map(({ ruleName }) => ruleName));
      expect([name, isPoweredOn, [...live].toSorted()]).toEqual([
        name,
        isPoweredOn,
        overlayRules.map((rule) => rule.name).toSorted(),
      ]);
    }
  });

  it.each([
    ["bts01", "prg01"],
    ["bts01", "prg02"],
    ["bts02", "prg01"],
    ["bts01", "vie01"],
    ["bts03", "vie01"],
    ["prg03", "vie01"],
    ["prg03", "prg01"],
    ["prg03", "bts01"],
  ])("has nothing wrong between %s and %s", (left, right) => {
    const [one, other] = [node(left), node(right)];
    const peer = ipsecPeers(nodes, one).find((candidate) => candidate.peer === other);
    expect(hasAssociations(one, other)).toBe(true);
    expect(isReachable(nodes, one, peer?.remote ?? "")).toBe(true);
    expect(isReachable(nodes, other, peer?.local ?? "")).toBe(true);
  });

  it.each([
    ["bts02", "prg02"],
    ["bts02", "vie01"],
    ["prg01", "vie01"],
  ])("has no associations between %s and %s", (left, right) => {
    expect(hasAssociations(node(left), node(right))).toBe(false);
  });

  it("lacks one entry in the ARP table of bts01", () => {
    const macOfVm = node("bts02").vms[0]?.vnics[0]?.macAddress ?? "";
    expect(arpTable(nodes, node("bts01"), "customers")).not.toHaveProperty([macOfVm]);
    expect(arpTable(nodes, node("bts03"), "customers")).toHaveProperty([macOfVm]);
  });
});
