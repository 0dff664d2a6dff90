import type { Metadata } from "next";
import { orNotFound } from "#app/_trpc/or-not-found.ts";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { AnswerPage } from "#components/delegation-request/answer-page.tsx";

type RequestRoute = { params: Promise<{ vdcId: string; requestId: string }> };

export const metadata: Metadata = { title: "Request" };

export default async function RequestPage({ params }: RequestRoute) {
  const { vdcId, requestId } = await params;
  void getQueryClient().prefetchQuery(trpc.delegation.listCarriers.queryOptions());
  await orNotFound(
    getQueryClient().fetchQuery(trpc.delegationRequest.previewAnswer.queryOptions({ vdcId, requestId })),
  );
  return (
    <HydrateClient>
      <AnswerPage vdcId={vdcId} requestId={requestId} />
    </HydrateClient>
  );
}
