"use client";

import { useCallback, useMemo, useState } from "react";
import { formatScenario, readScenario, type ScenarioChange } from "#server/domain/what-if/scenario.ts";
import { useSearchParam, writeSearchParams } from "../ui/search-params.ts";

export type ScenarioState = {
  changes: readonly ScenarioChange[];
  /** What of the address could not be read. */
  problem: string | null;
  /** The address holds no more. */
  isFull: boolean;
  set: (changes: readonly ScenarioChange[]) => boolean;
};

/** All of the scenario is in the address, so that a colleague sees the same. */
export function useScenario(): ScenarioState {
  const [text] = useSearchParam("scenario");
  const [isFull, setIsFull] = useState(false);
  const { changes, problem } = useMemo(() => readScenario(text), [text]);
  const set = useCallback((next: readonly ScenarioChange[]) => {
    const written = formatScenario(next);
    setIsFull(written === null);
    if (written === null) return false;
    writeSearchParams({ scenario: written, try: "", of: "" });
    return true;
  }, []);
  return { changes, problem, isFull, set };
}
