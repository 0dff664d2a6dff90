"use client";

import { keepPreviousData, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { permissionsOf } from "#server/domain/access.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { DataTable } from "../ui/data-table/data-table.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { useSearchParam } from "../ui/search-params.ts";
import { SeverityFilter } from "./severity-filter.tsx";
import { WARNING_COLUMNS } from "./warning-columns.tsx";
import { WarningFilters } from "./warning-filters.tsx";
import { WarningPanel } from "./warning-panel.tsx";
import { warningFilterOf, warningHref } from "./warning-view.ts";

const NONE = {
  warnings: [],
  countBySeverity: { critical: 0, warning: 0, info: 0 },
  countByCode: {},
  pdcNames: [],
};

export function WarningQueue() {
  const trpc = useTRPC();
  const { data: me } = useSuspenseQuery(trpc.user.me.queryOptions());
  const params = useSearchParams();
  const filter = useMemo(() => warningFilterOf((param) => params.get(param)), [params]);
  const queue = useQuery({ ...trpc.warning.list.queryOptions(filter), placeholderData: keepPreviousData });
  const [warningId, setWarningId] = useSearchParam("warning");
  const { warnings, countBySeverity, countByCode, pdcNames } = queue.data ?? NONE;
  return (
    <>
      <PageHeader
        title="Warnings"
        description="What is wrong or about to be, judged anew after every refresh. A warning closes by itself once it is no longer true."
      />
      {queue.error && !queue.data ? (
        <ErrorState title={sentenceOf(queue.error)} onRetry={() => void queue.refetch()} />
      ) : (
        <>
          <SeverityFilter countBySeverity={countBySeverity} />
          <DataTable
            noun="warnings"
            rows={warnings}
            columns={WARNING_COLUMNS}
            rowId={({ id }) => id}
            rowHref={({ id }) => warningHref(params.toString(), id)}
            rowLabel={({ subjectLabel }) => subjectLabel}
            isLoading={queue.isPending}
            filters={<WarningFilters countByCode={countByCode} pdcNames={pdcNames} />}
            empty={
              <EmptyState title="No warnings here.">
                {filter.state === "open"
                  ? "Nothing that is open matches these filters."
                  : "Nothing matches these filters."}
              </EmptyState>
            }
          />
        </>
      )}
      {warningId !== "" && (
        <WarningPanel
          key={warningId}
          warningId={warningId}
          mayAcknowledge={
            me.cloudRole !== null && permissionsOf(me.cloudRole).includes("warning:acknowledge")
          }
          onClose={() => setWarningId("")}
        />
      )}
    </>
  );
}
