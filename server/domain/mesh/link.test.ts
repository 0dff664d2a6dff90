import { describe, expect, it } from "vitest";
import type { IpsecFacts, SecurityAssociation } from "../facts.ts";
import { linkContextOf, type MeshSettings } from "../mesh.ts";
import type { Node } from "../node.ts";
import {
  blockRule,
  factsOf,
  healthyNodes,
  NOW,
  PORT,
  RULE,
  withFact,
  withoutFact,
} from "../testing/mesh-nodes.ts";
import { type Link, linkBetween } from "./link.ts";

const SETTINGS: MeshSettings = { now: NOW, staleAfterSeconds: 900 };
type Pair = [Node, Node];
type Change = (node: Node) => Node;

function pair(peerPdcName: string, ageSeconds = 60): Pair {
  const [a, b] = healthyNodes([
    { number: 1, pdcName: "bru-1", place: 1, ageSeconds },
    { number: 2, pdcName: peerPdcName, place: 2 },
  ]);
  if (!a || !b) throw new Error("two nodes were asked for");
  return [a, b];
}

const admin = () => pair("bru-1");
const ipsec = () => pair("prg-1");

function judge([a, b]: Pair, settings: Partial<MeshSettings> = {}): Link {
  const link = linkBetween(a, b, linkContextOf([a, b], { ...SETTINGS, ...settings }));
  if (!link) throw new Error("there is no link");
  return link;
}

/** Changes the first end, the second, or both. */
function changed([a, b]: Pair, change: Change, ends: "one" | "both" = "one"): Pair {
  return [change(a), ends === "both" ? change(b) : b];
}

function ipsecWith(change: (facts: IpsecFacts) => Partial<IpsecFacts>): Change {
  return (node) => {
    const value = factsOf(node).ipsec?.value;
    if (!value) throw new Error("no IPsec facts");
    return withFact(node, "ipsec", { ...value, ...change(value) });
  };
}

function association(bytes: number | null, state = "MATURE"): SecurityAssociation {
  return {
    spi: "0x1",
    direction: "inbound",
    state,
    sourceAddress: "8.8.2.2",
    destinationAddress: "8.8.1.1",
    encryptionAlgorithm: "aes",
    authenticationAlgorithm: "sha512",
    carriedBytes: bytes,
  };
}

const withAssociation = (bytes: number | null, state?: string) =>
  ipsecWith(() => ({ associations: [association(bytes, state)] }));
const withoutProbes: Change = (node) => withFact(node, "probes", []);
const withSilentProbes: Change = (node) =>
  withFact(
    node,
    "probes",
    (factsOf(node).probes?.value ?? []).map((probe) => ({ ...probe, isAnswered: false })),
  );
const withOverlay =
  (change: Partial<NonNullable<ReturnType<typeof factsOf>["overlays"]>["value"][number]>): Change =>
  (node) =>
    withFact(
      node,
      "overlays",
      (factsOf(node).overlays?.value ?? []).map((overlay) => ({ ...overlay, ...change })),
    );
const withRuleMtu =
  (mtuBytes: number): Change =>
  (node) =>
    withOverlay({ mtuBytes })(node);
const withPdcName =
  (pdcName: string): Change =>
  (node) => {
    const identity = factsOf(node).identity?.value;
    return identity ? withFact(node, "identity", { ...identity, pdcName }) : node;
  };

describe("a link between healthy ends", () => {
  it("is up, and says why it takes its path", () => {
    expect(judge(admin())).toMatchObject({
      kind: "adminLink",
      state: "up",
      reason: "Same PDC name (“bru-1”), so plain VXLAN between admin addresses 10.1.0.1 and 10.2.0.2.",
      effectiveMtuBytes: 1450,
    });
    expect(judge(ipsec())).toMatchObject({
      kind: "ipsecLink",
      state: "up",
      reason:
        "Different PDC names (“bru-1”, “prg-1”), so IPsec between external addresses 8.8.1.1 and 8.8.2.2.",
      effectiveMtuBytes: 1392,
    });
  });

  it("is the same whichever end comes first", () => {
    const [a, b] = ipsec();
    expect(judge([a, b])).toEqual(judge([b, a]));
  });

  it("does not exist where the ends share no overlay rule", () => {
    const [a, b] = changed(admin(), (node) => withFact(node, "overlayRules", []));
    expect(linkBetween(a, b, linkContextOf([a, b], SETTINGS))).toBeNull();
  });
});

describe("missing evidence", () => {
  const parts = [
    "identity",
    "nics",
    "hostVnics",
    "overlayRules",
    "overlays",
    "arpTables",
    "vmVnics",
  ] as const;
  it.each(parts)("leaves a link unknown when an end never reported %s", (part) => {
    for (const ends of [admin(), ipsec()]) {
      expect(judge(changed(ends, (node) => withoutFact(node, part))).state).toBe("unknown");
    }
  });

  it.each(["ipsec", "firewall"] as const)(
    "leaves an ipsecLink unknown without %s, but not an adminLink",
    (part) => {
      expect(judge(changed(ipsec(), (node) => withoutFact(node, part))).state).toBe("unknown");
      expect(judge(changed(admin(), (node) => withoutFact(node, part))).state).toBe("up");
    },
  );

  it.each(["one", "both"] as const)("an empty PDC name on %s ends is never the same PDC", (ends) => {
    const link = judge(changed(admin(), withPdcName(""), ends));
    expect(link).toMatchObject({ kind: "unknown", state: "unknown" });
    expect(link.reason).toContain("reports no PDC name");
  });

  it("is unknown where nothing was read at all", () => {
    expect(judge(changed(admin(), (node) => ({ ...node, facts: null, lastRefresh: null }))).state).toBe(
      "unknown",
    );
  });

  it("is unknown after a refresh that failed, though facts are fresh", () => {
    const failed: Change = (node) => ({
      ...node,
      lastRefresh: { outcome: "failed", finishedAt: NOW, cause: "unreachable", detail: "" },
    });
    expect(judge(changed(admin(), failed)).state).toBe("unknown");
  });

  it("is unknown where a rule is live on one end only", () => {
    expect(judge(changed(admin(), (node) => withFact(node, "overlays", []))).state).toBe("unknown");
  });

  it("is unknown while a MAC is claimed by both ends", () => {
    const [a, b] = admin();
    const link = judge([withFact(a, "vmVnics", factsOf(b).vmVnics?.value ?? []), b]);
    expect(link.state).toBe("unknown");
    expect(link.stateSentence).toContain("claimed more than once");
  });
});

describe("freshness", () => {
  it.each([
    { ageSeconds: 900, state: "up" },
    { ageSeconds: 901, state: "stale" },
  ])("facts $ageSeconds s old make the link $state", ({ ageSeconds, state }) => {
    expect(judge(pair("bru-1", ageSeconds)).state).toBe(state);
    expect(judge(pair("prg-1", ageSeconds)).state).toBe(state);
  });

  it("one old part is enough", () => {
    const [a, b] = admin();
    const old = { value: factsOf(a).arpTables?.value ?? [], observedAt: new Date(NOW.getTime() - 901_000) };
    expect(judge([{ ...a, facts: { ...factsOf(a), arpTables: old } }, b]).state).toBe("stale");
  });

  it("an answered probe that is too old proves nothing", () => {
    const ends = admin().map((node) => {
      const probes = {
        value: factsOf(node).probes?.value ?? [],
        observedAt: new Date(NOW.getTime() - 901_000),
      };
      return { ...node, facts: { ...factsOf(node), probes } };
    });
    const [a, b] = ends;
    expect(a && b && judge([a, b]).state).toBe("unknown");
  });
});

describe("traffic", () => {
  it.each([
    { what: "a probe answered one way", make: () => changed(admin(), withoutProbes), state: "up" },
    { what: "no probe", make: () => changed(admin(), withoutProbes, "both"), state: "unknown" },
    { what: "silence both ways", make: () => changed(admin(), withSilentProbes, "both"), state: "down" },
    { what: "silence one way", make: () => changed(admin(), withSilentProbes), state: "degraded" },
    { what: "an idle ipsecLink", make: () => changed(ipsec(), withoutProbes, "both"), state: "unknown" },
  ])("$what is $state", ({ make, state }) => {
    expect(judge(make()).state).toBe(state);
  });

  it.each([
    { what: "bytes taken in", bytes: 10, saState: "MATURE", state: "up" },
    { what: "no bytes", bytes: 0, saState: "MATURE", state: "unknown" },
    { what: "bytes not reported", bytes: null, saState: "MATURE", state: "unknown" },
    { what: "a dead association", bytes: 10, saState: "DEAD", state: "unknown" },
  ])("an unprobed ipsecLink with $what is $state", ({ bytes, saState, state }) => {
    const unprobed = changed(ipsec(), withoutProbes, "both");
    expect(judge(changed(unprobed, withAssociation(bytes, saState))).state).toBe(state);
  });

  it("silence with bytes on the association is degraded, without them down", () => {
    const silent = changed(ipsec(), withSilentProbes, "both");
    expect(judge(silent).state).toBe("down");
    expect(judge(changed(silent, withAssociation(10))).state).toBe("degraded");
  });
});

describe("overlays and ARP tables", () => {
  const tables = (node: Node) => factsOf(node).arpTables?.value ?? [];
  const withTwoVnics: Change = (node) => {
    const vnics = factsOf(node).vmVnics?.value ?? [];
    return withFact(node, "vmVnics", [
      ...vnics,
      ...vnics.map((vnic) => ({ ...vnic, macAddress: "00:e5:dc:00:01:01" })),
    ]);
  };

  it.each([
    {
      what: "a changed rule the overlay does not follow yet",
      change: withOverlay({ listenPort: PORT }),
      state: "up",
    },
    {
      what: "an overlay that is degraded",
      change: withOverlay({ status: "degraded" as const }),
      state: "down",
    },
    {
      what: "an overlay of unknown status",
      change: withOverlay({ status: "unknown" as const }),
      state: "unknown",
    },
    { what: "a port the node did not tell", change: withOverlay({ listenPort: null }), state: "unknown" },
  ])("$what: $state", ({ change, state }) => {
    expect(judge(changed(admin(), change)).state).toBe(state);
  });

  it("is degraded where an end has a degraded overlay beside one that works", () => {
    const withSecond: Change = (node) => {
      const [first] = factsOf(node).overlays?.value ?? [];
      if (!first) throw new Error("no overlay");
      return withFact(node, "overlays", [
        first,
        { ...first, name: `${RULE}9`, vxlanId: 9, status: "degraded" },
      ]);
    };
    expect(judge(changed(admin(), withSecond)).state).toBe("degraded");
  });

  it("is down where a live port is not the one the other end's table names", () => {
    expect(judge(changed(admin(), withOverlay({ listenPort: 4999 }))).state).toBe("down");
  });

  it("is down where an end's table holds nothing right, degraded where some entries are missing", () => {
    const emptied: Change = (node) =>
      withFact(
        node,
        "arpTables",
        tables(node).map((table) => ({ ...table, entries: [] })),
      );
    expect(judge(changed(admin(), emptied)).state).toBe("down");
    expect(judge(changed(admin(), withTwoVnics)).state).toBe("degraded");
  });

  it("is as wanted where the other end has no vNICs", () => {
    const bare = changed(admin(), (node) => withFact(node, "vmVnics", []));
    expect(judge(bare).checks.find(({ code }) => code === "arp-entries")?.outcome).toBe("pass");
  });
});

describe("addresses", () => {
  const withoutExternal: Change = (node) => withFact(node, "hostVnics", []);
  const withPrivateExternal: Change = (node) =>
    withFact(
      node,
      "hostVnics",
      (factsOf(node).hostVnics?.value ?? []).map((vnic) => ({ ...vnic, ipv4Address: "203.0.113.9" })),
    );

  it("a missing external address takes the link down, the admin address does not stand in", () => {
    const untagged: Change = (node) =>
      withFact(
        withoutExternal(node),
        "nics",
        (factsOf(node).nics?.value ?? []).map((nic) => ({ ...nic, nicTagNames: ["admin"] })),
      );
    const link = judge(changed(ipsec(), untagged));
    expect(link).toMatchObject({ state: "down", addresses: [null, "8.8.2.2"] });
  });

  it("an external address that is not public fails its check unless it is excepted", () => {
    const ends = changed(ipsec(), withPrivateExternal);
    const outcome = (settings: Partial<MeshSettings>) =>
      judge(ends, settings).checks.find(({ code }) => code === "addresses")?.outcome;
    expect(outcome({})).toBe("fail");
    expect(outcome({ publicAddressExceptions: ["203.0.113.0/24"] })).toBe("pass");
  });
});

describe("IPsec", () => {
  const policy = (change: object) =>
    ipsecWith(({ policyRules }) => ({ policyRules: policyRules.map((rule) => ({ ...rule, ...change })) }));
  const key = ipsecWith(({ presharedKeys }) => ({
    presharedKeys: presharedKeys.map((one) => ({ ...one, fingerprint: "x" })),
  }));
  const noKey = ipsecWith(() => ({ presharedKeys: [] }));
  const ike = ipsecWith(({ ikeRules }) => ({
    ikeRules: ikeRules.map((rule) => ({ ...rule, diffieHellmanGroup: 5 })),
  }));
  const noPolicy = ipsecWith(() => ({ policyRules: [] }));

  it.each([
    { what: "different keys", change: key },
    { what: "a missing key", change: noKey },
    { what: "different IKE groups", change: ike },
    { what: "different algorithms", change: policy({ authenticationAlgorithm: "sha256" }) },
    { what: "no policy", change: noPolicy },
    { what: "a bypass", change: policy({ action: "bypass" }) },
    {
      what: "a selector that misses ephemeral source ports",
      change: policy({ localPort: PORT, remotePort: PORT }),
    },
  ])("$what on one end: down without an association, degraded while one lives", ({ change }) => {
    expect(judge(changed(ipsec(), change)).state).toBe("down");
    expect(judge(changed(changed(ipsec(), change), withAssociation(10))).state).toBe("degraded");
  });

  describe("with certificates instead of keys", () => {
    const certified = ipsecWith(({ ikeRules }) => ({
      ikeRules: ikeRules.map((rule) => ({ ...rule, authenticationMethod: "rsa_sig" })),
      presharedKeys: [],
    }));
    const keyCheck = (ends: Pair) => judge(ends).checks.find(({ code }) => code === "ipsec-key");

    it("misses no key, and knows that the ends accept each other once they hold an association", () => {
      const ends = changed(ipsec(), certified, "both");
      expect(keyCheck(ends)).toMatchObject({
        outcome: "unknown",
        sentence:
          "Both ends prove themselves by certificate and need no pre-shared key; whether each accepts the other's is not known.",
      });
      expect(judge(ends).state).toBe("unknown");
      expect(judge(changed(ends, withAssociation(10))).state).toBe("up");
    });

    it("is down where only one end asks for them", () => {
      const ends = changed(ipsec(), certified);
      expect(keyCheck(ends)).toMatchObject({
        outcome: "fail",
        sentence:
          "Only cn1 wants to prove itself by certificate, so the ends cannot agree on an association.",
      });
      expect(judge(ends).state).toBe("down");
    });
  });

  it("names a cipher that authenticates by itself without calling it unauthenticated", () => {
    const gcm = policy({ encryptionAlgorithm: "AES-GCM(128)", authenticationAlgorithm: null });
    const check = judge(changed(ipsec(), gcm)).checks.find(({ code }) => code === "ipsec-policy");
    expect(check?.sentence).toBe("The policies differ: cn1 uses aes-gcm(128), cn2 aes with sha512.");
  });

  it("no policy on either end carries clear text: degraded", () => {
    expect(judge(changed(ipsec(), noPolicy, "both")).state).toBe("degraded");
  });

  it("a shorter IKE lifetime on one end is no difference", () => {
    const shorter = ipsecWith(({ ikeRules }) => ({
      ikeRules: ikeRules.map((rule) => ({ ...rule, lifetimeSeconds: 60 })),
    }));
    expect(judge(changed(ipsec(), shorter)).state).toBe("up");
  });
});

describe("clear-text guard", () => {
  const [blockIn, blockOut] = [blockRule("in"), blockRule("out")];
  const passIn = {
    ...blockIn,
    action: "pass" as const,
    protocol: null,
    portFirst: null,
    portLast: null,
    text: "pass in quick",
  };

  it.each([
    { what: "none", rules: [], state: "degraded" },
    { what: "inbound only", rules: [blockIn], state: "degraded" },
    { what: "outbound only", rules: [blockOut], state: "degraded" },
    {
      what: "blocks that are not quick and come last",
      rules: [{ ...blockIn, quick: false }, blockOut],
      state: "up",
    },
    {
      what: "blocks that are not quick before a pass",
      rules: [{ ...blockIn, quick: false }, passIn, blockOut],
      state: "degraded",
    },
    {
      what: "another interface",
      rules: [{ ...blockIn, interfaceName: "admin0" }, blockOut],
      state: "degraded",
    },
    {
      what: "another port",
      rules: [{ ...blockIn, portFirst: 1, portLast: PORT - 1 }, blockOut],
      state: "degraded",
    },
    { what: "TCP", rules: [{ ...blockIn, protocol: "tcp" }, blockOut], state: "degraded" },
    { what: "an earlier pass", rules: [passIn, blockIn, blockOut], state: "degraded" },
    {
      what: "an earlier pass with conditions",
      rules: [{ ...passIn, isUnconditional: false }, blockIn, blockOut],
      state: "unknown",
    },
    { what: "a later pass", rules: [blockIn, passIn, blockOut], state: "up" },
    {
      what: "an earlier pass of TCP",
      rules: [{ ...passIn, protocol: "tcp" }, blockIn, blockOut],
      state: "up",
    },
    {
      what: "an earlier skip",
      rules: [{ ...passIn, action: "other" as const, text: "skip 1 in" }, blockIn, blockOut],
      state: "unknown",
    },
    {
      what: "an earlier count",
      rules: [{ ...passIn, action: "other" as const, text: "count in" }, blockIn, blockOut],
      state: "up",
    },
    {
      what: "every port on every interface",
      rules: [{ ...blockIn, interfaceName: null, portFirst: null, portLast: null, protocol: null }, blockOut],
      state: "up",
    },
  ])("$what: $state", ({ rules, state }) => {
    const link = judge(changed(ipsec(), (node) => withFact(node, "firewall", rules)));
    const guard = link.checks.find(({ code }) => code === "clear-text-guard");
    const outcome = { up: "pass", degraded: "fail", unknown: "unknown" }[state];
    expect({ state: link.state, guard: guard?.outcome }).toEqual({ state, guard: outcome });
  });
});

describe("MTU of a link", () => {
  it.each([
    { mtuBytes: 1392, state: "up", fragments: 0 },
    { mtuBytes: 1393, state: "degraded", fragments: 2 },
    { mtuBytes: 1400, state: "degraded", fragments: 2 },
  ])("a rule of $mtuBytes across PDCs over 1500 is $state", ({ mtuBytes, state, fragments }) => {
    const link = judge(changed(ipsec(), withRuleMtu(mtuBytes)));
    expect(link.state).toBe(state);
    expect(link.ruleMtus).toMatchObject([
      {
        overlayRuleName: RULE,
        ruleMtuBytes: mtuBytes,
        pathMtuSource: "assumed",
        espSource: "policy",
        innerMtuBytesMaxTagged: 1388,
      },
    ]);
    expect(link.ruleMtus[0]?.fragments).toHaveLength(fragments);
  });

  it("counts the tag of a vNIC inside", () => {
    const tagged: Change = (node) =>
      withFact(
        node,
        "vmVnics",
        (factsOf(node).vmVnics?.value ?? []).map((vnic) => ({ ...vnic, vlanId: 7 })),
      );
    expect(judge(changed(ipsec(), tagged))).toMatchObject({ state: "degraded", effectiveMtuBytes: 1388 });
  });

  it("takes the declared path MTU of the pair before that of NICs, in either order", () => {
    const pathMtus = [
      { pdcNames: ["prg-1", "bru-1"] as const, mtuBytes: 1600, source: "declared" as const, observedAt: NOW },
    ];
    const link = judge(changed(ipsec(), withRuleMtu(1400)), { pathMtus });
    expect(link.state).toBe("up");
    expect(link.ruleMtus).toMatchObject([
      { pathMtuBytes: 1600, pathMtuSource: "declared", pathMtuObservedAt: NOW },
    ]);
  });

  it("assumes Danube's transform while the policies do not tell", () => {
    const unnamed = ipsecWith(({ policyRules }) => ({
      policyRules: policyRules.map((rule) => ({ ...rule, encryptionAlgorithm: "any" })),
    }));
    expect(judge(changed(ipsec(), unnamed, "both")).ruleMtus).toMatchObject([
      { espSource: "assumed", effectiveMtuBytes: 1392 },
    ]);
  });

  it("is unknown where no NIC tells its MTU", () => {
    const silent: Change = (node) =>
      withFact(
        node,
        "nics",
        (factsOf(node).nics?.value ?? []).map((nic) => ({ ...nic, mtuBytes: null })),
      );
    expect(judge(changed(admin(), silent))).toMatchObject({ state: "unknown", effectiveMtuBytes: null });
  });
});
