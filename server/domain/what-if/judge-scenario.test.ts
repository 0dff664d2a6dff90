import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linkContextOf } from "../mesh.ts";
import { linkBetween } from "../mesh/link.ts";
import { verdictOf } from "../mesh/model/pair-verdict.ts";
import type { Node } from "../node.ts";
import { anyHealthyCloud, anyNodeChange } from "../testing/any-cloud.ts";
import { factsOf, healthyNodes, NOW, nodeId, RULE, withFact } from "../testing/mesh-nodes.ts";
import type { Judgement } from "../warning.ts";
import { judgeWarnings } from "../warnings/judge.ts";
import { identityOf } from "../warnings/model/results.ts";
import { WarningModel } from "../warnings/model/warning-model.ts";
import { WARNING_RULES } from "../warnings/rules.ts";
import { applyScenario, type Present } from "./apply-scenario.ts";
import { fixedListeningOf, type Look, lookOf, encryptionChange } from "./look.ts";
import type { ScenarioChange } from "./scenario.ts";
import { meshOf, presentOf, tryScenario } from "./testing/try-scenario.ts";

const threePlaces = () =>
  healthyNodes([
    { number: 1, pdcName: "bru-1", place: 1 },
    { number: 2, pdcName: "bru-1", place: 1 },
    { number: 3, pdcName: "prg-1", place: 2 },
    { number: 4, pdcName: "vie-1", place: 3 },
  ]);

const answerOf = (changes: ScenarioChange[], nodes = threePlaces(), more: Partial<Present> = {}) =>
  tryScenario(presentOf(nodes, more), changes);

const hostnamesOf = ({ places }: { places: readonly { examples: readonly { hostnames: string[] }[] }[] }) =>
  places.flatMap(({ examples }) => examples.map(({ hostnames }) => hostnames.join("-"))).toSorted();

/** All admin addresses probed, with this answer. */
function probing(nodes: Node[], isAnswered: boolean): Node[] {
  return nodes.map((node) =>
    withFact(node, "probes", [
      ...(factsOf(node).probes?.value ?? []),
      ...nodes
        .filter((peer) => peer !== node)
        .map((peer) => ({ targetAddress: factsOf(peer).identity?.value.adminIp ?? "", isAnswered })),
    ]),
  );
}

describe("a PDC renamed to the name of another", () => {
  const rename: ScenarioChange = { kind: "rename-pdc", from: "prg-1", to: "bru-1" };

  it("makes the links between them plain VXLAN: they lose encryption, by place and by name", () => {
    const { encryption, paths, keysOrphaned, outcomes, isDifferent } = answerOf([rename]);
    expect(encryption.lost).toMatchObject({
      linkCount: 2,
      placeCount: 1,
      places: [{ before: ["bru-1", "prg-1"], after: ["bru-1", "bru-1"], linkCount: 2 }],
    });
    expect(hostnamesOf(encryption.lost)).toEqual(["cn1-cn3", "cn2-cn3"]);
    expect([encryption.gained, encryption.exposed].map(({ linkCount }) => linkCount)).toEqual([0, 0]);
    expect(paths.linkCount).toBe(2);
    expect(keysOrphaned.linkCount).toBe(2);
    expect(outcomes[0]).toMatchObject({ isApplied: true, remark: expect.stringContaining("become one PDC") });
    expect(isDifferent).toBe(true);
  });

  it.each([
    {
      what: "breaks them where probes of the admin network stay silent",
      isAnswered: false,
      reach: { cut: 2 },
    },
    {
      what: "says that they do reach each other where probes are answered",
      isAnswered: true,
      reach: { reached: 2 },
    },
  ])("$what", ({ isAnswered, reach }) => {
    const across = (nodes: Node[]) => probing(nodes, isAnswered);
    // Inside a PDC every probe is answered already.
    const { merged } = answerOf([rename], isAnswered ? across(threePlaces()) : silentBetween(threePlaces()));
    expect(merged).toMatchObject([
      { pdcLabel: "bru-1", from: ["bru-1", "prg-1"], reach: { reached: 0, cut: 0, unknown: 0, ...reach } },
    ]);
  });

  it("does not claim either where nobody probed the other's admin address", () => {
    expect(answerOf([rename]).merged[0]?.reach).toEqual({ reached: 0, cut: 0, unknown: 2 });
  });
});

/** Between different PDCs no probe of an admin address is answered. */
function silentBetween(nodes: Node[]): Node[] {
  return nodes.map((node) => {
    const pdcName = factsOf(node).identity?.value.pdcName;
    const others = nodes.filter((peer) => factsOf(peer).identity?.value.pdcName !== pdcName);
    return withFact(node, "probes", [
      ...(factsOf(node).probes?.value ?? []),
      ...others.map((peer) => ({
        targetAddress: factsOf(peer).identity?.value.adminIp ?? "",
        isAnswered: false,
      })),
    ]);
  });
}

describe("each kind of change", () => {
  it("renaming to a new name keeps every link as it is", () => {
    const answer = answerOf([{ kind: "rename-pdc", from: "prg-1", to: "prg-2" }]);
    expect(answer.encryption.lost.linkCount + answer.encryption.gained.linkCount).toBe(0);
    expect(answer.paths.linkCount).toBe(0);
  });

  it("a name for nodes without one brings their links out of the unknown, and nothing else", () => {
    const nodes = healthyNodes([
      { number: 1, pdcName: "bru-1", place: 1 },
      { number: 2, pdcName: "", place: 2 },
      { number: 3, pdcName: "", place: 2 },
    ]);
    const answer = answerOf([{ kind: "rename-pdc", from: "", to: "new-1" }], nodes);
    expect(answer.paths.linkCount).toBe(3);
    expect(answer.encryption.lost.linkCount).toBe(0);
  });

  it("a node that moves away encrypts to its neighbours without need, and needs keys", () => {
    const { encryption, split, keysNeeded } = answerOf([
      { kind: "move-node", nodeId: nodeId(2), to: "new-1" },
    ]);
    expect(hostnamesOf(encryption.gained)).toEqual(["cn1-cn2"]);
    expect(split).toEqual([
      { pdcLabel: "bru-1", into: ["bru-1", "new-1"], reach: { reached: 1, cut: 0, unknown: 0 } },
    ]);
    expect(hostnamesOf(keysNeeded)).toEqual(["cn1-cn2"]);
  });

  it("a node that moves into a PDC loses encryption there", () => {
    const { encryption } = answerOf([{ kind: "move-node", nodeId: nodeId(4), to: "prg-1" }]);
    expect(hostnamesOf(encryption.lost)).toEqual(["cn3-cn4"]);
  });

  it("an added node has links to all with its rules, meant to be encrypted, with keys to make", () => {
    const { appeared, keysNeeded, encryption } = answerOf([
      {
        kind: "add-node",
        hostname: "cn9",
        pdcName: "bru-1",
        adminAddress: "10.1.0.9",
        externalAddress: "8.8.1.9",
        ruleNames: [RULE, "nowhere"],
      },
    ]);
    expect(appeared.linkCount).toBe(4);
    expect(hostnamesOf(keysNeeded)).toEqual(["cn3-cn9", "cn4-cn9"]);
    expect(encryption.exposed.linkCount + encryption.lost.linkCount).toBe(0);
  });

  it("a removed node takes its links, keys and VMs with it", () => {
    const { gone, keysOrphaned, touched } = answerOf([{ kind: "remove-node", nodeId: nodeId(1) }]);
    expect(hostnamesOf(gone)).toEqual(["cn1-cn2", "cn1-cn3", "cn1-cn4"]);
    expect(keysOrphaned.linkCount).toBe(2);
    expect(touched.vms.map(({ alias }) => alias)).toContain("vm1");
  });

  it("another MTU of a rule shows where its full frames begin to fragment", () => {
    const { mtus } = answerOf([
      { kind: "change-rule", ruleName: RULE, nodeIds: null, mtuBytes: 1400, port: null, listenAddress: null },
    ]);
    const row = mtus.rows.find(({ pdcs }) => pdcs.join() === "bru-1,prg-1");
    expect(row).toMatchObject({
      linkCount: 2,
      before: { effectiveBytesMin: 1392, wantedBytesMax: 1392, fragmentingCount: 0 },
      after: { effectiveBytesMin: 1392, wantedBytesMax: 1400, fragmentingCount: 2 },
    });
    expect(mtus.rows.find(({ pdcs }) => pdcs.join() === "bru-1,bru-1")?.after.fragmentingCount).toBe(0);
  });

  it("another port leaves the guard behind: links between places lose encryption", () => {
    const { encryption } = answerOf([
      { kind: "change-rule", ruleName: RULE, nodeIds: null, mtuBytes: null, port: 4791, listenAddress: null },
    ]);
    expect(encryption.lost.linkCount).toBe(5);
  });

  it("a fixed listen address on one node takes its frames from IPsec", () => {
    const listening = (listenAddress: string): ScenarioChange => ({
      kind: "change-rule",
      ruleName: RULE,
      nodeIds: [nodeId(3)],
      mtuBytes: null,
      port: null,
      listenAddress,
    });
    const away = answerOf([listening("10.2.0.3")]);
    expect(away.encryption.lost.linkCount).toBe(3);
    expect(away.paths.linkCount).toBe(3);
    const own = answerOf([listening("8.8.2.3")]);
    expect(own.encryption.lost.linkCount + own.paths.linkCount).toBe(0);
  });

  it("a declared path and a NIC's MTU change what fits, and nothing of encryption", () => {
    const declared = answerOf([{ kind: "declare-path", pdcNames: ["prg-1", "bru-1"], mtuBytes: 1400 }]);
    expect(declared.mtus).toMatchObject({
      rowCount: 1,
      rows: [{ linkCount: 2, before: { fragmentingCount: 0 }, after: { fragmentingCount: 2 } }],
    });
    const nic = answerOf([{ kind: "set-nic-mtu", pdcName: "prg-1", nic: "external", mtuBytes: 1400 }]);
    expect(nic.mtus.rows.map(({ pdcs }) => pdcs.join("-")).toSorted()).toEqual([
      "bru-1-prg-1",
      "prg-1-vie-1",
    ]);
    expect(nic.encryption.lost.linkCount).toBe(0);
  });

  it("a NIC with a smaller MTU carries less than was measured before, and a larger one no more than that", () => {
    const [measuring, ...others] = threePlaces();
    if (!measuring) throw new Error("nodes were asked for");
    const probe = { peerAddress: "8.8.2.3", bytesThatPassed: 1500, bytesThatDidNot: null };
    const measured = [withFact(measuring, "pathProbes", [probe]), ...others];
    const answerWith = (pdcName: string, mtuBytes: number) =>
      answerOf([{ kind: "set-nic-mtu", pdcName, nic: "external", mtuBytes }], measured);
    for (const pdcName of ["bru-1", "prg-1"]) {
      const between = answerWith(pdcName, 1400).mtus.rows.filter(({ pdcs }) => pdcs.join() === "bru-1,prg-1");
      expect(between).toMatchObject([{ after: { fragmentingCount: 2 } }]);
    }
    const larger = answerWith("prg-1", 9000);
    expect(larger.mtus.rows.filter(({ pdcs }) => pdcs.join() === "bru-1,prg-1")).toEqual([]);
    expect(larger.outcomes[0]?.remark).toContain("until it is declared or measured anew");
  });

  it("says what protects first, and keys of a new node after it is there", () => {
    const sentences = (changes: ScenarioChange[]) => answerOf(changes).steps.map(({ sentence }) => sentence);
    const [first] = sentences([{ kind: "move-node", nodeId: nodeId(2), to: "ams-1" }]);
    expect(first).toMatch(/^Make pre-shared keys, .* before anything else/);
    const rule = { kind: "change-rule", ruleName: RULE, nodeIds: null } as const;
    const [guard] = sentences([{ ...rule, mtuBytes: null, port: 5000, listenAddress: null }]);
    expect(guard).toMatch(/^Cover UDP 5000/);
    const added = sentences([
      {
        kind: "add-node",
        hostname: "cn9",
        pdcName: "ams-1",
        adminAddress: "10.9.0.9",
        externalAddress: "8.8.9.9",
        ruleNames: [RULE],
      },
    ]);
    expect(added.findIndex((each) => each.startsWith("Install"))).toBe(0);
    expect(added[1]).toBe("Enrol it and confirm its host key.");
    expect(added[2]).toMatch(/before a VM starts on a new node/);
  });

  it("leads to where this product does a step itself, and says so of no other", () => {
    const { steps } = answerOf([{ kind: "remove-node", nodeId: nodeId(2) }]);
    expect(steps.filter(({ isDoneHere }) => isDoneHere)).toMatchObject([
      { sentence: "Retire the node.", href: `/nodes/${nodeId(2)}` },
      { sentence: "Refresh the nodes concerned.", href: "/nodes" },
    ]);
    expect(steps.filter(({ isDoneHere }) => !isDoneHere).every(({ href }) => href === null)).toBe(true);
  });

  it("another cipher carries more, and stays encrypted", () => {
    const { mtus, encryption } = answerOf([
      { kind: "switch-cipher", pdcNames: ["bru-1", "prg-1"], transform: "aes-gcm" },
    ]);
    expect(mtus.rows).toMatchObject([
      { linkCount: 2, before: { effectiveBytesMin: 1392 }, after: { effectiveBytesMin: 1416 } },
    ]);
    expect(Object.values(encryption).every(({ linkCount }) => linkCount === 0)).toBe(true);
  });

  it.each<{ what: string; change: ScenarioChange }>([
    { what: "a PDC that nobody reports", change: { kind: "rename-pdc", from: "no-1", to: "x" } },
    { what: "a node that is gone", change: { kind: "remove-node", nodeId: nodeId(77) } },
    { what: "a name that is held already", change: { kind: "move-node", nodeId: nodeId(1), to: "bru-1" } },
    {
      what: "a vDC that is gone",
      change: {
        kind: "change-delegation",
        vdcId: nodeId(5),
        direction: "widen",
        ids: "vxlan",
        ruleName: null,
        nicTagName: null,
        ranges: "7",
      },
    },
  ])("$what is left out and said, and changes nothing", ({ change }) => {
    const answer = answerOf([change]);
    expect(answer.outcomes).toEqual([{ isApplied: false, remark: expect.any(String) }]);
    expect(answer.isDifferent).toBe(false);
  });
});

describe("what is said besides links", () => {
  it("names the networks, vDCs and VMs whose frames travel otherwise, and no others", () => {
    const network = (id: string, vxlanId: number, subnet: string) => ({
      id,
      vdcId: "v1",
      name: id,
      subnet,
      overlayRuleName: RULE,
      nicTagName: null,
      vxlanId,
      vlanId: 0,
      mtuBytes: 1392,
      updatedAt: NOW,
    });
    const delegation = {
      isRestricted: true,
      networkCountMax: null,
      vxlanDelegations: [],
      vlanDelegations: [],
    };
    const { touched } = answerOf([{ kind: "rename-pdc", from: "prg-1", to: "bru-1" }], threePlaces(), {
      networks: [network("web", 123, "192.168.0.0/24"), network("db", 124, "192.168.1.0/24")],
      delegations: [{ vdcId: "v1", vdcName: "acme", delegation, updatedAt: NOW }],
    });
    expect(touched.networks).toEqual([{ id: "web", name: "web", vdcId: "v1", vdcName: "acme", vmCount: 3 }]);
    expect(touched.vms.map(({ alias }) => alias)).toEqual(["vm1", "vm2", "vm3"]);
    expect(touched.vdcs).toEqual([{ id: "v1", name: "acme", networkCount: 1 }]);
  });

  it("tells which warnings open and close", () => {
    const nodes = healthyNodes([
      { number: 1, pdcName: "bru-1", place: 1 },
      { number: 2, pdcName: "brU-1", place: 1 },
      { number: 3, pdcName: "prg-1", place: 2 },
    ]);
    const { warnings } = answerOf([{ kind: "rename-pdc", from: "brU-1", to: "bru-1" }], nodes);
    expect(warnings.closed.map(({ code }) => code)).toContain("pdc-name-similar");
    const back = answerOf([{ kind: "rename-pdc", from: "prg-1", to: "Bru-1" }], threePlaces());
    expect(back.warnings.opened.map(({ code }) => code)).toContain("pdc-name-similar");
  });

  it("tells which networks a smaller delegation leaves outside, and which warning a larger one closes", () => {
    const ids = (first: number, last: number) => [{ first, last }];
    const present = {
      networks: [
        {
          id: "web",
          vdcId: "v1",
          name: "web",
          subnet: "192.168.0.0/24",
          overlayRuleName: "customers",
          nicTagName: null,
          vxlanId: 123,
          vlanId: 0,
          mtuBytes: 1392,
          updatedAt: NOW,
        },
      ],
      overlayRules: [{ name: "customers", isUserRule: true }],
      delegations: [
        {
          vdcId: "v1",
          vdcName: "acme",
          delegation: {
            isRestricted: true,
            networkCountMax: null,
            vxlanDelegations: [{ overlayRuleNames: null, vxlanIds: ids(123, 123), sharedVlanIds: null }],
            vlanDelegations: [{ overlayRuleName: "customers", nicTagName: null, vlanIds: ids(0, 0) }],
          },
          updatedAt: NOW,
        },
      ],
    };
    const change = (direction: "widen" | "shrink", ranges: string): ScenarioChange => ({
      kind: "change-delegation",
      vdcId: "v1",
      direction,
      ids: "vxlan",
      ruleName: null,
      nicTagName: null,
      ranges,
    });
    const shrunk = answerOf([change("shrink", "123")], threePlaces(), present);
    expect(shrunk.warnings.opened.map(({ code }) => code)).toEqual(["delegation-network-outside"]);
    const widened = answerOf([change("widen", "124-140")], threePlaces(), present);
    expect(widened.warnings.closed.map(({ code }) => code)).toEqual(["delegation-nearly-exhausted"]);
  });
});

/** Asks for each pair of nodes, one by one. */
function naive(before: Present, after: Present) {
  const looks = (present: Present) => {
    const context = linkContextOf(present.nodes, {
      ...present.settings,
      now: present.now,
      pathMtus: present.pathMtus,
    });
    const model = meshOf(present);
    const byPair = new Map<string, Look | null>();
    for (const a of present.nodes) {
      for (const b of present.nodes) {
        if (a.id >= b.id || !a.isConfirmed || !b.isConfirmed) continue;
        const [one, other] = [model.memberById.get(a.id), model.memberById.get(b.id)];
        const link = linkBetween(a, b, context);
        if (!link || !one || !other) continue;
        byPair.set(
          `${a.id},${b.id}`,
          lookOf(verdictOf(link), [fixedListeningOf(one), fixedListeningOf(other)]),
        );
      }
    }
    return byPair;
  };
  const [was, is] = [looks(before), looks(after)];
  const counts = { lost: 0, exposed: 0, unproved: 0, gained: 0, appeared: 0, gone: 0, path: 0, mtu: 0 };
  for (const pair of new Set([...was.keys(), ...is.keys()])) {
    const [a = null, b = null] = [was.get(pair), is.get(pair)];
    const change = encryptionChange(a, b);
    if (change) counts[change] += 1;
    const mtuOf = (look: Look | null, name: string) =>
      JSON.stringify(look?.rules.find((rule) => rule.name === name));
    const ruleNames = a && b ? [...new Set([...a.rules, ...b.rules].map(({ name }) => name))] : [];
    counts.mtu += ruleNames.filter((name) => mtuOf(a, name) !== mtuOf(b, name)).length;
    if (!a && b) counts.appeared += 1;
    else if (a && !b) counts.gone += 1;
    else if (a?.via !== b?.via) counts.path += 1;
  }
  return counts;
}

const PDC_NAMES = ["bru-1", "prg-1", "vie-1", "new-1"];
const anyName = fc.constantFrom(...PDC_NAMES);
const anyNodeId = fc.nat(8).map((number) => nodeId(number + 1));
const anyChange: fc.Arbitrary<ScenarioChange> = fc.oneof(
  fc.record({
    kind: fc.constant("rename-pdc" as const),
    from: fc.constantFrom("", ...PDC_NAMES),
    to: anyName,
  }),
  fc.record({ kind: fc.constant("move-node" as const), nodeId: anyNodeId, to: anyName }),
  fc.record({ kind: fc.constant("remove-node" as const), nodeId: anyNodeId }),
  fc.record({
    kind: fc.constant("add-node" as const),
    hostname: fc.constantFrom("new-a", "new-b"),
    pdcName: anyName,
    adminAddress: fc.constantFrom(null, "10.1.0.2", "10.9.0.9"),
    externalAddress: fc.constantFrom(null, "8.8.1.1", "8.8.9.9"),
    ruleNames: fc.constantFrom<string[]>([], [RULE], [RULE, "extra"]),
  }),
  fc.record({
    kind: fc.constant("change-rule" as const),
    ruleName: fc.constantFrom(RULE, "extra"),
    nodeIds: fc.option(fc.array(anyNodeId, { minLength: 1, maxLength: 3 })),
    mtuBytes: fc.constantFrom(null, 1392, 1400),
    port: fc.constantFrom(null, 4790, 4791),
    listenAddress: fc.constantFrom(null, "0.0.0.0", "8.8.1.1", "10.1.0.1"),
  }),
  fc.record({
    kind: fc.constant("declare-path" as const),
    pdcNames: fc.tuple(anyName, anyName),
    mtuBytes: fc.constantFrom(null, 1400, 1500),
  }),
  fc.record({
    kind: fc.constant("set-nic-mtu" as const),
    pdcName: anyName,
    nic: fc.constantFrom("admin" as const, "external" as const),
    mtuBytes: fc.constantFrom(1400, 9000),
  }),
  fc.record({
    kind: fc.constant("switch-cipher" as const),
    pdcNames: fc.option(fc.tuple(anyName, anyName)),
    transform: fc.constantFrom("aes-gcm" as const, "aes-sha256" as const),
  }),
);
const anyPresent = fc
  .tuple(anyHealthyCloud, fc.array(fc.tuple(fc.nat(7), anyNodeChange), { maxLength: 8 }))
  .map(([healthy, changes]) => {
    const nodes = [...healthy];
    for (const [position, change] of changes) {
      const node = nodes[position];
      if (node) nodes[position] = change(node, nodes);
    }
    return presentOf(nodes);
  });

/** Without the order in which it was found out. */
function sorted({ findings, undecided }: Judgement) {
  return {
    findings: findings.map((finding) => ({ ...finding, touches: finding.touches.toSorted() })),
    undecided: undecided.map(({ code, touching }) => `${code} ${touching}`).toSorted(),
  };
}

function sortedDifference(model: WarningModel) {
  const { identities, findings } = model.takeDifference();
  return {
    identities: [...identities].toSorted(),
    found: findings.map((finding) => identityOf(finding)).toSorted(),
  };
}

describe("whatever the cloud and the scenario", () => {
  it("counts exactly what asking every pair counts", () => {
    fc.assert(
      fc.property(anyPresent, fc.array(anyChange, { maxLength: 3 }), (present, changes) => {
        const { encryption, appeared, gone, paths, mtus } = tryScenario(present, changes);
        const told = {
          lost: encryption.lost.linkCount,
          exposed: encryption.exposed.linkCount,
          unproved: encryption.unproved.linkCount,
          gained: encryption.gained.linkCount,
          appeared: appeared.linkCount,
          gone: gone.linkCount,
          path: paths.linkCount,
          mtu: mtus.rows.reduce((sum, { linkCount }) => sum + linkCount, 0),
        };
        expect(told).toEqual(naive(present, applyScenario(present, changes).after));
      }),
      { numRuns: 200 },
    );
  });

  it("opens and closes the warnings that judging both from scratch tells", () => {
    fc.assert(
      fc.property(anyPresent, fc.array(anyChange, { maxLength: 3 }), (present, changes) => {
        const { after } = applyScenario(present, changes);
        const [was, is] = [judgeWarnings(present), judgeWarnings(after)];
        const [before, now] = [was, is].map(({ findings }) => new Set(findings.map(identityOf)));
        const undecided = new Set(is.undecided.map(({ code, touching }) => `${code} ${touching}`));
        const { warnings } = tryScenario(present, changes);
        expect(warnings.openedCount).toBe(
          is.findings.filter((finding) => !before?.has(identityOf(finding))).length,
        );
        expect(warnings.closedCount).toBe(
          was.findings.filter(
            (finding) =>
              !now?.has(identityOf(finding)) &&
              !finding.touches.some((key) => undecided.has(`${finding.code} ${key}`)),
          ).length,
        );
      }),
      { numRuns: 100 },
    );
  });

  it("leaves what is kept of the warnings as it was, with what it has not told yet", () => {
    fc.assert(
      fc.property(
        anyPresent,
        fc.array(fc.array(anyChange, { maxLength: 3 }), { maxLength: 3 }),
        (present, scenarios) => {
          const model = WarningModel.of(WARNING_RULES, present);
          for (const changes of scenarios) {
            const { warnings } = tryScenario(present, changes, model);
            expect(warnings).toEqual(tryScenario(present, changes).warnings);
          }
          const untouched = WarningModel.of(WARNING_RULES, present);
          expect(sortedDifference(model)).toEqual(sortedDifference(untouched));
          expect(sorted(model.judgement())).toEqual(sorted(judgeWarnings(present)));
        },
      ),
      { numRuns: 100 },
    );
  });

  it("tries nothing, and nothing is different", () => {
    fc.assert(
      fc.property(anyPresent, (present) => {
        const answer = tryScenario(present, []);
        expect(answer.isDifferent).toBe(false);
        expect(answer.steps).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it("comes back to the present when every change is undone", () => {
    fc.assert(
      fc.property(anyPresent, fc.nat(7), (present, position) => {
        const node = present.nodes[position];
        const pdcName = node?.facts?.identity?.value.pdcName;
        if (!node || !pdcName) return;
        const there: ScenarioChange[] = [
          { kind: "rename-pdc", from: pdcName, to: "elsewhere-1" },
          { kind: "move-node", nodeId: node.id, to: "aside-1" },
          { kind: "declare-path", pdcNames: ["aside-1", "aside-1"], mtuBytes: 1400 },
        ];
        const back: ScenarioChange[] = [
          { kind: "declare-path", pdcNames: ["aside-1", "aside-1"], mtuBytes: null },
          { kind: "move-node", nodeId: node.id, to: "elsewhere-1" },
          { kind: "rename-pdc", from: "elsewhere-1", to: pdcName },
        ];
        const { after } = applyScenario(present, [...there, ...back]);
        expect(after).toEqual(present);
        expect(tryScenario(present, [...there, ...back]).isDifferent).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});
