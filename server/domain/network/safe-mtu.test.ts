import fc from "fast-check";
import { expect, it } from "vitest";
import type { IpsecPolicyRule } from "../facts.ts";
import { linkContextOf } from "../mesh.ts";
import { linkKindOf } from "../mesh/link-kind.ts";
import { ruleMtuOf } from "../mesh/link-mtu.ts";
import type { Node } from "../node.ts";
import { factsOf, healthyNodes, NOW, RULE, withFact, withoutFact } from "../testing/mesh-nodes.ts";
import { type PathLimit, pdcPathsOf, safeMtuOf, tightestPathsOf } from "./safe-mtu.ts";

const SETTINGS = { now: NOW, staleAfterSeconds: 900 };

function safeMtuAmong(pdcNames: readonly string[], ruleName = RULE) {
  const drafts = pdcNames.map((pdcName, place) => ({ number: place + 1, pdcName, place: place + 1 }));
  const nodes = healthyNodes(drafts);
  return safeMtuOf(nodes, ruleName, linkContextOf(nodes, SETTINGS));
}

it("inside one PDC is what plain VXLAN leaves of the NIC's MTU", () => {
  expect(safeMtuAmong(["bru-1", "bru-1"])).toEqual({ untaggedBytes: 1450, taggedBytes: 1446 });
});

it("is what the worst link leaves, and IPsec leaves least", () => {
  expect(safeMtuAmong(["bru-1", "bru-1", "prg-1"])).toEqual({ untaggedBytes: 1392, taggedBytes: 1388 });
});

it("is not known for one node, for a rule nobody has, or without PDC names", () => {
  expect(safeMtuAmong(["bru-1"])).toBeNull();
  expect(safeMtuAmong(["bru-1", "prg-1"], "nowhere")).toBeNull();
  expect(safeMtuAmong(["", ""])).toBeNull();
});

it("asks only the nodes that have the rule", () => {
  const [a, b, c] = healthyNodes([
    { number: 1, pdcName: "bru-1", place: 1 },
    { number: 2, pdcName: "bru-1", place: 1 },
    { number: 3, pdcName: "prg-1", place: 2 },
  ]);
  if (!a || !b || !c) throw new Error("three nodes were asked for");
  const nodes = [a, b, withFact(c, "overlayRules", [])];
  expect(safeMtuOf(nodes, RULE, linkContextOf(nodes, SETTINGS))?.untaggedBytes).toBe(1450);
});

/** What the answers are, by looking at every pair of nodes. */
function naiveLimits(nodes: readonly Node[], pathMtus: Parameters<typeof linkContextOf>[1]["pathMtus"] = []) {
  const context = linkContextOf(nodes, { ...SETTINGS, pathMtus });
  const carrying = nodes.filter(({ facts }) => facts?.overlayRules?.value.some(({ name }) => name === RULE));
  return carrying.flatMap((a, position) =>
    carrying.slice(position + 1).flatMap((b): PathLimit[] => {
      const kind = linkKindOf([a, b]);
      const rule = ruleMtuOf({ kind, nodes: [a, b], overlayRuleNames: [RULE] }, RULE, context);
      if (!rule) return [];
      const pdcNames = [a, b].map((node) => factsOf(node).identity?.value.pdcName ?? "").toSorted();
      const [first = "", second = ""] = pdcNames;
      return [
        {
          kind,
          pdcNames: [first, second],
          pathMtuBytes: rule.pathMtuBytes,
          pathMtuSource: rule.pathMtuSource,
          pathMtuObservedAt: rule.pathMtuObservedAt,
          pathMtuMeasured: rule.pathMtuMeasured,
          esp: rule.encapsulation.esp,
          espSource: rule.espSource,
          innerMtuBytesMaxUntagged: rule.innerMtuBytesMaxUntagged,
          innerMtuBytesMaxTagged: rule.innerMtuBytesMaxTagged,
        },
      ];
    }),
  );
}

function firstSmallest(limits: readonly PathLimit[]) {
  const by = (size: "innerMtuBytesMaxUntagged" | "innerMtuBytesMaxTagged") =>
    limits.find((limit) => limits.every((other) => limit[size] <= other[size]));
  const [untagged, tagged] = [by("innerMtuBytesMaxUntagged"), by("innerMtuBytesMaxTagged")];
  return untagged && tagged ? { untagged, tagged } : null;
}

const anyPolicy = fc.constantFrom<
  "as it is" | "none" | "gcm to all" | "gcm to one" | "gcm to a place" | "unread"
>("as it is", "none", "gcm to all", "gcm to one", "gcm to a place", "unread");
const anyNode = fc.record({
  pdcName: fc.constantFrom("bru-1", "prg-1", "vie-1", ""),
  place: fc.integer({ min: 1, max: 3 }),
  ageSeconds: fc.constantFrom(10, 60, 5000),
  nicMtuBytes: fc.constantFrom(1500, 9000, null),
  hasRule: fc.boolean(),
  hasOverlays: fc.boolean(),
  policy: anyPolicy,
});

function gcm(remoteAddress: string | null): IpsecPolicyRule {
  return {
    localAddress: null,
    remoteAddress,
    localPort: null,
    remotePort: null,
    protocol: "udp",
    action: "ipsec",
    encryptionAlgorithm: "aes-gcm(128)",
    authenticationAlgorithm: null,
  };
}

function nodesOf(drafts: readonly (typeof anyNode extends fc.Arbitrary<infer T> ? T : never)[]): Node[] {
  const plain = healthyNodes(drafts.map((draft, index) => ({ ...draft, number: index + 1 })));
  return plain.map((node, index) => {
    const draft = drafts[index];
    if (!draft) throw new Error("every node has its draft");
    const facts = factsOf(node);
    const rules = facts.overlayRules?.value ?? [];
    let made = withFact(
      node,
      "nics",
      (facts.nics?.value ?? []).map((nic) => ({ ...nic, mtuBytes: draft.nicMtuBytes })),
    );
    made = withFact(made, "overlayRules", draft.hasRule ? rules : []);
    if (!draft.hasOverlays) made = withFact(made, "overlays", []);
    const ipsec = facts.ipsec?.value;
    if (!ipsec || draft.policy === "as it is") return made;
    if (draft.policy === "unread") return withoutFact(made, "ipsec");
    const policyRules = {
      none: [],
      "gcm to all": [gcm(null)],
      "gcm to one": [gcm("8.8.1.1"), ...ipsec.policyRules],
      "gcm to a place": [gcm("8.8.2.0/24")],
    }[draft.policy];
    return withFact(made, "ipsec", { ...ipsec, policyRules });
  });
}

it("answers as if every pair of nodes had been looked at, for the whole and for each two PDCs", () => {
  fc.assert(
    fc.property(fc.array(anyNode, { maxLength: 9 }), fc.boolean(), (drafts, isDeclared) => {
      const nodes = nodesOf(drafts);
      const declared = {
        pdcNames: ["prg-1", "bru-1"] as const,
        mtuBytes: 1420,
        source: "declared" as const,
        observedAt: NOW,
      };
      const pathMtus = isDeclared ? [declared] : [];
      const context = linkContextOf(nodes, { ...SETTINGS, pathMtus });
      const limits = naiveLimits(nodes, pathMtus);
      expect(tightestPathsOf(nodes, RULE, context)).toEqual(firstSmallest(limits));
      const byPair = Map.groupBy(limits, ({ pdcNames }) => pdcNames.join(" "));
      const paths = pdcPathsOf(nodes, RULE, context);
      expect(paths.map(({ pdcNames }) => pdcNames.join(" "))).toEqual([...byPair.keys()].toSorted());
      for (const { pdcNames, untagged, tagged } of paths) {
        expect({ untagged, tagged }).toEqual(firstSmallest(byPair.get(pdcNames.join(" ")) ?? []));
      }
    }),
    { numRuns: 300 },
  );
});
