import { describe, expect, it } from "vitest";
import { introductionOf } from "./node-introduction.ts";
import { factsOf, healthyNodes, nodeId } from "./testing/mesh-nodes.ts";

const known = healthyNodes(
  Array.from({ length: 12 }, (_, index) => ({ number: index + 1, pdcName: "prague-1", place: 1 })),
);

function introduced(pdcName: string, number = 20, others = known) {
  const [node] = healthyNodes([{ number, pdcName, place: 2 }]);
  return node ? introductionOf(factsOf(node), others) : null;
}

describe("introductionOf", () => {
  it("tells a near-duplicate PDC name in words, with what it would cost", () => {
    const remarks = introduced("prague-l")?.remarks;
    expect(remarks).toContainEqual({
      severity: "warning",
      sentence:
        "“prague-l” looks like “prague-1”: 1 node would encrypt to 12 neighbours. The two names differ only by characters that look alike. If it is one place, rename this node first.",
    });
    const alike = healthyNodes([
      { number: 30, pdcName: "prague-l", place: 2 },
      { number: 31, pdcName: "prague-l", place: 2 },
    ]);
    const sentences = introduced("prague-l", 20, [...known, ...alike])?.remarks.map(
      ({ sentence }) => sentence,
    );
    expect(sentences?.[0]).toBe("It would join the PDC “prague-l” with 2 nodes, over the admin network.");
    expect(sentences?.[1]).toContain("3 nodes would encrypt to 12 neighbours");
  });

  it("says which PDC it would join, that a place is new, and that it has none", () => {
    expect(introduced("prague-1")?.remarks).toEqual([
      {
        severity: "info",
        sentence: "It would join the PDC “prague-1” with 12 nodes, over the admin network.",
      },
    ]);
    expect(introduced("vienna")?.remarks[0]?.sentence).toContain("it would be a new place");
    expect(introduced(" ")?.remarks).toMatchObject([{ severity: "critical" }]);
  });

  it("names the node that has the same UUID, and counts those of the same host name", () => {
    expect(introduced("prague-1", 3)?.remarks[0]).toMatchObject({
      severity: "critical",
      sentence: expect.stringContaining(`cn3 is already known as ${nodeId(3)}`),
    });
    const namesake = known.map((node) => ({ ...node, hostname: "cn20" })).slice(0, 1);
    expect(introduced("prague-1", 20, namesake)?.remarks[0]?.sentence).toContain(
      "1 other node already has the host name “cn20”",
    );
  });

  it("says nothing of a node that did not say what it is", () => {
    const [node] = healthyNodes([{ number: 1, pdcName: "a", place: 1 }]);
    expect(node && introductionOf({ ...factsOf(node), identity: null }, [])).toBeNull();
  });
});
