import type { Requirement } from "#server/domain/checklist/requirement.ts";
import { Age } from "../ui/age.tsx";
import { OUTCOME_WORDS, OutcomeGlyph } from "./outcome-glyph.tsx";

/** What is asked of one node, and whether it holds, with evidence and age. */
export function RequirementList({ requirements }: { requirements: readonly Requirement[] }) {
  return (
    <ul className="divide-y divide-line">
      {requirements.map(({ code, title, outcome, sentence, observedAt }) => (
        <li key={code} className="grid grid-cols-[1rem_minmax(0,1fr)_auto] gap-x-2.5 py-2">
          <OutcomeGlyph outcome={outcome} className="mt-0.5" />
          <span className="min-w-0">
            <span className="font-medium">
              {title}
              <span className="sr-only">: {OUTCOME_WORDS[outcome]}</span>
            </span>
            <span className="block text-sm text-pretty wrap-anywhere text-muted">{sentence}</span>
          </span>
          <span className="text-sm text-subtle">{observedAt && <Age at={observedAt} />}</span>
        </li>
      ))}
    </ul>
  );
}
