import { isSameEntry } from "../arp-table/differences.ts";
import { wantedEntriesFor } from "../arp-table/wanted.ts";
import type { ArpEntry } from "../facts.ts";
import type { Node } from "../node.ts";
import type { LinkContext, LinkEnds } from "./link-context.ts";

/** An entry that one end's table needs so that its frames reach a vNIC of the other. */
export type ArpUse = {
  overlayRuleName: string;
  /** Whose table it belongs in. */
  nodeId: string;
  wanted: ArpEntry;
  /** null: the table is not known, or holds nothing for this MAC. */
  held: ArpEntry | null;
  verdict: "as-wanted" | "missing" | "misdirected" | "unknown";
  /** null: no VM has this MAC (the node's own vNIC). */
  vmAlias: string | null;
};

/** Entries of both ends' tables that frames of this link are directed by. */
export function arpUsesOf({ nodes, overlayRuleNames }: LinkEnds, { arpIndexByRule }: LinkContext): ArpUse[] {
  const [a, b] = nodes;
  return overlayRuleNames.flatMap((name) => {
    const index = arpIndexByRule.get(name);
    if (!index) return [];
    const directions: readonly [Node, Node][] = [
      [a, b],
      [b, a],
    ];
    return directions.flatMap(([node, peer]) =>
      wantedEntriesFor(node, peer, index).entries.map((wanted) => useOf(node, peer, name, wanted)),
    );
  });
}

function useOf(node: Node, peer: Node, overlayRuleName: string, wanted: ArpEntry): ArpUse {
  const tables = node.facts?.arpTables?.value.filter((table) =>
    table.overlayRuleNames.includes(overlayRuleName),
  );
  const held =
    tables
      ?.flatMap(({ entries }) => entries)
      .findLast(({ macAddress }) => macAddress === wanted.macAddress) ?? null;
  const vm = peer.facts?.vmVnics?.value.find(({ macAddress }) => macAddress === wanted.macAddress);
  const verdict = !tables
    ? "unknown"
    : !held
      ? "missing"
      : isSameEntry(wanted, held)
        ? "as-wanted"
        : "misdirected";
  return { overlayRuleName, nodeId: node.id, wanted, held, verdict, vmAlias: vm?.vmAlias ?? null };
}
