import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FactPartName, FactParts, FirewallRule, IpsecFacts, SecurityAssociation } from "../facts.ts";
import { linkContextOf } from "../mesh.ts";
import type { Node } from "../node.ts";
import { factsOf, healthyNodes, NOW, PORT, RULE, withFact, withoutFact } from "../testing/mesh-nodes.ts";
import { captureEvidence } from "./capture/capture-evidence.ts";
import { readCapture } from "./capture/read-capture.ts";
import { diagnoseLink } from "./diagnose-link.ts";
import { STEP_CODES, type StepCode, type StepOutcome } from "./step.ts";
import { withCapture } from "./with-capture.ts";

type Pair = [Node, Node];
type Change = (node: Node) => Node;

const A = "8.8.1.1";
const B = "8.8.2.2";

function pairOf(peerPdcName: string): Pair {
  const [a, b] = healthyNodes([
    { number: 1, pdcName: "bru-1", place: 1 },
    { number: 2, pdcName: peerPdcName, place: 2 },
  ]);
  if (!a || !b) throw new Error("two nodes were asked for");
  return [a, b].map((node) =>
    withFact(node, "defaultRoutes", [{ gateway: "8.8.0.1", interfaceName: "external0" }]),
  ) as Pair;
}

const ipsec = () => pairOf("prg-1");
const admin = () => pairOf("bru-1");
const onA =
  (...changes: Change[]) =>
  ([a, b]: Pair): Pair => [changes.reduce((node, change) => change(node), a), b];
const onB =
  (...changes: Change[]) =>
  ([a, b]: Pair): Pair => [a, changes.reduce((node, change) => change(node), b)];
const onBoth =
  (...changes: Change[]) =>
  (pair: Pair): Pair =>
    onB(...changes)(onA(...changes)(pair));
const after = (pair: Pair, ...changes: ((pair: Pair) => Pair)[]) =>
  changes.reduce((before, change) => change(before), pair);

function part<P extends keyof FactParts>(name: P, change: (value: FactParts[P]) => FactParts[P]): Change {
  return (node) => {
    const value = factsOf(node)[name]?.value;
    if (value === undefined) throw new Error(`${name} was not read`);
    return withFact(node, name, change(value));
  };
}

const ipsecFacts = (change: Partial<IpsecFacts>): Change =>
  part("ipsec", (value) => ({ ...value, ...change }));
const silent = part("probes", (probes) => probes.map((probe) => ({ ...probe, isAnswered: false })));
const unprobed = part("probes", () => []);
const aged: Change = (node) => ({
  ...node,
  facts: Object.fromEntries(
    Object.entries(factsOf(node)).map(([name, held]) => [
      name,
      held && { ...held, observedAt: new Date(NOW.getTime() - 3_600_000) },
    ]),
  ) as unknown as Node["facts"], // Every part is kept, which Object.fromEntries cannot tell.
});
const atMinus =
  (seconds: number): Change =>
  (node) => {
    const observedAt = new Date(NOW.getTime() - seconds * 1000);
    const { probes, ...rest } = factsOf(node);
    return { ...node, facts: { ...rest, probes: probes && { ...probes, observedAt } } };
  };
const unreachable: Change = (node) => ({
  ...node,
  lastRefresh: { outcome: "failed", finishedAt: NOW, cause: "unreachable", detail: "" },
});
const phaseOne = (remoteAddress: string, state: string): Change =>
  part("ike", () => ({
    isRunning: true,
    associations: [
      {
        state,
        role: "initiator",
        localAddress: remoteAddress === A ? B : A,
        remoteAddress,
        authenticationMethod: null,
        encryptionAlgorithm: null,
        hashAlgorithm: null,
        diffieHellmanGroup: null,
        perfectForwardSecrecyGroup: null,
        expiresInSeconds: null,
      },
    ],
  }));

function association(
  sourceAddress: string,
  carriedBytes: number | null,
  state = "MATURE",
): SecurityAssociation {
  return {
    spi: "0x1",
    direction: null,
    state,
    sourceAddress,
    destinationAddress: sourceAddress === A ? B : A,
    encryptionAlgorithm: "aes",
    authenticationAlgorithm: "sha512",
    carriedBytes,
  };
}
const associations = (...held: SecurityAssociation[]) => ipsecFacts({ associations: held });
const blocking = (protocol: string, port: number | null): Change =>
  part("firewall", (rules) => [
    ...rules,
    rule(`block in quick on external0 proto ${protocol} all`, { protocol, port }),
  ]);

function rule(
  text: string,
  { protocol, port }: { protocol: string | null; port: number | null },
): FirewallRule {
  return {
    action: text.startsWith("pass") ? "pass" : "block",
    direction: text.includes(" in ") ? "in" : "out",
    quick: true,
    interfaceName: "external0",
    protocol,
    portFirst: port,
    portLast: port,
    isUnconditional: text.endsWith(" all"),
    text,
  };
}

function diagnose([a, b]: Pair, overlayRuleName: string | null = null) {
  return diagnoseLink([a, b], linkContextOf([a, b], { now: NOW, staleAfterSeconds: 900 }), overlayRuleName);
}

function outcomesOf(pair: Pair): Record<string, StepOutcome> {
  return Object.fromEntries(diagnose(pair).steps.map(({ code, outcome }) => [code, outcome]));
}

describe("a link with nothing wrong", () => {
  it.each([
    ["inside a PDC", admin()],
    ["between PDCs", ipsec()],
  ])("carries, and says to look inside the guests: %s", (_, pair) => {
    const { verdict, steps } = diagnose(pair);
    expect(steps.map(({ code }) => code)).toEqual([...STEP_CODES]);
    expect(steps.filter(({ outcome }) => outcome === "fail")).toEqual([]);
    expect(verdict).toMatchObject({ kind: "carries", pattern: "guests-silent", missing: [] });
    expect(verdict.sentence).toContain("look inside them");
  });

  it("is the same whichever end comes first", () => {
    const [a, b] = ipsec();
    expect(diagnose([a, b])).toEqual(diagnose([b, a]));
  });

  it("asks of a link inside a PDC nothing about IPsec, and of one between PDCs nothing about the admin network", () => {
    expect(outcomesOf(admin())).toMatchObject({
      "admin-reach": "pass",
      ike: "not-applicable",
      guard: "not-applicable",
    });
    expect(outcomesOf(ipsec())).toMatchObject({
      "admin-reach": "not-applicable",
      traffic: "pass",
      guard: "pass",
    });
  });
});

type Case = {
  what: string;
  pair: Pair;
  kind: "cause" | "impaired" | "unknown" | "carries";
  code: StepCode;
  pattern?: string | null;
  says: string;
};

const CASES: Case[] = [
  {
    what: "an end that answers nobody",
    pair: after(ipsec(), onB(unreachable), onA(silent)),
    kind: "cause",
    code: "facts",
    says: "cn2 answers neither its refresh nor cn1.",
  },
  {
    what: "an end that answers its neighbour but not its refresh",
    pair: after(ipsec(), onB(unreachable)),
    kind: "unknown",
    code: "facts",
    says: "Not everything that decides is known.",
  },
  {
    what: "facts older than the limit, with a fault in them",
    pair: after(ipsec(), onB(aged), onA(ipsecFacts({ presharedKeys: [] }), silent)),
    kind: "unknown",
    code: "facts",
    says: "By what was last read it may be this: cn1 has no pre-shared key for this link.",
  },
  {
    what: "a PDC name that is missing",
    pair: after(ipsec(), onB(part("identity", (identity) => ({ ...identity, pdcName: "" })))),
    kind: "unknown",
    code: "pdc",
    says: "Not everything that decides is known.",
  },
  {
    what: "no rule in common",
    pair: after(ipsec(), onB(part("overlayRules", () => []))),
    kind: "cause",
    code: "rule",
    says: "cn1 has customers. cn2 has no overlay rule like that.",
  },
  {
    what: "an overlay that is degraded",
    pair: after(
      admin(),
      onB(part("overlays", (all) => all.map((each) => ({ ...each, status: "degraded" as const })))),
    ),
    kind: "cause",
    code: "rule",
    says: "customers123 is degraded on cn2: it drops what VMs send to other nodes.",
  },
  {
    what: "tables that name a port nobody listens on",
    pair: after(
      ipsec(),
      onA(
        part("arpTables", (tables) =>
          tables.map((table) => ({
            ...table,
            entries: table.entries.map((entry) => ({ ...entry, port: 4999 })),
          })),
        ),
      ),
    ),
    kind: "cause",
    code: "ports",
    says: "cn1 sends frames of customers to UDP 4999, but cn2 listens on 4790 (1 of 1 entries).",
  },
  {
    what: "a table without the other end's VM",
    pair: after(
      ipsec(),
      onA(part("arpTables", (tables) => tables.map((table) => ({ ...table, entries: [] })))),
    ),
    kind: "cause",
    code: "arp",
    says: "The ARP table of cn1 for customers misses or misdirects 1 of 1 vNICs of cn2.",
  },
  {
    what: "no external address",
    pair: after(
      ipsec(),
      onB(
        part("hostVnics", () => []),
        part("nics", (nics) => nics.map((nic) => ({ ...nic, nicTagNames: ["admin"] }))),
      ),
    ),
    kind: "cause",
    code: "addresses",
    says: "cn2 has no external address, so nothing can be sent to it.",
  },
  {
    what: "one name for two places",
    pair: after(admin(), onBoth(silent)),
    kind: "cause",
    code: "admin-reach",
    says: "cn2 did not answer a probe by cn1 (10.2.0.2).",
  },
  {
    what: "no default route",
    pair: after(ipsec(), onB(part("defaultRoutes", () => [])), onBoth(silent)),
    kind: "cause",
    code: "default-route",
    says: "cn2 has no default route.",
  },
  {
    what: "a default route that leads elsewhere, while packets pass",
    pair: after(ipsec(), onB(part("defaultRoutes", () => [{ gateway: "10.2.0.1", interfaceName: "igb0" }]))),
    kind: "impaired",
    code: "default-route",
    says: "The default route of cn2 does not leave through its external NIC: 10.2.0.1 through igb0.",
  },
  {
    what: "a guard that is missing",
    pair: after(ipsec(), onA(part("firewall", () => []))),
    kind: "impaired",
    code: "guard",
    says: `cn1 does not block clear-text VXLAN coming in on UDP ${PORT}. cn1 does not block clear-text VXLAN going out on UDP ${PORT}.`,
  },
  {
    what: "policies that differ",
    pair: after(
      ipsec(),
      onA(
        part("ipsec", (value) => ({
          ...value,
          policyRules: value.policyRules.map((each) => ({ ...each, encryptionAlgorithm: "3des" })),
        })),
      ),
      onBoth(silent),
    ),
    kind: "cause",
    code: "ipsec-policy",
    pattern: "one-side-negotiates",
    says: "The policies differ: cn1 uses 3des with sha512, cn2 aes with sha512.",
  },
  {
    what: "keys that differ",
    pair: after(
      ipsec(),
      onA(
        part("ipsec", (value) => ({
          ...value,
          presharedKeys: value.presharedKeys.map((key) => ({ ...key, fingerprint: "x" })),
        })),
      ),
      onBoth(silent),
    ),
    kind: "cause",
    code: "ipsec-key",
    pattern: "one-side-negotiates",
    says: "The ends hold different keys, so they cannot agree on an association.",
  },
  {
    what: "a firewall that blocks IKE",
    pair: after(ipsec(), onB(blocking("udp", 500)), onBoth(silent)),
    kind: "cause",
    code: "ike",
    pattern: "one-side-negotiates",
    says: `The firewall of cn2 blocks UDP 500 (IKE) from ${A} (block in quick on external0 proto udp all).`,
  },
  {
    what: "a firewall that blocks ESP",
    pair: after(ipsec(), onB(blocking("esp", null)), onBoth(silent)),
    kind: "cause",
    code: "ike",
    says: `The firewall of cn2 blocks ESP from ${A} (block in quick on external0 proto esp all).`,
  },
  {
    what: "in.iked that does not run",
    pair: after(ipsec(), onB(part("ike", () => ({ isRunning: false, associations: [] }))), onBoth(silent)),
    kind: "cause",
    code: "ike",
    says: "in.iked does not run on cn2, so nobody there negotiates keys.",
  },
  {
    what: "phase 1 without the peer's",
    pair: after(ipsec(), onA(phaseOne(B, "SENT FIRST MSG (SA)")), onBoth(silent)),
    kind: "cause",
    code: "ike",
    pattern: "one-side-negotiates",
    says: "cn1 asks cn2 for an association and waits (phase 1: sent first msg (sa)). cn2 knows of none: only one side negotiates.",
  },
  {
    what: "an association that is asked for and never made",
    pair: after(ipsec(), onA(associations(association(A, null, "LARVAL"))), onBoth(silent)),
    kind: "cause",
    code: "ike",
    pattern: "one-side-negotiates",
    says: "cn1 asks cn2 for an association and waits. cn2 knows of none: only one side negotiates.",
  },
  {
    what: "associations that one end has lost",
    pair: after(ipsec(), onA(associations(association(A, 5000), association(B, 0))), onBoth(silent)),
    kind: "cause",
    code: "ike",
    says: "cn1 holds 2 associations that cn2 has lost, so cn2 drops what cn1 sends. cn2 holds none.",
  },
  {
    what: "both negotiated, and no ESP",
    pair: after(ipsec(), onA(phaseOne(B, "ACTIVE")), onB(phaseOne(A, "ACTIVE")), onBoth(silent)),
    kind: "cause",
    code: "esp",
    pattern: "no-esp",
    says: "Both ends have negotiated, but neither holds an association to carry anything.",
  },
  {
    what: "ESP that arrives one way only",
    pair: after(
      ipsec(),
      onA(associations(association(A, 9000), association(B, 4000))),
      onB(associations(association(A, 0), association(B, 4000))),
      onBoth(unprobed),
    ),
    kind: "cause",
    code: "esp",
    pattern: "esp-one-way",
    says: "cn1 to cn2: 9000 bytes sent, 0 bytes taken in. cn2 to cn1: 4000 bytes sent, 4000 bytes taken in.",
  },
  {
    what: "silence that nothing explains",
    pair: after(ipsec(), onBoth(silent)),
    kind: "cause",
    code: "traffic",
    pattern: "no-packets",
    says: `cn2 did not answer a probe by cn1 (${B}).`,
  },
  {
    what: "nothing sent and nothing probed",
    pair: after(ipsec(), onBoth(unprobed)),
    kind: "unknown",
    code: "ike",
    says: "Not everything that decides is known.",
  },
  {
    what: "full packets in fragments",
    pair: after(ipsec(), onBoth(part("overlays", (all) => all.map((each) => ({ ...each, mtuBytes: 1400 }))))),
    kind: "impaired",
    code: "mtu",
    says: "Full frames of customers (MTU 1400) need 1516 bytes and cross the 1500-byte path (assumed) in 2 fragments; 1392 would fit.",
  },
];

const noKey = ipsecFacts({ presharedKeys: [] });
const certified = part("ipsec", (value) => ({
  ...value,
  ikeRules: value.ikeRules.map((rule) => ({ ...rule, authenticationMethod: "rsa_sig" })),
  presharedKeys: [],
}));
const noPolicy = ipsecFacts({ policyRules: [] });
const aboutAllProtocols = part("ipsec", (value) => ({
  ...value,
  policyRules: value.policyRules.map((each) => ({ ...each, protocol: null })),
}));
const open = part("firewall", () => []);
const carrying = associations(association(A, 9000), association(B, 4000));
const idleIke = part("ike", () => ({ isRunning: false, associations: [] }));

const WEIGHED: Case[] = [
  {
    what: "a missing key beside an answered probe, which goes past IPsec",
    pair: after(ipsec(), onA(noKey)),
    kind: "cause",
    code: "ipsec-key",
    says: "cn1 has no pre-shared key for this link. cn2 answered a probe by cn1. That shows that the nodes reach each other, and not that frames pass: the policy is about UDP alone, so probes go past IPsec.",
  },
  {
    what: "a missing key beside an answered probe, which takes IPsec",
    pair: after(ipsec(), onA(noKey), onBoth(aboutAllProtocols)),
    kind: "impaired",
    code: "ipsec-key",
    says: "cn1 has no pre-shared key for this link. cn2 answered a probe by cn1. So packets pass all the same, for now.",
  },
  {
    what: "a missing key beside associations that carry",
    pair: after(ipsec(), onA(noKey), onBoth(carrying)),
    kind: "impaired",
    code: "ipsec-key",
    says: "cn1 has no pre-shared key for this link.",
  },
  {
    what: "a missing key beside silence",
    pair: after(ipsec(), onA(noKey), onBoth(silent)),
    kind: "cause",
    code: "ipsec-key",
    pattern: "one-side-negotiates",
    says: "cn1 has no pre-shared key for this link.",
  },
  {
    what: "a missing key where nothing was sent or probed",
    pair: after(ipsec(), onA(noKey), onBoth(unprobed)),
    kind: "cause",
    code: "ipsec-key",
    says: "cn1 has no pre-shared key for this link.",
  },
  {
    what: "certificates instead of keys, which nothing shows to be accepted",
    pair: after(ipsec(), onBoth(certified, unprobed)),
    kind: "unknown",
    code: "ipsec-key",
    says: "Not everything that decides is known.",
  },
  {
    what: "certificates instead of keys beside associations that carry",
    pair: after(ipsec(), onBoth(certified, carrying)),
    kind: "carries",
    code: "esp",
    says: "Both ends agree with each other and packets pass.",
  },
  {
    what: "a missing key at an end whose facts are old, beside an answered probe",
    pair: after(ipsec(), onA(noKey, aged)),
    kind: "unknown",
    code: "facts",
    says: "By what was last read it may be this: cn1 has no pre-shared key for this link.",
  },
  {
    what: "a policy on one end only, beside an answered probe",
    pair: after(ipsec(), onB(noPolicy)),
    kind: "cause",
    code: "ipsec-policy",
    says: "The policy of cn2 does not protect all VXLAN traffic of this link.",
  },
  {
    what: "no policy on either end, behind a guard",
    pair: after(ipsec(), onBoth(noPolicy)),
    kind: "cause",
    code: "ipsec-policy",
    says: "The guard drops clear text, so nothing is left to carry frames.",
  },
  {
    what: "no policy on either end, and no guard",
    pair: after(ipsec(), onBoth(noPolicy, open)),
    kind: "impaired",
    code: "guard",
    says: "cn1 does not block clear-text VXLAN coming in",
  },
  {
    what: "a firewall that blocks IKE beside an answered probe",
    pair: after(ipsec(), onB(blocking("udp", 500))),
    kind: "cause",
    code: "ike",
    says: "cn2 answered a probe by cn1. That shows that the nodes reach each other",
  },
  {
    what: "in.iked that does not run, beside associations that carry",
    pair: after(ipsec(), onB(idleIke), onBoth(carrying)),
    kind: "impaired",
    code: "ike",
    says: "in.iked does not run on cn2, so nobody there negotiates keys.",
  },
  {
    what: "ESP that is lost beside an answered probe",
    pair: after(
      ipsec(),
      onA(associations(association(A, 9000), association(B, 0))),
      onB(associations(association(A, 0), association(B, 0))),
    ),
    kind: "cause",
    code: "esp",
    pattern: "esp-one-way",
    says: "probes go past IPsec",
  },
  {
    what: "no default route beside an answered probe",
    pair: after(ipsec(), onB(part("defaultRoutes", () => []))),
    kind: "impaired",
    code: "default-route",
    says: "cn2 has no default route. cn2 answered a probe by cn1. So packets pass all the same, for now.",
  },
  {
    what: "a default route that leads elsewhere, and a missing key, beside silence",
    pair: after(
      ipsec(),
      onB(
        part("defaultRoutes", () => [{ gateway: "10.2.0.1", interfaceName: "igb0" }]),
        noKey,
      ),
      onBoth(silent),
    ),
    kind: "cause",
    code: "default-route",
    says: "The default route of cn2 does not leave through its external NIC",
  },
  {
    what: "an empty ARP table beside an answered probe inside a PDC",
    pair: after(
      admin(),
      onA(part("arpTables", (tables) => tables.map((table) => ({ ...table, entries: [] })))),
    ),
    kind: "cause",
    code: "arp",
    says: "and not that frames pass: probes go past the overlay.",
  },
  {
    what: "a silence that is older than an answer",
    pair: after(admin(), onA(silent, atMinus(600)), onB(atMinus(30))),
    kind: "impaired",
    code: "admin-reach",
    says: "cn2 did not answer a probe by cn1",
  },
  {
    what: "an answer that is older than a silence",
    pair: after(admin(), onA(silent, atMinus(30)), onB(atMinus(600))),
    kind: "cause",
    code: "admin-reach",
    says: "cn2 did not answer a probe by cn1",
  },
];

describe("the verdict", () => {
  it.each(WEIGHED)("weighs $what: $kind, $code", ({ pair, kind, code, pattern, says }) => {
    const { verdict } = diagnose(pair);
    expect(verdict).toMatchObject({ kind, code });
    expect(verdict.sentence).toContain(says);
    expect(verdict.pattern).toBe(pattern === undefined ? verdict.pattern : pattern);
  });

  it("never says that frames do not pass where both ends take in what the other encrypts", () => {
    const changes = [noKey, noPolicy, idleIke, silent, part("defaultRoutes", () => []), blocking("udp", 500)];
    for (const change of changes)
      expect(diagnose(after(ipsec(), onA(change), onBoth(carrying))).verdict.kind).toBe("impaired");
  });

  it.each(CASES)("on $what is $kind: $code", ({ pair, kind, code, pattern, says }) => {
    const { verdict } = diagnose(pair);
    expect(verdict).toMatchObject({ kind, code });
    expect(verdict.sentence).toContain(says);
    expect(verdict.pattern).toBe(pattern === undefined ? verdict.pattern : pattern);
    expect(verdict.missing.length > 0).toBe(kind === "unknown");
    expect(verdict.evidence.length > 0 || kind === "unknown").toBe(true);
    expect(verdict.next).not.toBeNull();
  });

  it("leaves what makes no sense yet unasked", () => {
    const wrongKey = onA(ipsecFacts({ presharedKeys: [] }));
    expect(outcomesOf(after(ipsec(), wrongKey))).toMatchObject({ ike: "not-reached", esp: "not-reached" });
    expect(outcomesOf(after(ipsec(), onB(part("overlayRules", () => []))))).toMatchObject({
      arp: "not-reached",
      mtu: "not-reached",
    });
  });

  it("is about one overlay rule, if asked so", () => {
    expect(diagnose(ipsec(), RULE).verdict.kind).toBe("carries");
    expect(diagnose(ipsec(), "storage")).toMatchObject({
      link: null,
      verdict: { kind: "cause", code: "rule" },
    });
  });

  it("counts a guard that lets the peer's IKE by before it blocks all as open", () => {
    const danube = [
      rule(`pass in quick on external0 from ${A} to ${B} keep state`, { protocol: null, port: null }),
      rule("block in quick on external0 all", { protocol: null, port: null }),
    ];
    const guarded = onB(part("firewall", (rules) => [...rules, ...danube]));
    expect(outcomesOf(after(ipsec(), guarded))["ike"]).not.toBe("fail");
    const others = danube.map((each) => ({ ...each, text: each.text.replace(A, "8.8.9.9") }));
    expect(outcomesOf(after(ipsec(), onB(part("firewall", (rules) => [...rules, ...others]))))["ike"]).toBe(
      "fail",
    );
  });
});

const NEEDED: Partial<Record<StepCode, FactPartName[]>> = {
  facts: ["identity"],
  pdc: ["identity"],
  rule: ["overlayRules", "overlays"],
  ports: ["arpTables", "overlayRules", "overlays"],
  arp: ["arpTables", "overlayRules"],
  addresses: ["hostVnics", "nics"],
  "default-route": ["defaultRoutes", "hostVnics", "nics"],
  guard: ["firewall", "hostVnics"],
  "ipsec-policy": ["ipsec", "hostVnics"],
  "ipsec-key": ["ipsec", "hostVnics"],
  ike: ["ipsec", "hostVnics"],
  esp: ["ipsec", "hostVnics"],
};

it("never passes a step whose facts are missing on either end, nor calls such a link right", () => {
  const anyParts = fc.subarray([...new Set(Object.values(NEEDED).flat())]);
  const held = onBoth(associations(association(A, 10), association(B, 10)));
  const { counterexample } = fc.check(
    fc.property(anyParts, anyParts, fc.boolean(), (missingA, missingB, isSamePdc) => {
      const without =
        (missing: FactPartName[]): Change =>
        (node) =>
          missing.reduce((each, name) => withoutFact(each, name), node);
      const healthy = after(isSamePdc ? admin() : ipsec(), held);
      const pair = after(healthy, onA(without(missingA)), onB(without(missingB)));
      const missing = [...missingA, ...missingB];
      const { steps, verdict } = diagnose(pair);
      const lacks = (code: StepCode) => NEEDED[code]?.some((name) => missing.includes(name)) ?? false;
      const wrong = steps.filter(({ code, outcome }) => lacks(code) && outcome === "pass");
      const asked = steps.filter(({ outcome }) => outcome !== "not-applicable");
      return wrong.length === 0 && !(asked.some(({ code }) => lacks(code)) && verdict.kind === "carries");
    }),
  );
  expect(counterexample).toBeNull();
});

it("calls nothing right that was right long ago", () => {
  const { steps } = diagnose(after(ipsec(), onBoth(aged)));
  expect(steps.filter(({ outcome }) => outcome === "pass").map(({ code }) => code)).toEqual([]);
});

describe("with a pasted capture", () => {
  const ends = (pair: Pair) =>
    pair.map(({ id, hostname }, end) => ({
      nodeId: id,
      hostname,
      adminAddress: `10.${end + 1}.0.${end + 1}`,
      externalAddress: end === 0 ? A : B,
    })) as [Parameters<typeof captureEvidence>[2][0], Parameters<typeof captureEvidence>[2][0]];
  const capture = (pair: Pair, text: string) =>
    withCapture(diagnose(pair), captureEvidence(readCapture(text), "ipsecLink", ends(pair)));

  it("one side that negotiates is the cause, also while the facts are old", () => {
    const pair = after(ipsec(), onB(aged));
    const { verdict } = capture(pair, `${A} -> ${B}  UDP D=500 S=500 LEN=232`);
    expect(verdict).toMatchObject({ kind: "cause", code: "ike", pattern: "one-side-negotiates" });
    expect(verdict.evidence[0]).toMatchObject({ from: "capture", observedAt: null });
  });

  it("ESP both ways makes silence an impairment, and a healthy link one whose guests are silent", () => {
    const esp = `${A} -> ${B} ESP SPI=0x1 Replay=1\n${B} -> ${A} ESP SPI=0x2 Replay=1`;
    expect(capture(after(ipsec(), onBoth(silent)), esp).verdict).toMatchObject({
      kind: "impaired",
      code: "traffic",
    });
    expect(capture(ipsec(), esp).verdict).toMatchObject({ kind: "carries", pattern: "guests-silent" });
  });

  it("is told beside the facts that say otherwise", () => {
    const { steps } = capture(ipsec(), `${A} -> ${B}  UDP D=4790 S=49251 LEN=118`);
    const guard = steps.find(({ code }) => code === "guard");
    expect(guard?.seen[0]?.from).toBe("capture");
    expect(guard?.seen[1]?.sentence).toMatch(/^By the facts, though: cn1 blocks clear-text VXLAN/);
    expect(guard?.next).toMatch(/^Block the overlays/);
  });

  it("never makes a failure good", () => {
    const pair = after(ipsec(), onB(blocking("udp", 500)), onBoth(silent));
    const { steps } = capture(pair, `${A} -> ${B} ESP SPI=0x1 Replay=1\n${B} -> ${A} ESP SPI=0x2 Replay=1`);
    expect(steps.find(({ code }) => code === "ike")).toMatchObject({ outcome: "fail", weight: "impairs" });
  });

  it("clear text on the external network is told, whatever else holds", () => {
    const { verdict } = capture(ipsec(), `${A} -> ${B}  UDP D=4790 S=49251 LEN=118`);
    expect(verdict).toMatchObject({ kind: "impaired", code: "guard" });
  });
});
