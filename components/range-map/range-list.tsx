"use client";

import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import type { MapData } from "./map-data.ts";
import { listedRanges, rangeText, type StateWords } from "./map-words.ts";

const LISTED_MAX = 60;

type RangeListProps = {
  data: MapData;
  label: string;
  noun: string;
  words: StateWords;
  onChoose?: ((id: number) => void) | undefined;
};

/** The same window in words, for whoever reads rather than looks. */
export function RangeList({ data, label, noun, words, onChoose }: RangeListProps) {
  const [isWhole, setIsWhole] = useState(false);
  const lines = listedRanges(data.cells, data.ranges, words);
  const shown = isWhole ? lines : lines.slice(0, LISTED_MAX);
  return (
    <Disclosure label="As a list">
      <ul
        aria-label={label}
        className="mt-1.5 flex max-h-72 flex-col gap-1 overflow-y-auto text-sm tabular-nums"
      >
        {shown.map((line) => (
          <li key={line.first} className="flex flex-wrap items-center gap-x-2">
            <span className="font-medium">{rangeText(line)}</span>{" "}
            <span className="text-muted">{line.words}</span>
            {onChoose && line.freeFirst !== null && (
              <Button variant="link" size="sm" onClick={() => onChoose(line.first)}>
                Take {noun} {line.first}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {lines.length > LISTED_MAX && (
        <Button variant="link" size="sm" onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? "Show fewer" : `Show all ${lines.length}`}
        </Button>
      )}
    </Disclosure>
  );
}
