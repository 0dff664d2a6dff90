import type { ArpEntry, NodeFacts } from "#server/domain/facts.ts";
import { Badge } from "../ui/badge.tsx";
import { FactSection } from "./fact-section.tsx";
import { type FactColumn, FactTable } from "./fact-table.tsx";
import { mono } from "./mono.tsx";
import type { FailureByPart } from "./network-facts.tsx";

const ENTRY_COLUMNS: readonly FactColumn<ArpEntry>[] = [
  { header: "MAC", cell: ({ macAddress }) => mono(macAddress) },
  { header: "Inner address", cell: ({ arpAddress }) => mono(arpAddress) },
  { header: "Peer", cell: ({ peerAddress, port }) => mono(`${peerAddress}:${port}`) },
];

/** Virtual ARP tables as the node's files hold them. */
export function ArpFacts({ facts, failures }: { facts: NodeFacts; failures: FailureByPart }) {
  return (
    <FactSection
      title="ARP tables"
      description="MAC → inner address, and the peer that frames for it go to."
      part={facts.arpTables}
      failure={failures.get("arpTables")}
    >
      {(tables) =>
        tables.length === 0 ? (
          <p className="px-4 py-3 text-muted">No overlay rule of the node names an ARP table.</p>
        ) : (
          tables.map((table) => (
            <section key={table.path} className="border-b border-line last:border-b-0">
              <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3 pb-2">
                {mono(table.path)}
                {table.overlayRuleNames.map((name) => (
                  <Badge key={name} tone="outline">
                    {name}
                  </Badge>
                ))}
                <span className="text-sm text-subtle tabular-nums">{table.entries.length} entries</span>
              </h3>
              {table.problems.map((problem) => (
                <p key={problem} className="px-4 pb-2 wrap-anywhere text-degraded">
                  {problem}
                </p>
              ))}
              <FactTable
                label={`Entries of ${table.path}`}
                rows={table.entries}
                rowKey={({ macAddress }, index) => `${macAddress} ${index}`}
                none="The table has no entries."
                columns={ENTRY_COLUMNS}
              />
            </section>
          ))
        )
      }
    </FactSection>
  );
}
