import { arpDifferences } from "../arp-table/differences.ts";
import { type ArpIndex, indexVnics, wantedArpTable } from "../arp-table/wanted.ts";
import type { ArpEntry, ArpTable } from "../facts.ts";
import type { Node } from "../node.ts";
import type { Evidence, Finding, Judgement } from "../warning.ts";
import { counted, finding, listed, nodeHref, nodeKey, quoted, ruleKey, undecidedFor } from "./finding.ts";
import { type HeldRule, heldRules } from "./overlay-rule-name.ts";
import { groupBy, type Situation, undecidedNodes, type WarningRule, withPart } from "./situation.ts";

type Held = { holder: HeldRule; table: ArpTable; observedAt: Date };

/** A rule's tables on the nodes that hold it and have told theirs. */
type RuleTables = { name: string; index: ArpIndex; peers: Node[]; tables: Held[] };

function ruleTables({ nodes }: Situation): { rules: RuleTables[]; unknown: Node[] } {
  const { byName, unknown } = heldRules(nodes);
  const untold = nodes.filter(
    ({ facts }) => !facts?.arpTables || !facts.vmVnics || !facts.hostVnics || !facts.overlays,
  );
  const rules = [...byName].map(([name, group]) => {
    const index = indexVnics(nodes, name);
    const peers = nodes.filter(({ id }) => index.vnicsByNodeId.has(id));
    return { name, index, peers, tables: group.flatMap((holder) => tableOf(holder) ?? []) };
  });
  return { rules, unknown: [...new Set([...unknown, ...untold])] };
}

function tableOf(holder: HeldRule): Held | null {
  const arpTables = holder.node.facts?.arpTables;
  const table = arpTables?.value.find(({ path }) => path === holder.rule.arpFilePath);
  return arpTables && table ? { holder, table, observedAt: arpTables.observedAt } : null;
}

/** A whole table that cannot be read is told as that, not as many missing entries. */
function isReadable({ table }: Held): boolean {
  return table.problems.length === 0 || table.entries.length > 0;
}

export const arpDrift: WarningRule = {
  codes: ["arp-drift"],
  judge(situation) {
    const { rules, unknown } = ruleTables(situation);
    const findings = rules.flatMap(({ name, index, peers, tables }) =>
      tables
        .filter(isReadable)
        .flatMap((held) => drift(name, held, wantedArpTable(held.holder.node, peers, index))),
    );
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};

function drift(
  name: string,
  { holder: { node }, table, observedAt }: Held,
  wanted: ReturnType<typeof wantedArpTable>,
): Finding[] {
  const { missing, different } = arpDifferences(wanted, table.entries);
  if (missing.length + different.length === 0) return [];
  const told = [
    ...(missing.length > 0 ? [`lacks ${counted(missing.length, "vNIC")}`] : []),
    ...(different.length > 0
      ? [`sends frames for ${counted(different.length, "vNIC")} to the wrong place`]
      : []),
  ].join(" and ");
  return [
    finding("arp-drift", {
      subject: {
        kind: "rule",
        key: `arp-table:${JSON.stringify([name, node.id])}`,
        label: `${name} on ${node.hostname}`,
      },
      cause: `The ARP table of the overlay rule ${quoted(name)} on ${node.hostname} ${told}.`,
      evidence: [
        ...different.map((entry) => ({ sentence: differenceWords(entry), observedAt })),
        ...missing.map((entry) => ({ sentence: `${entryWords(entry)} is missing.`, observedAt })),
      ],
      touches: [ruleKey(name), nodeKey(node.id)],
      href: nodeHref(node.id),
    }),
  ];
}

function entryWords({ macAddress, arpAddress, peerAddress, port }: ArpEntry): string {
  return `${macAddress} (${arpAddress ?? "no address"}) at ${peerAddress}:${port}`;
}

function differenceWords({ held, wanted }: { held: ArpEntry; wanted: ArpEntry }): string {
  return `${wanted.macAddress} (${held.arpAddress ?? "no address"}) points to ${held.peerAddress}:${held.port}; wanted is ${wanted.peerAddress}:${wanted.port} with ${wanted.arpAddress ?? "no address"}.`;
}

/** Told once a MAC address, whatever the number of tables it is left in. A node that has not told its vNICs may have it. */
export const arpStaleEntry: WarningRule = {
  codes: ["arp-stale-entry"],
  judge(situation) {
    const { rules, unknown } = ruleTables(situation);
    if (unknown.length > 0) {
      const keys = rules.map(({ name }) => ruleKey(name));
      return {
        findings: [],
        undecided: [...undecidedFor(this.codes, keys), ...undecidedNodes(this.codes, unknown)],
      };
    }
    const macsByRule = new Map(rules.map(({ name, index }) => [name, macsOf(index)]));
    const findings = rules.flatMap(({ name, tables }) => {
      const left = tables.flatMap(({ holder: { node }, table, observedAt }) =>
        table.entries
          .filter(
            ({ macAddress }) =>
              ![name, ...table.overlayRuleNames].some((rule) => macsByRule.get(rule)?.has(macAddress)),
          )
          .map((entry) => ({ node, entry, observedAt })),
      );
      return [...groupBy(left, ({ entry }) => entry.macAddress)].map(([mac, group]) =>
        staleEntry(name, mac, group),
      );
    });
    return { findings, undecided: [] };
  },
};

function macsOf({ vnicsByNodeId }: ArpIndex): Set<string> {
  return new Set(
    [...vnicsByNodeId.values()].flatMap(({ claims }) => claims.map(({ macAddress }) => macAddress)),
  );
}

function staleEntry(
  name: string,
  mac: string,
  left: { node: Node; entry: ArpEntry; observedAt: Date }[],
): Finding {
  return finding("arp-stale-entry", {
    subject: { kind: "rule", key: `arp-mac:${JSON.stringify([name, mac])}`, label: `${mac} on ${name}` },
    cause: `The ARP table of the overlay rule ${quoted(name)} still has ${mac} on ${listed(left.map(({ node }) => node.hostname))}, but no known vNIC of this rule has that MAC address.`,
    evidence: left.map(({ node, entry, observedAt }) => ({
      sentence: `${node.hostname}: ${entryWords(entry)}.`,
      observedAt,
    })),
    touches: [ruleKey(name), ...left.map(({ node }) => nodeKey(node.id))],
  });
}

export const arpTableUnreadable: WarningRule = {
  codes: ["arp-table-unreadable"],
  judge({ nodes }) {
    const { known, unknown } = withPart(nodes, "arpTables");
    const findings = known.flatMap(({ node, part }) =>
      part.value
        .filter(({ problems }) => problems.length > 0)
        .map(({ path, problems, overlayRuleNames }) =>
          finding("arp-table-unreadable", {
            subject: {
              kind: "node",
              key: `arp-file:${JSON.stringify([node.id, path])}`,
              label: `${path} on ${node.hostname}`,
            },
            cause: `The ARP table ${path} on ${node.hostname} has faults: the node ignores these entries, or the whole file.`,
            evidence: problems.map((sentence) => ({ sentence, observedAt: part.observedAt })),
            touches: [nodeKey(node.id), ...overlayRuleNames.map(ruleKey)],
            href: nodeHref(node.id),
          }),
        ),
    );
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};

type Claim = { node: Node; macAddress: string; arpAddress: string | null; what: string; observedAt: Date };

/** ARP is answered for the whole rule, so VXLAN and VLAN do not matter here. */
export const arpCollision: WarningRule = {
  codes: ["arp-collision"],
  judge(situation) {
    const { known, unknown } = withPart(situation.nodes, "vmVnics");
    const claims = known.flatMap(({ node, part }) =>
      part.value.flatMap((vnic) => {
        if (vnic.overlayRuleName === null) return [];
        const what = `${vnic.interfaceName} of ${vnic.vmAlias || vnic.vmUuid} on ${vnic.nicTag}`;
        const claim: Claim = {
          node,
          macAddress: vnic.macAddress,
          arpAddress: vnic.addresses[0]?.ipv4Address ?? null,
          what,
          observedAt: part.observedAt,
        };
        return { name: vnic.overlayRuleName, claim };
      }),
    );
    const rules = [...groupBy(claims, ({ name }) => name)];
    return joinedCollisions(
      rules.map(([name, group]) =>
        collisionsOn(
          name,
          group.map(({ claim }) => claim),
        ),
      ),
      undecidedNodes(this.codes, unknown),
    );
  },
};

function joinedCollisions(findings: Finding[][], undecided: Judgement["undecided"]): Judgement {
  return { findings: findings.flat(), undecided };
}

function collisionsOn(name: string, claims: readonly Claim[]): Finding[] {
  const byMac = [...groupBy(claims, ({ macAddress }) => macAddress)].filter(([, group]) => group.length > 1);
  const byAddress = [...groupBy(claims, ({ arpAddress }) => arpAddress)].filter(
    ([address, group]) => address !== null && new Set(group.map(({ macAddress }) => macAddress)).size > 1,
  );
  return [
    ...byMac.map(([mac, group]) => collision(name, "MAC address", mac, group)),
    ...byAddress.map(([address, group]) => collision(name, "address", address ?? "", group)),
  ];
}

function collision(
  name: string,
  what: "MAC address" | "address",
  value: string,
  claims: readonly Claim[],
): Finding {
  const evidence: Evidence[] = claims.map((claim) => ({
    sentence: `${claim.node.hostname}: ${claim.what} has ${claim.macAddress} and ${claim.arpAddress ?? "no fixed address"}.`,
    observedAt: claim.observedAt,
  }));
  return finding("arp-collision", {
    subject: {
      kind: "rule",
      key: `arp-claim:${JSON.stringify([name, value])}`,
      label: `${value} on ${name}`,
    },
    cause: `${counted(claims.length, "VM NIC")} on the overlay rule ${quoted(name)} have the ${what} ${value}. ARP is answered for the whole rule, blind to VXLAN and VLAN, so frames for one reach the other.`,
    evidence,
    touches: [ruleKey(name), ...claims.map(({ node }) => nodeKey(node.id))],
  });
}
