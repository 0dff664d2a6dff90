import type { FirewallRule, NodeFacts, SecurityAssociation } from "#server/domain/facts.ts";
import { adminAddress, externalAddress, externalInterface } from "#server/domain/node.ts";

/** Ways to break the link of two healthy nodes, in the facts of both. */
const LINK_FAULTS = ["other-key", "ike-blocked", "esp-one-way", "other-port", "admin-cut"] as const;
export type LinkFault = (typeof LINK_FAULTS)[number];

type Ends = { first: NodeFacts; second: NodeFacts };

function changed<P extends keyof NodeFacts>(
  facts: NodeFacts,
  part: P,
  change: (value: NonNullable<NodeFacts[P]>["value"]) => NonNullable<NodeFacts[P]>["value"],
): NodeFacts {
  const held = facts[part];
  if (!held) throw new Error(`${part} was not read.`);
  return { ...facts, [part]: { ...held, value: change(held.value) } };
}

const addressesOf = (facts: NodeFacts) => [adminAddress(facts), externalAddress(facts)];

const silentTo = (facts: NodeFacts, peer: NodeFacts): NodeFacts =>
  changed(facts, "probes", (probes) =>
    probes.map((probe) =>
      addressesOf(peer).includes(probe.targetAddress) ? { ...probe, isAnswered: false } : probe,
    ),
  );

const withAssociations = (facts: NodeFacts, associations: SecurityAssociation[]): NodeFacts =>
  changed(facts, "ipsec", (ipsec) => ({ ...ipsec, associations }));

/** Neither end holds an association or gets an answer from the other. */
function cut({ first, second }: Ends): Ends {
  return {
    first: withAssociations(silentTo(first, second), []),
    second: withAssociations(silentTo(second, first), []),
  };
}

function association(from: NodeFacts, to: NodeFacts, carriedBytes: number): SecurityAssociation {
  return {
    spi: "0x1a2b3c4d",
    direction: null,
    state: "MATURE",
    sourceAddress: externalAddress(from) ?? "",
    destinationAddress: externalAddress(to) ?? "",
    encryptionAlgorithm: null,
    authenticationAlgorithm: null,
    carriedBytes,
  };
}

function blockIke(facts: NodeFacts): FirewallRule {
  const interfaceName = externalInterface(facts)?.name ?? null;
  const text = `block in quick on ${interfaceName} proto udp from any to any port = 500`;
  return {
    action: "block",
    direction: "in",
    quick: true,
    interfaceName,
    protocol: "udp",
    portFirst: 500,
    portLast: 500,
    isUnconditional: true,
    text,
  };
}

const FAULTS: Record<LinkFault, (ends: Ends) => Ends> = {
  "other-key": (ends) => {
    const { first, second } = cut(ends);
    const withOtherKey = changed(first, "ipsec", (ipsec) => ({
      ...ipsec,
      presharedKeys: ipsec.presharedKeys.map((key) =>
        key.remoteAddress === externalAddress(second) ? { ...key, fingerprint: "another" } : key,
      ),
    }));
    return { first: withOtherKey, second };
  },
  "ike-blocked": (ends) => {
    const { first, second } = cut(ends);
    return { first, second: changed(second, "firewall", (rules) => [blockIke(second), ...rules]) };
  },
  "esp-one-way": (ends) => {
    const { first, second } = cut(ends);
    return {
      first: withAssociations(first, [association(first, second, 9000), association(second, first, 4000)]),
      second: withAssociations(second, [association(first, second, 0), association(second, first, 4000)]),
    };
  },
  "other-port": ({ first, second }) => {
    const misdirected = changed(first, "arpTables", (tables) =>
      tables.map((table) => ({
        ...table,
        entries: table.entries.map((entry) =>
          addressesOf(second).includes(entry.peerAddress) ? { ...entry, port: 4999 } : entry,
        ),
      })),
    );
    return { first: misdirected, second };
  },
  "admin-cut": ({ first, second }) => ({ first: silentTo(first, second), second: silentTo(second, first) }),
};

export function withLinkFault(fault: LinkFault, ends: Ends): Ends {
  return FAULTS[fault](ends);
}
