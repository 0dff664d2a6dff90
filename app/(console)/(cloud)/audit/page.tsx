import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { auditFilterOf } from "#components/audit/audit-filter.ts";
import { AuditPage } from "#components/audit/audit-page.tsx";
import { pageParam } from "#components/ui/page-param.ts";
import { nextCursorOf } from "#components/trpc/all-pages.ts";

export const metadata: Metadata = { title: "Audit" };

type Params = Partial<Record<string, string | string[]>>;

export default async function AuditTrailPage({ searchParams }: { searchParams: Promise<Params> }) {
  const { q, kind } = await searchParams;
  const filter = auditFilterOf(pageParam(q), pageParam(kind));
  void getQueryClient().prefetchQuery(trpc.audit.listSubjectKinds.queryOptions());
  void getQueryClient().prefetchInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(filter, { getNextPageParam: nextCursorOf }),
  );
  return (
    <HydrateClient>
      <AuditPage />
    </HydrateClient>
  );
}
