"use client";

import { keepPreviousData, useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useMemo, useState } from "react";
import { type RouterOutputs, useTRPC, useTRPCClient } from "../trpc/trpc.ts";
import { useSettled } from "../ui/use-settled.ts";
import { warningFilterOf, warningOrderOf } from "./warning-view.ts";
import { nextCursorOf } from "../trpc/all-pages.ts";

type WarningsPage = RouterOutputs["warning"]["list"];
/** `isEffect`: stands below its root cause, which is unfolded. */
export type QueueRow = WarningsPage["warnings"][number] & { isEffect: boolean };

/** Asked no sooner than a person pauses. */
const SETTLE_MILLISECONDS = 150;
const EXPORTED_AT_ONCE = 500;

async function* pages(ask: (cursor: WarningsPage["nextCursor"]) => Promise<WarningsPage>) {
  let cursor: WarningsPage["nextCursor"] = null;
  do {
    const page = await ask(cursor);
    cursor = page.nextCursor;
    yield asRows(page.warnings);
  } while (cursor !== null);
}

const asRows = (warnings: WarningsPage["warnings"], isEffect = false): QueueRow[] =>
  warnings.map((warning) => ({ ...warning, isEffect }));

/** What the address asks for, and how to get at the rest. */
export function useWarningQueue() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const query = useSettled(useSearchParams().toString(), SETTLE_MILLISECONDS);
  const { filter, order } = useMemo(() => {
    const params = new URLSearchParams(query);
    return {
      filter: warningFilterOf((param) => params.get(param)),
      order: warningOrderOf(params.get("sort") ?? ""),
    };
  }, [query]);
  const asked = { ...filter, ...order };
  const list = useInfiniteQuery({
    ...trpc.warning.list.infiniteQueryOptions(asked, { getNextPageParam: nextCursorOf }),
    placeholderData: keepPreviousData,
  });
  const summary = useQuery({
    ...trpc.warning.summary.queryOptions(filter),
    placeholderData: keepPreviousData,
  });
  const roots = useMemo(() => asRows(list.data?.pages.flatMap((page) => page.warnings) ?? []), [list.data]);
  const { unfolded, toggle, effectsById } = useUnfolded(roots);
  const rows = useMemo(
    () => roots.flatMap((root) => [root, ...(effectsById.get(root.id) ?? [])]),
    [roots, effectsById],
  );
  const exportRows = () =>
    pages((cursor) => client.warning.list.query({ ...asked, limit: EXPORTED_AT_ONCE, cursor }));
  return { filter, list, summary, rows, unfolded, toggle, exportRows };
}

/** Root causes whose effects are shown below them. */
function useUnfolded(roots: readonly QueueRow[]) {
  const trpc = useTRPC();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const ids = roots.filter(({ id, effectCount }) => effectCount > 0 && chosen.has(id)).map(({ id }) => id);
  const effectsById = useQueries({
    queries: ids.map((rootCauseId) => trpc.warning.list.queryOptions({ rootCauseId, state: "all" })),
    combine: (answers) =>
      new Map(answers.map(({ data }, at) => [ids[at] ?? "", asRows(data?.warnings ?? [], true)])),
  });
  const toggle = (id: string) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  return { unfolded: chosen, toggle, effectsById };
}
