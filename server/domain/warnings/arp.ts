import { addressHolderOf, isHeldBack } from "../arp-table/claims.ts";
import type { ArpEntry } from "../facts.ts";
import type { Finding } from "../warning.ts";
import {
  ANY_NODE,
  counted,
  EVIDENCE_MAX,
  finding,
  judged,
  listed,
  nodeHref,
  nodeKey,
  quoted,
  ruleKey,
  TOUCHED_LIMIT,
  undecidedNode,
} from "./finding.ts";
import type { ClaimedValue } from "./model/claimed-values.ts";
import { type KeyRule, lacks, type NodeRule } from "./model/rule.ts";

const LISTED_MAX = 5;
const areTablesUnknown = lacks("overlayRules", "arpTables", "vmVnics", "hostVnics", "overlays");
const areAddressesUnknown = lacks("identity", "nics");

/** A key of the ARP book, which is made of two texts. */
function partsOf(key: string): [string, string] {
  // Only `arpTableKey` and `arpMacKey` make these keys.
  return JSON.parse(key) as [string, string];
}

export const arpDrift: KeyRule = {
  codes: ["arp-drift"],
  per: "arp-table",
  isUnknown: (node) => areTablesUnknown(node) || areAddressesUnknown(node),
  judge(key, cloud) {
    const [name, nodeId] = partsOf(key);
    const member = cloud.member(nodeId);
    const wrong = member && cloud.arp.wrongIn(name, member);
    if (!wrong) return [];
    const { missing, different, peerIds } = wrong;
    const { node } = member;
    const observedAt = node.facts?.arpTables?.observedAt ?? new Date(0);
    const told = [
      ...(missing.length > 0 ? [`lacks ${counted(missing.length, "vNIC")}`] : []),
      ...(different.length > 0
        ? [`sends frames for ${counted(different.length, "vNIC")} to the wrong place`]
        : []),
    ].join(" and ");
    return [
      finding("arp-drift", {
        subject: { kind: "rule", key: `arp-table:${key}`, label: `${name} on ${node.hostname}` },
        cause: `The ARP table of the overlay rule ${quoted(name)} on ${node.hostname} ${told}.`,
        evidence: [
          ...different
            .slice(0, EVIDENCE_MAX)
            .map((entry) => ({ sentence: differenceWords(entry), observedAt })),
          ...missing
            .slice(0, EVIDENCE_MAX)
            .map((entry) => ({ sentence: `${entryWords(entry)} is missing.`, observedAt })),
        ],
        evidenceCount: missing.length + different.length,
        touches: [ruleKey(name), nodeKey(node.id), ...peerIds.map(nodeKey)],
        href: nodeHref(node.id),
      }),
    ];
  },
};

function entryWords({ macAddress, arpAddress, peerAddress, port }: ArpEntry): string {
  return `${macAddress} (${arpAddress ?? "no address"}) at ${peerAddress}:${port}`;
}

function differenceWords({ held, wanted }: { held: ArpEntry; wanted: ArpEntry }): string {
  return `${wanted.macAddress} (${held.arpAddress ?? "no address"}) points to ${held.peerAddress}:${held.port}; wanted is ${wanted.peerAddress}:${wanted.port} with ${wanted.arpAddress ?? "no address"}.`;
}

/** Told once a MAC address, whatever the number of tables it is left in. A node that has not told its vNICs may have it. */
export const arpStaleEntry: KeyRule = {
  codes: ["arp-stale-entry"],
  per: "arp-mac",
  isUnknown: areTablesUnknown,
  judge(key, cloud) {
    const [name, mac] = partsOf(key);
    const left = cloud.arp.staleHolders(name, mac);
    if (left.length === 0) return [];
    const hostnames = left.slice(0, LISTED_MAX).map(({ member }) => member.node.hostname);
    return [
      finding("arp-stale-entry", {
        subject: { kind: "rule", key: `arp-mac:${key}`, label: `${mac} on ${name}` },
        cause: `The ARP table of the overlay rule ${quoted(name)} still has ${mac} on ${listed(hostnames, left.length)}, but no known vNIC of this rule has that MAC address.`,
        evidence: left.slice(0, EVIDENCE_MAX).map(({ member: { node }, entry }) => ({
          sentence: `${node.hostname}: ${entryWords(entry)}.`,
          observedAt: node.facts?.arpTables?.observedAt ?? new Date(0),
        })),
        evidenceCount: left.length,
        touches: [ruleKey(name), ANY_NODE, ...left.map(({ member }) => nodeKey(member.id))],
      }),
    ];
  },
};

export const arpTableUnreadable: NodeRule = {
  codes: ["arp-table-unreadable"],
  per: "node",
  judge({ node }) {
    const arpTables = node.facts?.arpTables;
    if (!arpTables) return { findings: [], undecided: undecidedNode(this.codes, node.id) };
    return judged(
      arpTables.value
        .filter(({ problems }) => problems.length > 0)
        .map(({ path, problems, overlayRuleNames }) =>
          finding("arp-table-unreadable", {
            subject: {
              kind: "node",
              key: `arp-file:${JSON.stringify([node.id, path])}`,
              label: `${path} on ${node.hostname}`,
            },
            cause: `The ARP table ${path} on ${node.hostname} has faults: the node ignores these entries, or the whole file.`,
            evidence: problems.map((sentence) => ({ sentence, observedAt: arpTables.observedAt })),
            touches: [nodeKey(node.id), ...overlayRuleNames.map(ruleKey)],
            href: nodeHref(node.id),
          }),
        ),
    );
  },
};

/** ARP is answered for the whole rule: VXLAN and VLAN do not matter. */
export const arpCollisionByMac: KeyRule = {
  codes: ["arp-collision"],
  per: "vnic-mac",
  isUnknown: lacks("vmVnics"),
  judge(key, { vnicMacs }) {
    const claimed = vnicMacs.get(key);
    return claimed.count > 1 ? [collision("MAC address", claimed)] : [];
  },
};

/** The same VM's NIC on two nodes, as while it moves, is told by its MAC address alone. */
export const arpCollisionByAddress: KeyRule = {
  codes: ["arp-collision"],
  per: "vnic-address",
  isUnknown: lacks("vmVnics"),
  judge(key, { vnicAddresses }) {
    const claimed = vnicAddresses.get(key);
    const macs = new Set(claimed.items.flatMap(({ vnics }) => vnics.map(({ macAddress }) => macAddress)));
    return macs.size > 1 ? [collision("address", claimed, addressHolderWords(claimed))] : [];
  },
};

/** Only claims of several nodes hold each other back. */
function addressHolderWords({ items }: ClaimedValue): string {
  if (items.length < 2) return "";
  const holderId = addressHolderOf(
    items
      .flatMap(({ member: { id, node }, vnics }) =>
        vnics.map(({ macAddress }) => ({ nodeId: id, macClaim: node.macClaims?.get(macAddress) ?? null })),
      )
      .filter(({ macClaim }) => !isHeldBack(macClaim)),
  );
  const holder = items.find(({ member }) => member.id === holderId)?.member.node;
  return holder
    ? ` The wanted ARP tables have entries for ${holder.hostname}, which had it first or was named by an operator, and none for the others.`
    : " Nobody can tell who had it first, so no wanted ARP table has an entry for any of them.";
}

function collision(
  what: "MAC address" | "address",
  { overlayRuleName, value, items: all, count }: ClaimedValue,
  holderWords = "",
): Finding {
  const items = all.slice(0, TOUCHED_LIMIT);
  return finding("arp-collision", {
    subject: {
      kind: "rule",
      key: `arp-claim:${JSON.stringify([overlayRuleName, value])}`,
      label: `${value} on ${overlayRuleName}`,
    },
    cause: `${counted(count, "VM NIC")} on the overlay rule ${quoted(overlayRuleName)} have the ${what} ${value}. ARP is answered for the whole rule, blind to VXLAN and VLAN, so frames for one reach the other.${holderWords}`,
    evidence: items.slice(0, EVIDENCE_MAX).flatMap(({ member: { node }, vnics }) =>
      vnics.map((vnic) => ({
        sentence: `${node.hostname}: ${vnic.interfaceName} of ${vnic.vmAlias || vnic.vmUuid} on ${vnic.nicTag} has ${vnic.macAddress} and ${vnic.addresses[0]?.ipv4Address ?? "no fixed address"}.`,
        observedAt: node.facts?.vmVnics?.observedAt ?? new Date(0),
      })),
    ),
    evidenceCount: count,
    touches: [ruleKey(overlayRuleName), ...items.map(({ member }) => nodeKey(member.id))],
  });
}
