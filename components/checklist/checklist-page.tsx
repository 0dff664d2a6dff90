"use client";

import { useQuery } from "@tanstack/react-query";
import { ListChecks } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import type { NodeChecklist } from "#server/domain/checklist/requirement.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { PagedTable } from "../ui/data-table/paged-table.tsx";
import { useTableAddress } from "../ui/data-table/use-table-address.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { useSearchParam } from "../ui/search-params.ts";
import { Select } from "../ui/select.tsx";
import { Sheet, SheetContent } from "../ui/sheet.tsx";
import { CHECKLIST_COLUMNS } from "./checklist-columns.tsx";
import { ChecklistSums } from "./checklist-sums.tsx";
import { OUTCOME_WORDS } from "./outcome-glyph.tsx";
import { RequirementList } from "./requirement-list.tsx";
import { pdcParam, useChecklist } from "./use-checklist.ts";
import { usePages } from "../ui/data-table/use-pages.ts";

const rowId = ({ nodeId }: NodeChecklist) => nodeId;
const rowLabel = ({ hostname }: NodeChecklist) => hostname;

/** What every node has to have, and which of them has it. */
export function ChecklistPage() {
  const { asked, list, exportRows } = useChecklist();
  const address = useTableAddress({ columns: CHECKLIST_COLUMNS });
  const params = useSearchParams();
  const [nodeId, setNodeId] = useSearchParam("node");
  const pages = usePages(list);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const first = list.data?.pages[0];
  const rowHref = useCallback(
    (row: NodeChecklist) => {
      const next = new URLSearchParams(params);
      next.set("node", row.nodeId);
      return `/requirements?${next}`;
    },
    [params],
  );
  return (
    <>
      <PageHeader
        title="Requirements"
        description="What every node has to have once there is more than one PDC, judged by what each last told of itself."
      />
      {list.error && !list.data ? (
        <ErrorState title={sentenceOf(list.error)} onRetry={() => void list.refetch()} />
      ) : (
        <>
          {first && <ChecklistSums sums={first} />}
          {first && !first.hasSecondPdc && first.totalCount > 0 && (
            <p className="mb-4 rounded-md bg-info-soft px-3 py-2 text-pretty text-info">
              No second PDC is known, so nothing that crosses PDCs is needed yet.
            </p>
          )}
          <PagedTable
            noun="nodes"
            fileName="requirements"
            columns={CHECKLIST_COLUMNS}
            address={address}
            rows={rows}
            rowId={rowId}
            rowLabel={rowLabel}
            rowHref={rowHref}
            count={first ? { count: first.matchingCount, countMax: first.matchingCount } : null}
            {...pages}
            isEmpty={first?.totalCount === 0}
            filterKey={JSON.stringify(asked)}
            exportRows={exportRows}
            filters={<Filters pdcNames={first?.pdcNames ?? []} />}
            empty={
              <EmptyState icon={<ListChecks />} title="No node is enrolled yet.">
                Enrol nodes, and this page says what each of them still needs.
              </EmptyState>
            }
          />
        </>
      )}
      {nodeId !== "" && <NodeSheet key={nodeId} nodeId={nodeId} onClose={() => setNodeId("")} />}
    </>
  );
}

const ANY = "any";
const OUTCOME_OPTIONS = [
  { value: ANY, label: "Any outcome" },
  { value: "fail", label: "Only failing" },
  { value: "unknown", label: "Only not known" },
  { value: "pass", label: "Only passing" },
] as const;

function Filters({ pdcNames }: { pdcNames: readonly string[] }) {
  const [outcome, setOutcome] = useSearchParam("outcome");
  const [pdc, setPdc] = useSearchParam("pdc");
  const options = [
    { value: ANY, label: "Any PDC" },
    ...pdcNames.map((name) => ({ value: pdcParam(name), label: name.trim() === "" ? "(no name)" : name })),
  ];
  const isKnown = pdc === "" || options.some(({ value }) => value === pdc);
  return (
    <>
      <Select
        aria-label="Outcome"
        className="w-40"
        value={OUTCOME_OPTIONS.find(({ value }) => value === outcome)?.value ?? ANY}
        options={OUTCOME_OPTIONS}
        onValueChange={(next) => setOutcome(next === ANY ? "" : next)}
      />
      <Select
        aria-label="PDC"
        className="w-44"
        value={pdc || ANY}
        options={isKnown ? options : [...options, { value: pdc, label: pdc.slice(1) }]}
        onValueChange={(next) => setPdc(next === ANY ? "" : next)}
      />
    </>
  );
}

/** One node's list in full. */
function NodeSheet({ nodeId, onClose }: { nodeId: string; onClose: () => void }) {
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.checklist.ofNode.queryOptions({ nodeId }));
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        title={data?.hostname ?? "Node"}
        description={data && `Requirements: ${OUTCOME_WORDS[data.outcome].toLowerCase()}`}
        className="w-[min(34rem,100vw)]"
        footer={
          data && (
            <Link href={`/nodes/${nodeId}`} className="font-medium text-accent-ink hover:underline">
              Open the node
            </Link>
          )
        }
      >
        {data ? (
          <div className="px-4 py-2">
            <RequirementList requirements={data.requirements} />
          </div>
        ) : (
          <output className="block p-4 text-muted">{error ? sentenceOf(error) : "Reading the node…"}</output>
        )}
      </SheetContent>
    </Sheet>
  );
}
