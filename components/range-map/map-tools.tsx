"use client";

import { type KeyboardEvent, useId, useState } from "react";
import { sentenceOf } from "../trpc/refusal.ts";
import { Button } from "../ui/button.tsx";
import { Input } from "../ui/input.tsx";
import type { MapSource } from "./map-data.ts";
import { figure, rangeText } from "./map-words.ts";

const COUNT_MAX = 1_000_000;

type MapToolsProps = {
  source: MapSource;
  onShowId: (id: number) => void;
  /** What was found, to be marked. */
  onFound: (first: number, count: number) => void;
};

function numberIn(text: string, first: number, last: number): number | null {
  const id = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return id >= first && id <= last ? id : null;
}

/** Inside another form Enter would send that. */
function onEnter(act: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
}

/** The next free id, several in a row, and any id by its number. */
export function MapTools({ source, onShowId, onFound }: MapToolsProps) {
  const { bounds, findFree } = source;
  const id = useId();
  const [count, setCount] = useState("10");
  const [wanted, setWanted] = useState("");
  const [said, setSaid] = useState("");
  const [isSearching, setIsSearching] = useState(false);

  const find = async (length: number) => {
    if (isSearching) return;
    setIsSearching(true);
    try {
      const first = await findFree(length);
      if (first === null) {
        setSaid(length === 1 ? "None is free." : `There are no ${figure(length)} free ids in a row.`);
        return;
      }
      onFound(first, length);
      const found = rangeText({ first, last: first + length - 1 });
      setSaid(
        length === 1 ? `${bounds.noun} ${found} is the next free.` : `${bounds.noun} ${found} are free.`,
      );
    } catch (error) {
      setSaid(sentenceOf(error));
    } finally {
      setIsSearching(false);
    }
  };
  const findRun = () => {
    const length = numberIn(count, 1, COUNT_MAX);
    if (length === null) setSaid(`Write how many ids, from 1 to ${figure(COUNT_MAX)}.`);
    else void find(length);
  };
  const goTo = () => {
    const target = numberIn(wanted, bounds.first, bounds.last);
    if (target === null) {
      setSaid(`${bounds.noun} ids go from ${bounds.first} to ${bounds.last}.`);
      return;
    }
    setSaid("");
    onShowId(target);
  };

  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button size="sm" onClick={() => void find(1)}>
          Show the next free
        </Button>
        <div className="flex items-center gap-1.5">
          <Input
            id={`${id}-count`}
            aria-label={`How many free ${bounds.noun} ids in a row`}
            inputMode="numeric"
            autoComplete="off"
            value={count}
            onChange={({ target }) => setCount(target.value)}
            onKeyDown={onEnter(findRun)}
            className="h-7 w-16 text-sm tabular-nums"
          />
          <Button size="sm" onClick={findRun}>
            Find in a row
          </Button>
        </div>
        <div className="flex items-center gap-1.5">
          <Input
            id={`${id}-go`}
            aria-label={`Go to ${bounds.noun} id`}
            inputMode="numeric"
            autoComplete="off"
            placeholder="id"
            value={wanted}
            onChange={({ target }) => setWanted(target.value)}
            onKeyDown={onEnter(goTo)}
            className="h-7 w-24 text-sm tabular-nums"
          />
          <Button size="sm" onClick={goTo}>
            Go
          </Button>
        </div>
      </div>
      <output className="min-h-4.5 text-sm text-muted tabular-nums">{said}</output>
    </div>
  );
}
