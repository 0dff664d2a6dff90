"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../trpc/trpc.ts";
import { Panel } from "../ui/panel.tsx";
import { StateGlyph } from "../ui/state-glyph.tsx";
import { VERDICT_WORDS } from "./diagnosis-words.ts";

/** What is wrong between the data centers of a vDC's network; nothing while it is in one place on one node. */
export function OwnDiagnosis({ vdcId, networkId }: { vdcId: string; networkId: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.diagnosis.ofNetworkForVdc.queryOptions({ vdcId, networkId }));
  if (!data || data.pairs.length === 0) return null;
  return (
    <Panel title="Between its places" description="Whether packets pass, and why not.">
      <ul className="flex flex-col gap-2">
        {data.pairs.map(({ pdcLabels: [a, b], kind, title }) => (
          <li key={`${a} ${b}`} className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-2.5">
            <StateGlyph
              state={VERDICT_WORDS[kind].state}
              title={VERDICT_WORDS[kind].word}
              className="translate-y-0.5"
            />
            <span className="min-w-0">
              <span className="font-medium">{a === b ? `Inside ${a}` : `${a} – ${b}`}</span>
              <span className="block text-sm text-pretty text-muted">{title}.</span>
            </span>
          </li>
        ))}
      </ul>
      {data.pairs.some(({ kind }) => kind !== "carries") && (
        <p className="mt-3 text-sm text-pretty text-muted">
          The operators of the cloud see where and can put it right.
        </p>
      )}
    </Panel>
  );
}
