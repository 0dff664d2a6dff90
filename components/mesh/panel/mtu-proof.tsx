"use client";

import { Lock } from "lucide-react";
import { useState } from "react";
import { Age } from "../../ui/age.tsx";
import { Badge } from "../../ui/badge.tsx";
import { cn } from "../../ui/cn.ts";
import { DescriptionList } from "../../ui/description-list.tsx";
import type { LinkDetail } from "../mesh-data.ts";
import { fillOf, LedgerBar } from "./ledger-bar.tsx";
import { proofSentences } from "./proof-sentences.ts";

type Rule = LinkDetail["rules"][number];

const SOURCE_WORDS = {
  declared: "declared",
  measured: "measured between nodes",
  assumed: "assumed from the NICs of both ends",
} as const;

/** One rule at a time, the one in trouble first: the verdict, why, and every byte of the packet. */
export function MtuProof({ rules }: { rules: readonly Rule[] }) {
  const ordered = rules.toSorted((a, b) => Number(a.fits) - Number(b.fits));
  const [chosen, setChosen] = useState<string | null>(null);
  const rule = ordered.find(({ overlayRuleName }) => overlayRuleName === chosen) ?? ordered[0];
  if (!rule) return <p className="text-muted">The path MTU, or that of the rules, is not known yet.</p>;
  return (
    <div className="flex flex-col gap-3">
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">Overlay rule</legend>
        {ordered.map(({ overlayRuleName, ruleMtuBytes, fits }) => (
          <button
            key={overlayRuleName}
            type="button"
            aria-pressed={overlayRuleName === rule.overlayRuleName}
            onClick={() => setChosen(overlayRuleName)}
            className="inline-flex h-7 items-center gap-1.5 rounded-md border border-line-strong px-2 text-sm hover:bg-hover aria-pressed:border-accent aria-pressed:bg-selected"
          >
            <span className="font-medium">{overlayRuleName}</span>
            <span className="tabular-nums">{ruleMtuBytes}</span>
            <Badge tone={fits ? "good" : "caution"}>{fits ? "fits" : "fragments"}</Badge>
          </button>
        ))}
      </fieldset>
      <p className="text-pretty">{proofSentences(rule).join(" ")}</p>
      <LedgerBar rule={rule} />
      <DescriptionList
        items={[
          { term: "Largest safe MTU", value: <Bytes value={rule.effectiveMtuBytes} isStrong /> },
          {
            term: "Untagged / tagged",
            value: `${rule.innerMtuBytesMaxUntagged} / ${rule.innerMtuBytesMaxTagged} bytes`,
          },
          {
            term: "Path MTU",
            value: (
              <>
                <Bytes value={rule.pathMtuBytes} /> {SOURCE_WORDS[rule.pathMtuSource]}
                {rule.pathMtuObservedAt && (
                  <>
                    , <Age at={rule.pathMtuObservedAt} />
                  </>
                )}
                {rule.pathMtuMeasured && (
                  <span className="block text-degraded">
                    but <Bytes value={rule.pathMtuMeasured.mtuBytes} /> were measured{" "}
                    <Age at={rule.pathMtuMeasured.observedAt} />
                  </span>
                )}
              </>
            ),
          },
          {
            term: "Smallest path",
            value:
              rule.underlayMtuBytesMin === null ? (
                "No path could carry it whole."
              ) : (
                <Bytes value={rule.underlayMtuBytesMin} />
              ),
          },
          {
            term: "Encryption",
            value: rule.transformName
              ? `${rule.transformName}${rule.espSource === "assumed" ? " (assumed: the policies do not tell)" : ""}`
              : "none: plain VXLAN",
          },
        ]}
      />
      <LedgerTable rule={rule} />
    </div>
  );
}

function Bytes({ value, isStrong = false }: { value: number; isStrong?: boolean }) {
  return <span className={cn("tabular-nums", isStrong && "font-semibold")}>{value} bytes</span>;
}

function LedgerTable({ rule: { ledger, outerBytes } }: { rule: Rule }) {
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">Every byte of a full packet, in the order of the wire</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Bytes</th>
        </tr>
      </thead>
      <tbody>
        {ledger.map((entry, position) => (
          <tr key={`${entry.title}${position}`}>
            <th scope="row" className="py-0.5 text-left font-normal">
              <span className="flex items-center gap-2">
                <span aria-hidden className={cn("size-2.5 shrink-0 rounded-[3px]", fillOf(entry))} />
                <span>{entry.title}</span>
                {entry.isEncrypted && <Lock aria-label="encrypted" className="size-3 text-subtle" />}
                {entry.note && <span className="text-subtle">{entry.note}</span>}
              </span>
            </th>
            <td className="text-right tabular-nums">{entry.bytes}</td>
          </tr>
        ))}
        <tr className="font-semibold">
          <th scope="row" className="border-t border-line pt-1 text-left">
            On the wire
          </th>
          <td className="border-t border-line pt-1 text-right tabular-nums">{outerBytes}</td>
        </tr>
      </tbody>
    </table>
  );
}
