import { isSameEntry } from "../arp-table/differences.ts";
import { type ArpConflict, type ArpIndex, wantedEntriesFor } from "../arp-table/wanted.ts";
import type { Node } from "../node.ts";
import { type Check, checkOf, type Finding, oldest } from "./check.ts";
import type { LinkContext, LinkEnds } from "./link-context.ts";

/** Whether each end's table holds what frames to the other end's vNICs need. */
export function arpCheck({ nodes, overlayRuleNames }: LinkEnds, { arpIndexByRule }: LinkContext): Check {
  const [a, b] = nodes;
  const observedAt = oldest(nodes.map(({ facts }) => facts?.arpTables?.observedAt));
  const findings = overlayRuleNames.flatMap((name) => {
    const index = arpIndexByRule.get(name);
    return index ? [...tableFindings(a, b, index), ...tableFindings(b, a, index)] : [];
  });
  const none: Finding = {
    outcome: "unknown",
    sentence: "No shared overlay rule is known, so no ARP table can be judged.",
  };
  return checkOf(
    "arp-entries",
    "ARP entries for the other end",
    observedAt,
    findings.length > 0 ? findings : [none],
  );
}

function conflictSentence(
  { macAddress, ipv4Address, holderNodeId, isForeign }: ArpConflict,
  { hostname }: Node,
): string {
  if (isForeign)
    return `${ipv4Address} of MAC ${macAddress} on ${hostname} belongs to a network of another segment, so this vNIC gets no entry.`;
  if (ipv4Address !== null)
    return holderNodeId === null
      ? `${ipv4Address} of MAC ${macAddress} is claimed by several nodes, so whose vNIC it belongs to is undecided.`
      : `${ipv4Address} of MAC ${macAddress} on ${hostname} is held by another node, so this vNIC gets no entry.`;
  return holderNodeId === null
    ? `MAC ${macAddress} is claimed more than once, so where its frames should go is undecided.`
    : `MAC ${macAddress} of ${hostname} is held by another node, so its frames go on to that one.`;
}

function tableFindings(node: Node, peer: Node, index: ArpIndex): Finding[] {
  const nodeId = node.id;
  const { entries, gap, conflicts } = wantedEntriesFor(node, peer, index);
  const doubts: Finding[] = [
    ...(gap ? [{ outcome: "unknown" as const, sentence: gap.problem, nodeId: gap.nodeId }] : []),
    ...conflicts.map((conflict) => ({
      outcome: "unknown" as const,
      sentence: conflictSentence(conflict, peer),
    })),
  ];
  const tables = node.facts?.arpTables?.value;
  const of = `${node.hostname} for ${index.overlayRuleName}`;
  if (!tables)
    return [...doubts, { outcome: "unknown", sentence: `The ARP table of ${of} is not known.`, nodeId }];
  const held = tables.filter((table) => table.overlayRuleNames.includes(index.overlayRuleName));
  const wantedMacs = new Set(entries.map(({ macAddress }) => macAddress));
  const heldByMac = new Map(
    held.flatMap((table) =>
      table.entries
        .filter(({ macAddress }) => wantedMacs.has(macAddress))
        .map((entry) => [entry.macAddress, entry] as const),
    ),
  );
  const wrong = entries.filter((entry) => {
    const heldEntry = heldByMac.get(entry.macAddress);
    return !heldEntry || !isSameEntry(entry, heldEntry);
  });
  if (wrong.length === 0) {
    return [...doubts, { outcome: "pass", sentence: `The ARP table of ${of} is as wanted.`, nodeId }];
  }
  // With no right entry at all this end cannot send anything to the other.
  const failMeans = wrong.length === entries.length ? "down" : "degraded";
  const share = `${wrong.length} of ${entries.length}`;
  const sentence = `The ARP table of ${of} misses or misdirects ${share} vNICs of ${peer.hostname}.`;
  return [...doubts, { outcome: "fail", sentence, nodeId, failMeans }];
}
