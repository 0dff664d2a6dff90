"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { sentenceOf } from "../trpc/refusal.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { nounFor } from "../ui/data-table/noun.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { StateGlyph } from "../ui/state-glyph.tsx";
import { PacketProof } from "./mtu-proof.tsx";
import { type JudgedMtu, pathVerdict } from "./mtu-verdict.ts";
import { hostnameWords, pathWords, placeWords, unknownPairWords } from "./reach-words.ts";

type Reach = RouterOutputs["network"]["getReach"];
type ReachProps = {
  vdcId: string;
  network: JudgedMtu & { nicTagName: string | null };
};

/** Which places have the rule or tag, and whether full packets cross between each two of them, with the proof. */
export function NetworkReach({ vdcId, network }: ReachProps) {
  const { overlayRuleName, nicTagName } = network;
  const { data: reach, error } = useQuery(
    useTRPC().network.getReach.queryOptions(
      { vdcId, overlayRuleName, nicTagName },
      { enabled: Boolean(overlayRuleName ?? nicTagName) },
    ),
  );
  if (error) return <p className="px-4 py-3 text-down">{sentenceOf(error)}</p>;
  if (!reach) return <Skeleton className="m-4 h-10" />;
  if (reach.places.length === 0) {
    return (
      <p className="px-4 py-3 text-muted">No node has been read yet, so nobody knows where this reaches.</p>
    );
  }
  const unknown = unknownPairWords(reach, overlayRuleName);
  return (
    <>
      <ul aria-label="Physical data centers" className="divide-y divide-line">
        {reach.places.map((place) => (
          <Place key={place.pdcName} place={place} />
        ))}
      </ul>
      {reach.paths.length > 0 && (
        <ul aria-label="Paths" className="divide-y divide-line border-t border-line">
          {reach.paths.map((path) => (
            <Path key={path.pdcNames.join("\n")} path={path} judged={network} />
          ))}
        </ul>
      )}
      {unknown && <p className="border-t border-line px-4 py-2 text-sm text-muted">{unknown}</p>}
    </>
  );
}

function Place({ place }: { place: Reach["places"][number] }) {
  const { pdcName, nodeCount, carryingCount, lackingHostnames } = place;
  const isWhole = carryingCount === nodeCount;
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 px-4 py-1.5">
      <span className="min-w-0 flex-1 basis-32 font-medium wrap-anywhere">{pdcName || "(no PDC name)"}</span>
      <span className={isWhole ? "text-muted" : "text-degraded"}>{placeWords(place)}</span>
      {!isWhole && lackingHostnames && (
        <span className="basis-full text-sm text-subtle">
          Missing on {hostnameWords(lackingHostnames, nodeCount - carryingCount)}.
        </span>
      )}
      {!isWhole && carryingCount > 0 && place.carryingHostnames && (
        <span className="basis-full text-sm text-subtle">
          On {hostnameWords(place.carryingHostnames, carryingCount)}.
        </span>
      )}
    </li>
  );
}

function Path({ path, judged }: { path: Reach["paths"][number]; judged: JudgedMtu }) {
  const { fits, proof } = pathVerdict(path, judged);
  return (
    <li>
      <details className="group/path">
        <summary className="flex list-none flex-wrap items-center gap-x-3 px-4 py-1.5 hover:bg-hover focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="size-3.5 shrink-0 text-subtle transition-transform group-open/path:rotate-90"
          />
          <span className="min-w-0 flex-1 basis-40 wrap-anywhere">{pathWords(path)}</span>
          <span className="flex items-center gap-x-3 text-sm max-sm:basis-full max-sm:pl-6.5">
            <span className="text-subtle tabular-nums">up to {proof.innerMtuBytesMax} bytes</span>
            <span className="inline-flex w-24 items-center gap-1.5">
              <StateGlyph state={fits ? "up" : "degraded"} className="size-2.5" />
              {fits ? "whole" : `${proof.packetCount} ${nounFor(proof.packetCount, "fragments")}`}
            </span>
          </span>
        </summary>
        <div className="px-4 pt-1 pb-3">
          <PacketProof proof={proof} />
        </div>
      </details>
    </li>
  );
}
