import * as fc from "fast-check";
import type { FactParts, NodeFacts } from "../facts.ts";
import type { RefreshFailureCause } from "../node.ts";
import type { Node } from "../node.ts";
import { healthyNodes, NOW, RULE, withFact, withoutFact } from "./mesh-nodes.ts";

export type NodeChange = (node: Node, all: readonly Node[]) => Node;

const PDC_NAMES = ["bru-1", "prg-1", "vie-1", ""];

/** A few nodes in a few PDCs, healthy among themselves before anything is changed. */
export const anyHealthyCloud = fc
  .array(fc.constantFrom(...PDC_NAMES), { minLength: 1, maxLength: 8 })
  .map((pdcNames) =>
    healthyNodes(
      pdcNames.map((pdcName, position) => ({
        number: position + 1,
        pdcName,
        place: PDC_NAMES.indexOf(pdcName) + 1,
      })),
    ),
  );

function changed<P extends keyof FactParts>(
  part: P,
  change: (value: FactParts[P], node: Node, all: readonly Node[]) => FactParts[P],
): NodeChange {
  return (node, all) => {
    const value = node.facts?.[part]?.value;
    return value === undefined ? node : withFact(node, part, change(value, node, all));
  };
}

function aged(part: keyof NodeFacts | null, seconds: number): NodeChange {
  return (node) => {
    if (!node.facts) return node;
    const observedAt = new Date(NOW.getTime() - seconds * 1000);
    const facts = Object.fromEntries(
      Object.entries(node.facts).map(([name, held]) => [
        name,
        held && (part === null || part === name) ? { ...held, observedAt } : held,
      ]),
    ) as unknown as NodeFacts; // Every part is kept, which Object.fromEntries cannot tell.
    return { ...node, facts };
  };
}

const anyPart = fc.constantFrom<keyof FactParts>(
  ...(["identity", "nics", "hostVnics", "overlayRules", "overlays"] as const),
  ...(["arpTables", "ipsec", "firewall", "vmVnics", "probes"] as const),
);
const anySeconds = fc.constantFrom(0, 60, 500, 890, 900, 901, 4000);
const anyMtu = fc.constantFrom(null, 100, 576, 1376, 1400, 1500, 9000);
const anyAddress = fc.constantFrom("8.8.1.1", "8.8.2.2", "8.8.1.3", "10.1.0.1", "10.1.0.2", "192.168.7.7");

const onRules = fc
  .record({ port: fc.constantFrom(4790, 4791), mtuBytes: fc.constantFrom(1392, 1400, 8900) })
  .map(({ port, mtuBytes }) =>
    changed("overlayRules", (rules) => rules.map((rule) => ({ ...rule, listenPort: port, mtuBytes }))),
  );
const onListening = anyAddress.map((listenAddress) =>
  changed("overlayRules", (rules) => rules.map((rule) => ({ ...rule, listenAddress }))),
);
const moreRules = fc
  .constantFrom("extra", RULE)
  .map((name) => changed("overlayRules", (rules) => rules.flatMap((rule) => [rule, { ...rule, name }])));
const onOverlays = fc
  .record({
    status: fc.constantFrom("online" as const, "degraded" as const, "unknown" as const),
    listenPort: fc.constantFrom(null, 4790, 4791),
    mtuBytes: fc.constantFrom(null, 1392, 1400),
    isMore: fc.boolean(),
    overlayRuleName: fc.constantFrom(RULE, "extra"),
  })
  .map(({ isMore, ...change }) =>
    changed("overlays", (overlays) => [
      ...(isMore ? overlays : []),
      ...overlays.map((overlay) => ({ ...overlay, ...change })),
    ]),
  );
const onAddresses = fc
  .record({ ipv4Address: fc.oneof(fc.constant(null), anyAddress), isAdmin: fc.boolean(), mtuBytes: anyMtu })
  .map(({ ipv4Address, isAdmin, mtuBytes }) =>
    isAdmin
      ? changed("nics", (nics) => nics.map((nic) => ({ ...nic, ipv4Address, mtuBytes })))
      : changed("hostVnics", (vnics) => vnics.map((vnic) => ({ ...vnic, ipv4Address, mtuBytes }))),
  );
const onVnics = fc
  .record({
    vlanId: fc.constantFrom(0, 7),
    macAddress: fc.constantFrom(undefined, "00:e5:dc:00:00:01", "00:e5:dc:00:00:02"),
    ipv4Address: fc.constantFrom(undefined, "192.168.0.1", "192.168.0.2"),
    isNone: fc.boolean(),
  })
  .map(({ vlanId, macAddress, ipv4Address, isNone }) =>
    changed("vmVnics", (vnics) =>
      isNone
        ? []
        : [
            ...vnics.map((vnic) => ({
              ...vnic,
              vlanId,
              ...(ipv4Address && { addresses: [{ ipv4Address, prefixLength: 24 }] }),
            })),
            ...(macAddress ? vnics.map((vnic) => ({ ...vnic, macAddress, interfaceName: "net9" })) : []),
          ],
    ),
  );
const onClaims = fc
  .record({
    macAddress: fc.constantFrom("00:e5:dc:00:00:01", "00:e5:dc:00:00:02"),
    sinceSeconds: anySeconds,
    addressSinceSeconds: anySeconds,
    isSettled: fc.boolean(),
  })
  .map(({ macAddress, sinceSeconds, addressSinceSeconds, isSettled }): NodeChange => (node) => {
    const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
    const address = { ipv4Address: "192.168.0.1", since: ago(addressSinceSeconds) };
    const claim = { since: ago(sinceSeconds), settledAt: isSettled ? NOW : null, address };
    return { ...node, macClaims: new Map([...(node.macClaims ?? []), [macAddress, claim]]) };
  });
const onArp = fc
  .record({ dropped: fc.nat(8), peerAddress: fc.option(anyAddress), isAlone: fc.boolean() })
  .map(({ dropped, peerAddress, isAlone }) =>
    changed("arpTables", (tables) =>
      tables.map((table) => ({
        ...table,
        overlayRuleNames: isAlone ? ["extra"] : table.overlayRuleNames,
        entries: table.entries
          .filter((_, position) => position !== dropped)
          .map((entry, position) => (position === 0 && peerAddress ? { ...entry, peerAddress } : entry)),
      })),
    ),
  );
const onProbes = fc
  .record({ position: fc.nat(8), isAnswered: fc.boolean(), isDropped: fc.boolean(), target: anyAddress })
  .map(({ position, isAnswered, isDropped, target }) =>
    changed("probes", (probes) => [
      ...probes
        .map((probe, at) => (at === position ? { ...probe, isAnswered } : probe))
        .filter((_, at) => !isDropped || at !== position),
      ...(isDropped ? [] : [{ targetAddress: target, isAnswered: !isAnswered }]),
    ]),
  );
const onPathProbes = fc
  .array(
    fc.record({
      peerAddress: anyAddress,
      bytesThatPassed: fc.constantFrom(1280, 1400, 1500, 9000),
      bytesThatDidNot: fc.constantFrom(null, 9100),
    }),
    { maxLength: 3 },
  )
  .map((pathProbes) => changed("pathProbes", () => pathProbes));
const onFirewall = fc
  .record({
    isEmpty: fc.boolean(),
    isQuick: fc.boolean(),
    isUnconditional: fc.boolean(),
    port: fc.constantFrom(4790, 4791),
  })
  .map(({ isEmpty, isQuick, isUnconditional, port }) =>
    changed("firewall", (rules) =>
      isEmpty
        ? []
        : [
            ...rules.slice(0, 1).map((rule) => ({
              ...rule,
              action: "pass" as const,
              quick: isQuick,
              isUnconditional,
              portFirst: port,
              portLast: port,
            })),
            ...rules,
          ],
    ),
  );
const anyPolicyRemote = fc.constantFrom(null, "8.8.1.1", "8.8.2.2", "8.8.0.0/16", "8.8.2.0/24", "0.0.0.0/0");
const onPolicy = fc
  .record({
    remoteAddress: anyPolicyRemote,
    localPort: fc.constantFrom(null, 4790),
    remotePort: fc.constantFrom(null, 4790, 4791),
    action: fc.constantFrom("ipsec" as const, "bypass" as const),
    encryptionAlgorithm: fc.constantFrom("aes", "aes-gcm(128)"),
    isFirst: fc.boolean(),
    isAlone: fc.boolean(),
  })
  .map(({ isFirst, isAlone, ...rule }) =>
    changed("ipsec", (ipsec) => {
      const added = { localAddress: null, protocol: "udp", authenticationAlgorithm: "sha512", ...rule };
      const kept = isAlone ? [] : ipsec.policyRules;
      return { ...ipsec, policyRules: isFirst ? [added, ...kept] : [...kept, added] };
    }),
  );
const onKeys = fc
  .record({ position: fc.nat(8), fingerprint: fc.constantFrom(null, "other"), isIke: fc.boolean() })
  .map(({ position, fingerprint, isIke }) =>
    changed("ipsec", (ipsec) => ({
      ...ipsec,
      presharedKeys: isIke
        ? ipsec.presharedKeys
        : ipsec.presharedKeys.flatMap((key, at) =>
            at !== position ? [key] : fingerprint ? [{ ...key, fingerprint }] : [],
          ),
      ikeRules: !isIke
        ? ipsec.ikeRules
        : ipsec.ikeRules.flatMap((rule, at) =>
            at !== position ? [rule] : fingerprint ? [{ ...rule, hashAlgorithm: "sha512" }] : [],
          ),
    })),
  );
/** Of some of its peers, or of all. */
const onCertificates = fc
  .record({ position: fc.option(fc.nat(8)), method: fc.constantFrom("rsa_sig", "preshared") })
  .map(({ position, method }) =>
    changed("ipsec", (ipsec) => ({
      ...ipsec,
      ikeRules: ipsec.ikeRules.map((rule, at) =>
        position === null || at === position ? { ...rule, authenticationMethod: method } : rule,
      ),
    })),
  );
const onAssociations = fc
  .record({
    sourceAddress: anyAddress,
    destinationAddress: anyAddress,
    state: fc.constantFrom("MATURE", "dying", "DEAD"),
    carriedBytes: fc.constantFrom(null, 0, 100),
  })
  .map((association) =>
    changed("ipsec", (ipsec) => ({
      ...ipsec,
      associations: [
        ...ipsec.associations,
        {
          spi: "1",
          direction: null,
          encryptionAlgorithm: null,
          authenticationAlgorithm: null,
          ...association,
        },
      ],
    })),
  );
const onIdentity = fc
  .constantFrom(...PDC_NAMES)
  .map((pdcName) => changed("identity", (identity) => ({ ...identity, pdcName })));
const onConfirmation = fc.boolean().map((isConfirmed): NodeChange => (node) => ({ ...node, isConfirmed }));
const onRefresh = fc
  .constantFrom<RefreshFailureCause | null>(null, "unreachable", "time-out")
  .map((cause): NodeChange => (node) => ({
    ...node,
    lastRefresh: cause
      ? { outcome: "failed", finishedAt: NOW, cause, detail: "" }
      : { outcome: "ok", finishedAt: NOW },
  }));
const onPart = anyPart.map(
  (part): NodeChange =>
    (node) =>
      node.facts ? withoutFact(node, part) : node,
);
const onAge = fc
  .record({ part: fc.option(anyPart), seconds: anySeconds })
  .map(({ part, seconds }) => aged(part, seconds));
const onAll = fc.constant<NodeChange>((node) => ({ ...node, facts: null, lastRefresh: null }));

/** One node changed in one way that links are judged by. */
export const anyNodeChange: fc.Arbitrary<NodeChange> = fc.oneof(
  ...[
    onRules,
    onListening,
    moreRules,
    onOverlays,
    onAddresses,
    onVnics,
    onClaims,
    onArp,
    onProbes,
    onPathProbes,
    onFirewall,
    onPolicy,
  ],
  ...[onKeys, onCertificates, onAssociations, onIdentity, onConfirmation, onRefresh, onPart, onAge, onAll],
);

/** What happens to a cloud: a node changes, leaves or comes back as it was at first, or time passes. */
export type CloudEvent =
  | { kind: "change"; position: number; change: NodeChange }
  | { kind: "leave"; position: number }
  | { kind: "return"; position: number }
  | { kind: "pass"; seconds: number }
  | { kind: "declare"; mtuBytes: number | null };

export const anyCloudEvent: fc.Arbitrary<CloudEvent> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("change" as const),
      position: fc.nat(7),
      change: anyNodeChange,
    }),
  },
  fc.record({ kind: fc.constant("leave" as const), position: fc.nat(7) }),
  fc.record({ kind: fc.constant("return" as const), position: fc.nat(7) }),
  fc.record({ kind: fc.constant("pass" as const), seconds: fc.constantFrom(1, 10, 400, 900) }),
  fc.record({ kind: fc.constant("declare" as const), mtuBytes: fc.constantFrom(null, 1400, 1500) }),
);
