import { describe, expect, it } from "vitest";
import { leftBehindBy } from "./node-retirement.ts";
import { healthyNodes, nodeId, withFact } from "./testing/mesh-nodes.ts";

const [near, gone, far] = healthyNodes([
  { number: 1, pdcName: "bru-1", place: 1 },
  { number: 2, pdcName: "bru-1", place: 1 },
  { number: 3, pdcName: "prg-1", place: 2 },
]);
if (!near || !gone || !far) throw new Error("three nodes were asked for");

describe("leftBehindBy", () => {
  it("counts what each other node holds for the one that goes, by hostname", () => {
    expect(leftBehindBy(gone, [far, near, gone])).toEqual([
      {
        ...{ nodeId: nodeId(1), hostname: "cn1", arpEntryCount: 1 },
        ...{ presharedKeyCount: 0, ikeRuleCount: 0, policyCount: 0 },
      },
      {
        ...{ nodeId: nodeId(3), hostname: "cn3", arpEntryCount: 1 },
        ...{ presharedKeyCount: 1, ikeRuleCount: 1, policyCount: 1 },
      },
    ]);
  });

  it("leaves out nodes that hold nothing for it, quarantined ones, and everything when it was never read", () => {
    const forgetful = withFact(near, "arpTables", []);
    expect(leftBehindBy(gone, [forgetful, { ...far, isConfirmed: false }])).toEqual([]);
    expect(leftBehindBy({ ...gone, facts: null }, [near, far])).toEqual([]);
  });
});
