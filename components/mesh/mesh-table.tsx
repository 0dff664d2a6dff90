"use client";

import { formatCount } from "../ui/format-count.ts";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Button } from "../ui/button.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { DataTable } from "../ui/data-table/data-table.tsx";
import { Absent } from "../ui/description-list.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { LookGlyph } from "./look-glyph.tsx";
import { linkLabel, type LinkListing } from "./mesh-data.ts";
import { CATEGORIES } from "./mesh-mode.ts";
import { linksHiddenBy, linksWithin } from "./table-query.ts";
import { type ChangeBySelect, changeWords, markOf, type MeshChange } from "./time/mesh-change-marks.ts";
import { useMeshInstant } from "./time/use-mesh-instant.ts";
import type { MeshViewState } from "./use-mesh-view.ts";
import { nextCursorOf } from "../trpc/all-pages.ts";

type Row = LinkListing & { label: string; pdcs: string; change: MeshChange | null };

const PAGE = 200;
const KIND_WORDS = { adminLink: "Admin", ipsecLink: "IPsec", unknown: "Not known" } as const;

const COLUMNS: readonly DataColumn<Row>[] = [
  { accessorKey: "label", header: "Link" },
  {
    accessorKey: "state",
    header: "State",
    cell: ({ row: { original } }) => (
      <StateBadge
        state={original.state}
        observedAt={original.observedAt}
        {...(original.isIdle && { detail: "idle" })}
      />
    ),
  },
  { accessorKey: "pdcs", header: "PDCs" },
  { id: "kind", header: "Kind", accessorFn: ({ kind }) => KIND_WORDS[kind], meta: { isHiddenAtFirst: true } },
  {
    id: "path",
    header: "Path",
    accessorFn: ({ path }) => CATEGORIES.path.find(({ key }) => key === path)?.word ?? path,
    cell: ({ row: { original }, getValue }) => (
      <span className="inline-flex items-center gap-1.5">
        <LookGlyph look={original.path} />
        {String(getValue())}
      </span>
    ),
  },
  {
    accessorKey: "effectiveMtuBytes",
    header: "Largest safe MTU",
    meta: { align: "right" },
    cell: ({ row: { original } }) =>
      original.effectiveMtuBytes === null ? (
        <Absent />
      ) : (
        <span className={original.fragmentingRuleNames.length > 0 ? "font-medium text-degraded" : ""}>
          {original.effectiveMtuBytes}
          {original.fragmentingRuleNames.length > 0 && ` < ${original.wantedMtuBytes}`}
        </span>
      ),
  },
  {
    accessorKey: "stateSentence",
    header: "Why this state",
    cell: ({ row: { original } }) => (
      <span title={original.stateSentence} className="block max-w-96 truncate text-muted">
        {original.stateSentence}
      </span>
    ),
  },
  { accessorKey: "reason", header: "Why this path", meta: { isHiddenAtFirst: true } },
  {
    id: "rules",
    header: "Overlay rules",
    accessorFn: ({ overlayRuleNames }) => overlayRuleNames.join(", "),
    meta: { isHiddenAtFirst: true },
  },
  {
    accessorKey: "observedAt",
    header: "Facts from",
    cell: ({ row: { original } }) =>
      original.observedAt ? (
        <Age at={original.observedAt} className="text-muted" />
      ) : (
        <Absent word="never read" />
      ),
  },
];

const [FIRST_COLUMN, ...OTHER_COLUMNS] = COLUMNS;
const COMPARED_COLUMNS: readonly DataColumn<Row>[] = [
  ...(FIRST_COLUMN ? [FIRST_COLUMN] : []),
  {
    id: "change",
    header: "Since then",
    accessorFn: ({ change }) => changeWords(change ?? undefined),
    cell: ({ row: { original } }) => <ChangeCell change={original.change} />,
  },
  ...OTHER_COLUMNS,
];

function ChangeCell({ change }: { change: MeshChange | null }) {
  if (!change) return <Absent word="the same" />;
  const { shape, word } = markOf(change);
  return (
    <span title={change.sentences.join(" ")} className="font-medium whitespace-nowrap">
      <span aria-hidden>{shape}</span> {word}
    </span>
  );
}

/** The links of what is selected, or of the whole mesh, worst first; the next ones are read when they are wanted. */
export function MeshTable({ view, changes }: { view: MeshViewState; changes: ChangeBySelect }) {
  const trpc = useTRPC();
  const params = useSearchParams();
  const { queryInput } = useMeshInstant();
  const { mode, hidden, selection, overlayRuleName } = view;
  const within = useMemo(() => linksWithin(selection), [selection]);
  const query = useInfiniteQuery(
    trpc.mesh.links.infiniteQueryOptions(
      {
        within,
        hidden: linksHiddenBy(mode, hidden),
        overlayRuleName: overlayRuleName || null,
        ...queryInput,
        limit: PAGE,
      },
      { getNextPageParam: nextCursorOf },
    ),
  );
  const rows = useMemo(
    () =>
      (query.data?.pages ?? [])
        .flatMap(({ links }) => links)
        .map((link): Row => ({
          ...link,
          label: linkLabel(link),
          pdcs: pdcsOf(link),
          change: changes.get(`link/${link.id}`) ?? null,
        })),
    [query.data, changes],
  );
  const totalCount = query.data?.pages[0]?.totalCount ?? 0;
  const hrefOf = ({ id }: Row) => {
    const next = new URLSearchParams(params);
    next.set("view", "table");
    next.set("selected", `link/${id}`);
    return `/mesh?${next}`;
  };
  if (query.error && rows.length === 0) {
    return <ErrorState title={sentenceOf(query.error)} onRetry={() => void query.refetch()} />;
  }
  return (
    <DataTable
      noun="links"
      rows={rows}
      columns={changes.size > 0 ? COMPARED_COLUMNS : COLUMNS}
      rowId={({ id }) => id}
      rowLabel={({ label }) => label}
      rowHref={hrefOf}
      isLoading={query.isPending}
      className="rounded-none border-0 shadow-none lg:flex lg:h-full lg:flex-col lg:[&>section]:max-h-none lg:[&>section]:min-h-0 lg:[&>section]:flex-1"
      actions={
        query.hasNextPage && (
          <Button size="sm" pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {formatCount(rows.length)} of {formatCount(totalCount)}, worst first: read more
          </Button>
        )
      }
      empty={
        <EmptyState title="No link is like that.">Show more states, or select something else.</EmptyState>
      }
    />
  );
}

function pdcsOf({ ends }: LinkListing): string {
  return [...new Set(ends.map(({ pdcLabel }) => pdcLabel))].toSorted().join(" – ");
}
