"use client";

import { useDeferredValue, useMemo } from "react";
import { VERDICTS } from "#server/domain/import/verdict.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Input } from "../ui/input.tsx";
import { useSearchParam } from "../ui/search-params.ts";
import type { Shown } from "./use-import.ts";
import { VerdictFilter } from "./verdict-filter.tsx";
import { VerdictList } from "./verdict-list.tsx";
import { matchesWords } from "./verdict-words.ts";

/** Every row's verdict, filtered by verdict and words in the address. */
export function ImportResult({ shown, isCloud }: { shown: Shown; isCloud: boolean }) {
  const [typedVerdict, setVerdict] = useSearchParam("verdict");
  const [filter, setFilter] = useSearchParam("q");
  const words = useDeferredValue(filter);
  const verdict = VERDICTS.find((candidate) => candidate === typedVerdict) ?? null;
  const rows = useMemo(
    () =>
      shown.rows.filter((row) => (verdict === null || row.verdict === verdict) && matchesWords(row, words)),
    [shown.rows, verdict, words],
  );
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface shadow-xs">
      <div className="flex flex-wrap items-center gap-3 p-3">
        <VerdictFilter counts={shown.counts} value={verdict} onChange={(next) => setVerdict(next ?? "")} />
        <Input
          type="search"
          aria-label="Filter rows"
          placeholder="Filter rows"
          className="w-52"
          value={filter}
          onChange={({ target }) => setFilter(target.value)}
        />
      </div>
      {rows.length === 0 ? (
        <EmptyState
          title="No row is like this."
          action={
            <Button
              onClick={() => {
                setVerdict("");
                setFilter("");
              }}
            >
              Show all rows
            </Button>
          }
        />
      ) : (
        <VerdictList rows={rows} showsVdc={isCloud} />
      )}
    </div>
  );
}
