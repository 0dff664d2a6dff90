"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import * as z from "zod";
import { REQUIREMENT_CODES, REQUIREMENT_OUTCOMES } from "#server/domain/checklist/requirement.ts";
import { useSettled } from "../ui/use-settled.ts";
import { type RouterOutputs, useTRPC, useTRPCClient } from "../trpc/trpc.ts";
import { useSearchParam } from "../ui/search-params.ts";
import { nextCursorOf } from "../trpc/all-pages.ts";

type ChecklistPage = RouterOutputs["checklist"]["list"];

/** Asked no sooner than a person pauses. */
const SETTLE_MILLISECONDS = 150;
const EXPORTED_AT_ONCE = 1000;
/** Time passes without events too: what was fresh becomes stale. */
const REREAD_MILLISECONDS = 60_000;

const Outcome = z.enum(REQUIREMENT_OUTCOMES).nullable().catch(null);
const Code = z.enum(REQUIREMENT_CODES).nullable().catch(null);
/** A PDC's name in the address; "=" alone is the empty name. */
export const pdcParam = (name: string) => `=${name}`;

/** The requirements of all nodes as the address asks for them, page by page. */
export function useChecklist() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [q] = useSearchParam("q");
  const [outcome] = useSearchParam("outcome");
  const [requirement] = useSearchParam("requirement");
  const [pdc] = useSearchParam("pdc");
  const text = useSettled(q, SETTLE_MILLISECONDS);
  const asked = useMemo(
    () => ({
      text: text.slice(0, 200),
      outcome: Outcome.parse(outcome),
      requirement: Code.parse(requirement),
      pdcName: pdc.startsWith("=") ? pdc.slice(1) : null,
    }),
    [text, outcome, requirement, pdc],
  );
  const list = useInfiniteQuery({
    ...trpc.checklist.list.infiniteQueryOptions(asked, {
      getNextPageParam: nextCursorOf,
    }),
    placeholderData: keepPreviousData,
    refetchInterval: REREAD_MILLISECONDS,
  });
  async function* exportRows() {
    let cursor: ChecklistPage["nextCursor"] = null;
    do {
      const page: ChecklistPage = await client.checklist.list.query({
        ...asked,
        limit: EXPORTED_AT_ONCE,
        cursor,
      });
      cursor = page.nextCursor;
      yield page.rows;
    } while (cursor !== null);
  }
  return { asked, list, exportRows };
}
