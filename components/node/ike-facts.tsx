import type { IkeAssociation, NodeFacts } from "#server/domain/facts.ts";
import { FactSection } from "./fact-section.tsx";
import { type FactColumn, FactTable } from "./fact-table.tsx";
import { mono } from "./mono.tsx";
import type { FailureByPart } from "./network-facts.tsx";
import { durationWords } from "./node-words.ts";

const both = (one: string | number | null, other: string | number | null) =>
  one === null && other === null ? null : `${one ?? "–"} / ${other ?? "–"}`;

const COLUMNS: readonly FactColumn<IkeAssociation>[] = [
  { header: "State", cell: ({ state }) => state },
  { header: "Role", cell: ({ role }) => role },
  { header: "Local", cell: ({ localAddress }) => mono(localAddress) },
  { header: "Remote", cell: ({ remoteAddress }) => mono(remoteAddress) },
  { header: "Authentication", cell: ({ authenticationMethod }) => authenticationMethod },
  {
    header: "Encryption / hash",
    cell: (association) => both(association.encryptionAlgorithm, association.hashAlgorithm),
  },
  {
    header: "DH group / PFS",
    cell: (association) => both(association.diffieHellmanGroup, association.perfectForwardSecrecyGroup),
  },
  {
    header: "Ends in",
    align: "right",
    cell: ({ expiresInSeconds }) => (expiresInSeconds === null ? null : durationWords(expiresInSeconds)),
  },
];

/** Whether keys are negotiated, and with whom; no keys. */
export function IkeFacts({ facts, failures }: { facts: NodeFacts; failures: FailureByPart }) {
  return (
    <FactSection
      title="IKE in force"
      description="Phase 1 associations as the key daemon tells them."
      part={facts.ike}
      failure={failures.get("ike")}
    >
      {({ isRunning, associations }) => (
        <>
          {!isRunning && (
            <p className="border-b border-line px-4 py-2 text-degraded">
              The key daemon does not run: nobody on this node negotiates keys.
            </p>
          )}
          <FactTable
            label="IKE associations"
            rows={associations}
            rowKey={({ remoteAddress }, index) => `${remoteAddress} ${index}`}
            none="None now; they come when traffic needs them."
            columns={COLUMNS}
          />
        </>
      )}
    </FactSection>
  );
}
