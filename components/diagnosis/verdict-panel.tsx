import type { Verdict } from "#server/domain/diagnosis/verdict.ts";
import { StateGlyph } from "../ui/state-glyph.tsx";
import { PATTERN_WORDS, VERDICT_WORDS } from "./diagnosis-words.ts";
import { SeenList } from "./step-list.tsx";

/** What the chain ends in: the cause with its evidence, or what is missing to tell. */
export function VerdictPanel({ verdict }: { verdict: Verdict }) {
  const { kind, title, sentence, evidence, missing, next, pattern } = verdict;
  const { state, word } = VERDICT_WORDS[kind];
  // The evidence of a cause says the same with place and time.
  const isToldByEvidence = (kind === "cause" || kind === "impaired") && evidence.length > 0;
  return (
    <section aria-label="Verdict" className="rounded-lg border border-line bg-surface px-4 py-3.5 shadow-xs">
      <p className="flex items-center gap-2 text-sm text-muted">
        <StateGlyph state={state} className="size-3.5" />
        {word}
      </p>
      <h2 className="mt-1 text-lg font-semibold text-balance">{title}</h2>
      {isToldByEvidence ? (
        <div className="mt-1.5">
          <SeenList seen={evidence} />
        </div>
      ) : (
        <p className="mt-1 text-pretty wrap-anywhere text-muted">{sentence}</p>
      )}
      {missing.length > 0 && (
        <>
          <h3 className="mt-2.5 text-sm font-semibold text-muted">Missing</h3>
          <ul className="mt-0.5 list-disc pl-5 text-sm">
            {missing.map((each) => (
              <li key={each} className="text-pretty wrap-anywhere">
                {each}
              </li>
            ))}
          </ul>
        </>
      )}
      {next && (
        <p className="mt-2.5 text-pretty">
          <span className="font-medium">Next safe step: </span>
          {next}
        </p>
      )}
      {pattern && kind !== "carries" && (
        <p className="mt-2.5 text-sm text-pretty text-muted">
          <span className="font-medium text-ink">A known trouble: “{PATTERN_WORDS[pattern].title}”. </span>
          {PATTERN_WORDS[pattern].sentence}
        </p>
      )}
    </section>
  );
}
