import { describe, expect, it } from "vitest";
import { DANUBE_ESP } from "#server/domain/esp.ts";
import { type MtuLimit, mtuVerdict } from "./mtu-verdict.ts";

const PATH = {
  kind: "ipsecLink" as const,
  pdcNames: ["bru-1", "vie-1"] as [string, string],
  esp: DANUBE_ESP,
  espSource: "policy" as const,
  pathMtuBytes: 1500,
  pathMtuSource: "assumed" as const,
  pathMtuObservedAt: null,
  pathMtuMeasured: null,
  innerMtuBytesMaxUntagged: 1392,
  innerMtuBytesMaxTagged: 1388,
};
const LIMITS: MtuLimit[] = [
  { overlayRuleName: "customers", ruleMtuBytes: 1400, tightest: { untagged: PATH, tagged: PATH } },
  { overlayRuleName: "storage", ruleMtuBytes: 8900, tightest: null },
];

describe("mtuVerdict", () => {
  it.each([
    { vlanId: 0, mtuBytes: 1392, outcome: "whole", packetCount: 1 },
    { vlanId: 0, mtuBytes: 1393, outcome: "fragments", packetCount: 2 },
    { vlanId: 10, mtuBytes: 1388, outcome: "whole", packetCount: 1 },
    { vlanId: 10, mtuBytes: 1392, outcome: "fragments", packetCount: 2 },
  ])("MTU $mtuBytes in VLAN $vlanId: $outcome", ({ vlanId, mtuBytes, outcome, packetCount }) => {
    const verdict = mtuVerdict({ overlayRuleName: "customers", vlanId, mtuBytes }, LIMITS);
    expect(verdict).toMatchObject({ outcome, proof: { packetCount } });
  });

  it("proves itself: the entries of the ledger sum to the packet on the wire", () => {
    const { proof } = mtuVerdict({ overlayRuleName: "customers", vlanId: 10, mtuBytes: 1400 }, LIMITS);
    expect(proof?.entries.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(proof?.outerBytes);
  });

  it("never calls an unknown path healthy, and wraps nothing around packets on a NIC tag", () => {
    const judge = (overlayRuleName: string | null) =>
      mtuVerdict({ overlayRuleName, vlanId: 0, mtuBytes: 1500 }, LIMITS).outcome;
    expect([judge("storage"), judge("gone"), judge(null)]).toEqual(["unknown", "unknown", "plain"]);
  });
});
