import { Age } from "../ui/age.tsx";

export type ShownEvidence = { sentence: string; observedAt: Date };

/** What was seen, each with its age: nothing here is newer than it says. */
export function EvidenceList({ evidence }: { evidence: readonly ShownEvidence[] }) {
  return (
    <ul className="flex flex-col divide-y divide-line">
      {evidence.map(({ sentence, observedAt }, index) => (
        <li key={`${index} ${sentence}`} className="flex items-baseline justify-between gap-4 py-1.5">
          <span className="min-w-0 wrap-anywhere">{sentence}</span>
          <Age at={observedAt} className="shrink-0 text-sm text-subtle" />
        </li>
      ))}
    </ul>
  );
}
