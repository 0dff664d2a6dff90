import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { MemberTable } from "#components/member/member-table.tsx";

export const metadata: Metadata = { title: "Members" };

export default async function MembersPage({ params }: { params: Promise<{ vdcId: string }> }) {
  const { vdcId } = await params;
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  void getQueryClient().prefetchQuery(trpc.member.list.queryOptions({ vdcId }));
  return (
    <HydrateClient>
      <MemberTable vdcId={vdcId} />
    </HydrateClient>
  );
}
