import type { FoundPath } from "#server/domain/mesh-path/find-path.ts";
import type { OwnPath } from "#server/domain/mesh-path/own-path.ts";
import type { PathOutcome } from "#server/domain/mesh-path/path-reason.ts";
import { Age } from "../../ui/age.tsx";
import { Panel } from "../../ui/panel.tsx";
import { StateGlyph } from "../../ui/state-glyph.tsx";
import { PathArp } from "./path-arp.tsx";
import { PathChain } from "./path-chain.tsx";
import { PathMtu } from "./path-mtu.tsx";
import { OUTCOME_WORDS } from "./path-words.ts";

/** One path: the verdict and why, the hops, whether the tables agree, and what fits. */
export function PathResult({ path }: { path: FoundPath | OwnPath }) {
  return (
    <div className="flex flex-col gap-4">
      <Verdict outcome={path.outcome} reasons={path.reasons} observedAt={path.observedAt} />
      <Panel title="The way">
        <PathChain hops={path.hops} />
      </Panel>
      {path.outcome !== "no-path" && (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Panel title="ARP tables of both ends">
            <PathArp agreements={path.arpAgreements} />
          </Panel>
          <Panel title="MTU along the way">
            <PathMtu mtu={path.mtu} />
          </Panel>
        </div>
      )}
    </div>
  );
}

type VerdictProps = {
  outcome: PathOutcome;
  reasons: readonly { outcome: PathOutcome; sentence: string }[];
  /** The oldest of what it rests on; null: some of it was never read. */
  observedAt?: Date | null;
};

export function Verdict({ outcome, reasons, observedAt }: VerdictProps) {
  const { state, word, sentence } = OUTCOME_WORDS[outcome];
  return (
    <section aria-label="Verdict" className="rounded-lg border border-line bg-surface px-4 py-3 shadow-xs">
      <div className="flex flex-wrap items-baseline gap-x-2.5">
        <StateGlyph state={state} className="size-4 translate-y-0.5" />
        <h2 className="text-lg font-semibold">{word}</h2>
        <p className="text-muted">{sentence}</p>
        {observedAt && (
          <p className="ml-auto text-sm text-subtle">
            rests on facts from <Age at={observedAt} />
          </p>
        )}
      </div>
      {reasons.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1.5">
          {reasons.map((reason) => (
            <li key={reason.sentence} className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
              <StateGlyph
                state={OUTCOME_WORDS[reason.outcome].state}
                title={OUTCOME_WORDS[reason.outcome].word}
                className="mt-1"
              />
              <span className="text-pretty wrap-anywhere">{reason.sentence}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
