"use client";

import { useState } from "react";
import { countIds, formatIdRanges } from "#server/domain/id-range.ts";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import {
  barShares,
  type IdPart,
  idParts,
  type IdState,
  type IdUse,
  rangeWords,
  singleIds,
} from "./id-parts.ts";

export type IdMapProps = {
  use: IdUse;
  /** "VXLAN". */
  noun: string;
  /** Names the list: "VXLANs of customers". */
  label: string;
  chosenId?: number | null;
  /** Given, free ids can be chosen. */
  onChoose?: (id: number) => void;
};

const CELLS_MAX = 400;
const PARTS_LISTED_MAX = 8;

const WORDS: Record<IdState, string> = { used: "in use", unavailable: "not available", free: "free" };
const LEGEND: Record<IdState, string> = { used: "In use here", unavailable: "Not available", free: "Free" };
const FILLS: Record<IdState, string> = {
  used: "bg-accent",
  unavailable:
    "bg-[repeating-linear-gradient(135deg,var(--line-strong)_0_2px,transparent_2px_4px)] border border-line-strong",
  free: "border border-control/60 bg-surface",
};

/** A picture of ids for the eye, and the same as a list for everybody. */
export function IdMap({ use, noun, label, chosenId = null, onChoose }: IdMapProps) {
  const parts = idParts(use);
  const count = parts.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  if (count === 0) return <p className="text-sm text-subtle">No {noun} is delegated here.</p>;
  const picture = { parts, noun, chosenId, ...(onChoose ? { onChoose } : {}) };
  return (
    <div className="flex flex-col gap-2">
      <Legend use={use} />
      <div aria-hidden>{count <= CELLS_MAX ? <Cells {...picture} /> : <Bar {...picture} />}</div>
      <PartList {...picture} label={label} />
    </div>
  );
}

type PictureProps = Omit<IdMapProps, "use" | "label"> & { parts: readonly IdPart[] };

function Legend({ use }: { use: IdUse }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
      {(["used", "unavailable", "free"] as const).map((state) => (
        <li key={state} className="inline-flex items-center gap-1.5">
          <span aria-hidden className={cn("size-2.5 rounded-xs", FILLS[state])} />
          {LEGEND[state]}
          <span className="text-ink tabular-nums">{countIds(use[state]).toLocaleString("en")}</span>
        </li>
      ))}
    </ul>
  );
}

/** One square an id. The list below does the same for the keyboard. */
function Cells({ parts, noun, chosenId, onChoose }: PictureProps) {
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(0.875rem,1fr))] gap-0.75">
      {singleIds(parts).map(({ id, state }) => (
        <button
          key={id}
          type="button"
          tabIndex={-1}
          disabled={state !== "free" || !onChoose}
          title={`${noun} ${id}, ${WORDS[state]}`}
          aria-label={`${noun} ${id}, ${WORDS[state]}`}
          onClick={() => onChoose?.(id)}
          className={cn(
            "h-3.5 rounded-xs disabled:cursor-default disabled:opacity-100",
            FILLS[state],
            onChoose && state === "free" && "hover:border-accent hover:bg-accent-soft",
            id === chosenId && "outline-2 outline-offset-1 outline-ring",
          )}
        />
      ))}
    </div>
  );
}

function Bar({ parts, noun, chosenId, onChoose }: PictureProps) {
  const shares = barShares(parts);
  return (
    <div className="flex h-5 gap-0.5">
      {parts.map(({ first, last, state }, index) => (
        <button
          key={first}
          type="button"
          tabIndex={-1}
          disabled={state !== "free" || !onChoose}
          title={`${noun} ${rangeWords({ first, last })}, ${WORDS[state]}`}
          aria-label={`${noun} ${rangeWords({ first, last })}, ${WORDS[state]}`}
          onClick={() => onChoose?.(first)}
          style={{ flexGrow: shares[index] ?? 0, flexBasis: 0 }}
          className={cn(
            "min-w-0.5 rounded-xs disabled:cursor-default disabled:opacity-100",
            FILLS[state],
            onChoose && state === "free" && "hover:border-accent hover:bg-accent-soft",
            isWithin(chosenId, { first, last }) && "outline-2 outline-offset-1 outline-ring",
          )}
        />
      ))}
    </div>
  );
}

function isWithin(id: number | null | undefined, { first, last }: { first: number; last: number }): boolean {
  return typeof id === "number" && id >= first && id <= last;
}

function PartList({ parts, noun, label, chosenId, onChoose }: PictureProps & { label: string }) {
  const [isWhole, setIsWhole] = useState(false);
  const listed = isWhole ? parts : parts.slice(0, PARTS_LISTED_MAX);
  return (
    <>
      <ul aria-label={label} className="flex flex-wrap gap-x-1.5 gap-y-1 text-sm tabular-nums">
        {listed.map((part) => (
          <li key={part.first} className="inline-flex">
            {part.state === "free" && onChoose ? (
              <Button
                size="sm"
                className={cn("h-6 px-1.5 font-normal", isWithin(chosenId, part) && "border-ring")}
                aria-label={`${formatIdRanges([part])} free, take ${noun} ${part.first}`}
                onClick={() => onChoose(part.first)}
              >
                {formatIdRanges([part])} <span className="text-subtle">free</span>
              </Button>
            ) : (
              <span className="inline-flex h-6 items-center gap-1 rounded-md bg-sunken px-1.5">
                {formatIdRanges([part])} <span className="text-subtle">{WORDS[part.state]}</span>
              </span>
            )}
          </li>
        ))}
      </ul>
      {parts.length > PARTS_LISTED_MAX && (
        <Button variant="link" size="sm" className="self-start" onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? "Show fewer ranges" : `Show all ${parts.length} ranges`}
        </Button>
      )}
    </>
  );
}
