"use client";

import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { Suspense } from "react";
import type { AuditFilter } from "#server/domain/audit-filter.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { Panel } from "../ui/panel.tsx";
import { SkeletonRows } from "../ui/skeleton.tsx";
import { AuditEventItem } from "./audit-event.tsx";
import { AuditFilters, useAuditFilter } from "./audit-filters.tsx";
import { ExportAudit } from "./export-audit.tsx";
import { nextCursorOf } from "../trpc/all-pages.ts";

export function AuditPage() {
  const filter = useAuditFilter();
  return (
    <>
      <PageHeader
        title="Audit"
        description="Who changed what, when and from where. Nothing here can be altered."
      />
      <Panel flush>
        <AuditFilters />
        <Suspense fallback={<SkeletonRows columns={3} />}>
          <AuditTrail filter={filter} />
        </Suspense>
      </Panel>
    </>
  );
}

function AuditTrail({ filter }: { filter: AuditFilter }) {
  const trpc = useTRPC();
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useSuspenseInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(filter, { getNextPageParam: nextCursorOf }),
  );
  const events = data.pages.flatMap((page) => page.events);
  if (events.length === 0) {
    return Object.keys(filter).length > 0 ? (
      <EmptyState title="No change matches." />
    ) : (
      <EmptyState icon={<ScrollText />} title="Nothing was changed yet.">
        Each change a person makes is listed here with its before and after.
      </EmptyState>
    );
  }
  return (
    <>
      <ul aria-label="Changes, newest first" className="divide-y divide-line">
        {events.map((event) => (
          <AuditEventItem key={event.id} event={event} />
        ))}
      </ul>
      <div className="flex items-center justify-between gap-3 border-t border-line px-4 py-2">
        <output className="text-sm text-subtle tabular-nums">
          {events.length} changes{hasNextPage ? " so far" : ""}
        </output>
        <div className="flex gap-2">
          <ExportAudit events={events} />
          {hasNextPage && (
            <Button size="sm" pending={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              Show older
            </Button>
          )}
        </div>
      </div>
    </>
  );
}
