import { describe, expect, it } from "vitest";
import { linkContextOf } from "../mesh.ts";
import type { Node } from "../node.ts";
import { pdcPairIdOfNames } from "../pdc.ts";
import { factsOf, healthyNodes, NOW, RULE, withFact } from "../testing/mesh-nodes.ts";
import { linkBetween } from "./link.ts";
import type { PathMtu } from "./link-context.ts";
import { MeasuredPaths } from "./measured-paths.ts";

const SETTINGS = { now: NOW, staleAfterSeconds: 900 };
const BETWEEN = pdcPairIdOfNames("bru-1", "prg-1");
const INSIDE = pdcPairIdOfNames("bru-1", "bru-1");

/** Two nodes in bru-1 and two in prg-1. */
const nodes = healthyNodes(
  [1, 2, 3, 4].map((number) =>
    number < 3 ? { number, pdcName: "bru-1", place: 1 } : { number, pdcName: "prg-1", place: 2 },
  ),
);

function probing(number: number, bytesByAddress: Record<string, number>, minutesAgo = 0): Node {
  const node = nodes[number - 1];
  if (!node) throw new Error("There are four nodes.");
  const value = Object.entries(bytesByAddress).map(([peerAddress, bytesThatPassed]) => ({
    peerAddress,
    bytesThatPassed,
    bytesThatDidNot: null,
  }));
  const probed = withFact(node, "pathProbes", value);
  const observedAt = new Date(NOW.getTime() - minutesAgo * 60_000);
  return { ...probed, facts: { ...factsOf(probed), pathProbes: { value, observedAt } } };
}

const withNodes = (...changed: Node[]) =>
  nodes.map((node) => changed.find(({ id }) => id === node.id) ?? node);
const measuredIn = (all: readonly Node[], pairId = BETWEEN) => MeasuredPaths.of(all).get(pairId);

describe("measured paths", () => {
  it("are as small as the smallest that any two nodes of the two PDCs found, and as new as its newest finding", () => {
    const all = withNodes(
      probing(1, { "8.8.2.3": 1500 }),
      probing(2, { "8.8.2.3": 1400 }, 20),
      probing(3, { "8.8.1.1": 1400 }, 5),
    );
    expect(measuredIn(all)).toMatchObject({
      mtuBytes: 1400,
      source: "measured",
      observedAt: new Date(NOW.getTime() - 5 * 60_000),
    });
  });

  it("lie inside a PDC over its admin network, and between PDCs over the external one", () => {
    const all = withNodes(probing(1, { "10.1.0.2": 9000, "8.8.1.2": 1300, "10.2.0.3": 1200 }));
    expect(measuredIn(all, INSIDE)?.mtuBytes).toBe(9000);
    expect(measuredIn(all)).toBeNull();
  });

  it("count nothing that an unconfirmed node says, nor an address that two PDCs claim", () => {
    const probe = probing(1, { "8.8.2.3": 1400 });
    expect(measuredIn(withNodes({ ...probe, isConfirmed: false }))).toBeNull();
    const [, , , last] = nodes;
    const claimed = factsOf(nodes[2] ?? probe).hostVnics?.value ?? [];
    const thief = healthyNodes([{ number: 5, pdcName: "vie-1", place: 3 }]).map((node) =>
      withFact(node, "hostVnics", claimed),
    );
    expect(measuredIn([...withNodes(probe), ...thief])).toBeNull();
    expect(last?.facts?.pathProbes?.value).toEqual([]);
  });

  it("follow a probed node to another PDC, and are forgotten with who measured them", () => {
    const probe = probing(1, { "8.8.2.3": 1400 });
    const paths = MeasuredPaths.of(withNodes(probe));
    const moved = withFact(nodes[2] ?? probe, "identity", {
      ...(factsOf(nodes[2] ?? probe).identity?.value ?? { nodeUuid: "", hostname: "" }),
      pdcName: "vie-1",
    } as never); // The identity of a healthy node with another name.
    expect(paths.update(moved.id, moved)).toContain(BETWEEN);
    expect(paths.get(BETWEEN)).toBeNull();
    expect(paths.get(pdcPairIdOfNames("bru-1", "vie-1"))?.mtuBytes).toBe(1400);
    paths.update(probe.id, null);
    expect([...paths.pairIds()]).toEqual([]);
  });
});

describe("the path MTU of a link", () => {
  const all = withNodes(probing(2, { "8.8.2.4": 1400 }, 3));
  const linkWith = (pathMtus: readonly PathMtu[]) => {
    const [a, , c] = all;
    const link = a && c && linkBetween(a, c, linkContextOf(all, { ...SETTINGS, pathMtus }));
    if (!link) throw new Error("The two nodes are linked.");
    return link;
  };

  it("is what other nodes of the two PDCs measured, before what the NICs let assume", () => {
    const link = linkWith([]);
    expect(link.ruleMtus[0]).toMatchObject({
      overlayRuleName: RULE,
      pathMtuBytes: 1400,
      pathMtuSource: "measured",
      pathMtuMeasured: null,
    });
    expect(link.state).toBe("degraded");
  });

  it("is what was declared before what was measured, and says when the two differ", () => {
    const declared = (mtuBytes: number): PathMtu => ({
      pdcNames: ["prg-1", "bru-1"],
      mtuBytes,
      source: "declared",
      observedAt: NOW,
    });
    const link = linkWith([declared(1500)]);
    expect(link.ruleMtus[0]).toMatchObject({
      pathMtuBytes: 1500,
      pathMtuSource: "declared",
      pathMtuMeasured: { mtuBytes: 1400, observedAt: new Date(NOW.getTime() - 180_000) },
    });
    const sentences = link.checks.map(({ sentence }) => sentence).join(" ");
    expect(sentences).toContain("the 1500-byte path (declared, though 1400 were measured)");
    expect(linkWith([declared(1400)]).ruleMtus[0]?.pathMtuMeasured).toBeNull();
  });
});
