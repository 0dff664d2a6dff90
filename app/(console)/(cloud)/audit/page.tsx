import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { auditFilterOf, nextAuditCursor } from "#components/audit/audit-filter.ts";
import { AuditPage } from "#components/audit/audit-page.tsx";

export const metadata: Metadata = { title: "Audit" };

type Params = Partial<Record<string, string | string[]>>;

const single = (value: string | string[] | undefined) => (typeof value === "string" ? value : "");

export default async function AuditTrailPage({ searchParams }: { searchParams: Promise<Params> }) {
  const { q, kind } = await searchParams;
  const filter = auditFilterOf(single(q), single(kind));
  void getQueryClient().prefetchQuery(trpc.audit.listSubjectKinds.queryOptions());
  void getQueryClient().prefetchInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(filter, { getNextPageParam: nextAuditCursor }),
  );
  return (
    <HydrateClient>
      <AuditPage />
    </HydrateClient>
  );
}
