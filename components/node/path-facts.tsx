import type { NodeFacts, PathProbe } from "#server/domain/facts.ts";
import { FactSection } from "./fact-section.tsx";
import { type FactColumn, FactTable } from "./fact-table.tsx";
import { mono } from "./mono.tsx";
import type { FailureByPart } from "./network-facts.tsx";

const bytes = (count: number) => `${count.toLocaleString("en")} B`;

const COLUMNS: readonly FactColumn<PathProbe>[] = [
  { header: "Peer", cell: ({ peerAddress }) => mono(peerAddress) },
  { header: "Passed", align: "right", cell: ({ bytesThatPassed }) => bytes(bytesThatPassed) },
  {
    header: "Did not",
    align: "right",
    cell: ({ bytesThatDidNot }) =>
      bytesThatDidNot === null ? (
        <span className="text-subtle">all that its NIC takes passed</span>
      ) : (
        bytes(bytesThatDidNot)
      ),
  },
];

/** What the node measured of the paths to its peers. */
export function PathFacts({ facts, failures }: { facts: NodeFacts; failures: FailureByPart }) {
  return (
    <FactSection
      title="Measured paths"
      description="Largest packet that reached a peer whole, outside of IPsec."
      part={facts.pathProbes}
      failure={failures.get("pathProbes")}
    >
      {(probes) => (
        <FactTable
          label="Measured paths"
          rows={probes}
          rowKey={({ peerAddress }) => peerAddress}
          none="No path was measured."
          columns={COLUMNS}
        />
      )}
    </FactSection>
  );
}
