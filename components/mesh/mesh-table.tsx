"use client";

import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { Age } from "../ui/age.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { DataTable } from "../ui/data-table/data-table.tsx";
import { Absent } from "../ui/description-list.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { LookGlyph } from "./look-glyph.tsx";
import { linkLabel, linksIn, type MeshIndex, type MeshLink } from "./mesh-data.ts";
import { categoryKeyOf, CATEGORIES } from "./mesh-mode.ts";
import type { Selected } from "./mesh-selection.ts";
import type { MeshViewState } from "./use-mesh-view.ts";

type Row = MeshLink & { label: string; pdcs: string };

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

/** The links of what is selected, or all of them. */
function linksOf(index: MeshIndex, selected: Selected | null): readonly MeshLink[] {
  if (selected?.kind === "node") return index.linksByNodeId.get(selected.node.id) ?? [];
  if (selected?.kind === "pdc-link") return linksIn(selected.pdcLink.linkIds, index);
  if (selected?.kind === "pdc") {
    const between = index.mesh.pdcLinks.filter(({ pdcIds }) => pdcIds.includes(selected.pdc.id));
    return linksIn([...selected.pdc.innerLinks.linkIds, ...between.flatMap(({ linkIds }) => linkIds)], index);
  }
  return index.mesh.links;
}

/** The same links as in the picture, filtered alike. */
export function MeshTable({ index, view }: { index: MeshIndex; view: MeshViewState }) {
  const params = useSearchParams();
  const { mode, hidden, selected } = view;
  const rows = useMemo(
    () =>
      linksOf(index, selected)
        .filter((link) => !hidden.has(categoryKeyOf(link, mode)))
        .map((link): Row => ({ ...link, label: linkLabel(link, index), pdcs: pdcsOf(link, index) })),
    [index, selected, hidden, mode],
  );
  const hrefOf = ({ id }: Row) => {
    const next = new URLSearchParams(params);
    next.set("view", "table");
    next.set("selected", `link/${id}`);
    return `/mesh?${next}`;
  };
  return (
    <DataTable
      noun="links"
      rows={rows}
      columns={COLUMNS}
      rowId={({ id }) => id}
      rowLabel={({ label }) => label}
      rowHref={hrefOf}
      sortAtFirst="label"
      className="rounded-none border-0 shadow-none lg:flex lg:h-full lg:flex-col lg:[&>section]:max-h-none lg:[&>section]:min-h-0 lg:[&>section]:flex-1"
      empty={
        <EmptyState title="No link is like that.">Show more states, or select something else.</EmptyState>
      }
    />
  );
}

function pdcsOf({ nodeIds }: MeshLink, { nodeById, pdcById }: MeshIndex): string {
  const labels = nodeIds.map((id) => pdcById.get(nodeById.get(id)?.pdcId ?? "")?.label ?? "?");
  return [...new Set(labels)].toSorted().join(" – ");
}
