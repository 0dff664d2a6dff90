"use client";

import { LockOpen, Minus, Plus, TrendingDown, TrendingUp } from "lucide-react";
import { useState } from "react";
import type { ChangeWeight } from "#server/domain/mesh-time/change-words.ts";
import { sentenceOf } from "../../trpc/refusal.ts";
import type { RouterOutputs } from "../../trpc/trpc.ts";
import { Badge } from "../../ui/badge.tsx";
import { cn } from "../../ui/cn.ts";
import { formatInstant } from "../../ui/format-age.ts";
import { writeSearchParams } from "../../ui/search-params.ts";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { useComparison } from "./use-comparison.ts";

type Comparison = RouterOutputs["mesh"]["compare"];
type Change = Comparison["changes"][number];

const KIND_WORDS = { pdc: "PDCs", node: "nodes", "pdc-link": "pairs of PDCs", link: "links" } as const;
const WEIGHT_WORDS: Record<ChangeWeight, string> = {
  "encryption-lost": "encryption lost",
  worse: "worse",
  better: "better",
  other: "different",
};
const WEIGHT_TINTS: Record<ChangeWeight, string> = {
  "encryption-lost": "text-down-glyph",
  worse: "text-down-glyph",
  better: "text-up-glyph",
  other: "text-subtle",
};

/** What is different between two instants, lost encryption first; each leads to what it is about. */
export function MeshComparison({ from, to }: { from: Date; to: Date | null }) {
  const [kind, setKind] = useState<Change["kind"] | null>(null);
  const compared = useComparison(from, to);
  const title = `What changed from ${formatInstant(from)} to ${to ? formatInstant(to) : "now"}`;
  const comparison = compared.data;
  const shown = comparison?.changes.filter((change) => kind === null || change.kind === kind) ?? [];
  return (
    <section aria-label={title} className="border-t border-line">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2">
        <h2 className="font-semibold">{title}</h2>
        {comparison && <Kinds comparison={comparison} kind={kind} onKindChange={setKind} />}
      </div>
      {compared.error && <p className="px-3 pb-3 text-down">{sentenceOf(compared.error)}</p>}
      {!comparison && !compared.error && <SkeletonRows rows={3} columns={2} />}
      {comparison && !compared.error && (
        <>
          {comparison.unknownUntil && (
            <p className="px-3 pb-2 text-muted">
              Facts are kept since {formatInstant(comparison.unknownUntil)}. How things were before is not
              known.
            </p>
          )}
          {comparison.changes.length === 0 && (
            <p className="px-3 pb-3 text-muted">Nothing: the mesh looks the same at both instants.</p>
          )}
          {shown.length > 0 && (
            <ul className="max-h-72 divide-y divide-line overflow-y-auto border-t border-line">
              {shown.map((change) => (
                <ChangeRow key={`${change.kind} ${change.id}`} change={change} />
              ))}
            </ul>
          )}
          <p className="px-3 py-1.5 text-sm text-subtle empty:hidden">
            {comparison.moreCount > 0 && `${comparison.moreCount} more are not listed. `}
            {comparison.skippedPairCount > 0 &&
              "There are too many links to compare each; those of nodes that changed were."}
          </p>
        </>
      )}
    </section>
  );
}

type KindsProps = {
  comparison: Comparison;
  kind: Change["kind"] | null;
  onKindChange: (kind: Change["kind"] | null) => void;
};

function Kinds({ comparison: { countByKind, countByWeight }, kind, onKindChange }: KindsProps) {
  const kinds = (["pdc", "node", "pdc-link", "link"] as const).filter((each) => countByKind[each] > 0);
  return (
    <>
      {countByWeight["encryption-lost"] > 0 && (
        <Badge tone="bad">
          <LockOpen aria-hidden /> {countByWeight["encryption-lost"]} lost encryption
        </Badge>
      )}
      {kinds.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={kind === each}
          onClick={() => onKindChange(kind === each ? null : each)}
          className="inline-flex h-6 items-center gap-1 rounded-md border border-line-strong px-2 text-sm hover:bg-hover aria-pressed:border-accent aria-pressed:bg-selected"
        >
          <span className="tabular-nums">{countByKind[each]}</span> {KIND_WORDS[each]}
        </button>
      ))}
    </>
  );
}

function ChangeRow({ change }: { change: Change }) {
  const { kind, id, weight, sentences } = change;
  return (
    <li>
      <button
        type="button"
        onClick={() => writeSearchParams({ selected: `${kind}/${id}` })}
        className="grid w-full grid-cols-[1rem_minmax(0,1fr)] gap-x-2 px-3 py-1.5 text-left hover:bg-hover"
      >
        <WeightIcon change={change} />
        <span className="text-pretty wrap-anywhere">
          <span className={cn(weight === "encryption-lost" && "font-medium text-down")}>
            {sentences.join(" ")}
          </span>
          <span className="sr-only">, {WEIGHT_WORDS[weight]}</span>
        </span>
      </button>
    </li>
  );
}

function WeightIcon({ change: { weight, before, after } }: { change: Change }) {
  const className = cn("mt-0.5 size-4", WEIGHT_TINTS[weight]);
  if (weight === "encryption-lost") return <LockOpen aria-hidden className={className} />;
  if (!before) return <Plus aria-hidden className={className} />;
  if (!after) return <Minus aria-hidden className={className} />;
  return weight === "better" ? (
    <TrendingUp aria-hidden className={className} />
  ) : (
    <TrendingDown aria-hidden className={className} />
  );
}
