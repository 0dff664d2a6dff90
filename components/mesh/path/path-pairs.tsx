import Link from "next/link";
import type { RouterOutputs } from "../../trpc/trpc.ts";
import { Panel } from "../../ui/panel.tsx";
import { StateGlyph } from "../../ui/state-glyph.tsx";
import { Verdict } from "./path-result.tsx";
import { OUTCOME_WORDS, pathHref } from "./path-words.ts";

export type CloudPairs = Extract<RouterOutputs["meshPath"]["find"], { kind: "pairs" }>;
export type OwnPairs = Extract<RouterOutputs["meshPath"]["findForVdc"], { kind: "pairs" }>;
type Pair = {
  key: string;
  title: string;
  outcome: CloudPairs["outcome"];
  sentence: string;
  mtuBytes: number | null;
  href: string | null;
};

/** A network has many places: every pair of nodes, or of PDCs, that carries it, worst first. */
export function PathPairs({ result }: { result: CloudPairs | OwnPairs }) {
  const pairs = "nodeCounts" in result ? ofNodes(result) : ofPdcs(result);
  const worst = result.pairs[0];
  if (pairs.length === 0) {
    return (
      <Panel>
        <p className="text-muted">
          No two places are joined here: no VM uses it, or all that use it are on one node.
        </p>
      </Panel>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <Verdict outcome={result.outcome} reasons={worst?.reasons ?? []} />
      <Panel
        flush
        title={"nodeCounts" in result ? "Pairs of nodes" : "Pairs of data centers"}
        description={countsSentence(result)}
      >
        <ul className="divide-y divide-line">
          {pairs.map(({ key, title, outcome, sentence, mtuBytes, href }) => (
            <li
              key={key}
              className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-baseline gap-x-2.5 px-4 py-2"
            >
              <StateGlyph state={OUTCOME_WORDS[outcome].state} className="translate-y-0.5" />
              <span className="min-w-0">
                {href ? (
                  <Link href={href} className="font-medium hover:underline">
                    {title}
                  </Link>
                ) : (
                  <span className="font-medium">{title}</span>
                )}
                <span className="text-muted"> · {OUTCOME_WORDS[outcome].word.toLowerCase()}</span>
                {sentence !== "" && <span className="block text-sm text-pretty text-muted">{sentence}</span>}
              </span>
              <span className="text-sm text-muted tabular-nums">
                {mtuBytes === null ? "MTU not known" : `MTU ${mtuBytes}`}
              </span>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}

function ofNodes({ pairs }: CloudPairs): Pair[] {
  return pairs.map(({ ends: [a, b], outcome, reasons, effectiveMtuBytes }) => ({
    key: `${a.nodeId} ${b.nodeId}`,
    title: `${a.hostname} – ${b.hostname}`,
    outcome,
    sentence: reasons[0]?.sentence ?? "",
    mtuBytes: effectiveMtuBytes,
    href: pathHref({ from: a.end, to: b.end }, null),
  }));
}

function ofPdcs({ pairs }: OwnPairs): Pair[] {
  return pairs.map(({ pdcLabels: [a, b], outcome, reasons, effectiveMtuBytes }) => ({
    key: `${a} ${b}`,
    title: a === b ? `Inside ${a}` : `${a} – ${b}`,
    outcome,
    sentence: reasons[0]?.sentence ?? "",
    mtuBytes: effectiveMtuBytes,
    href: null,
  }));
}

function countsSentence(result: CloudPairs | OwnPairs): string {
  const told = Object.entries(OUTCOME_WORDS).flatMap(([outcome, { word }]) => {
    const count = result.countByOutcome[outcome as keyof typeof OUTCOME_WORDS]; // Its own keys.
    return count > 0 ? [`${count} ${word.toLowerCase()}`] : [];
  });
  const counts = `${told.join(", ")}.`;
  if (!("nodeCounts" in result)) return counts;
  const most = Math.max(...result.nodeCounts);
  const isPartial =
    result.pairs.length < result.pairCount ||
    most > new Set(result.pairs.flatMap(({ ends }) => ends.map(({ nodeId }) => nodeId))).size;
  return isPartial
    ? `${counts} It is carried by up to ${most} nodes; ${result.pairs.length} pairs spread over them were judged.`
    : counts;
}
