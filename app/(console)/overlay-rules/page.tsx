import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { RuleTable } from "#components/overlay-rule/rule-table.tsx";

export const metadata: Metadata = { title: "Overlay rules" };

export default async function OverlayRulesPage() {
  if (!(await getSessionActor())?.cloudRole) notFound();
  void getQueryClient().prefetchQuery(trpc.overlayRule.list.queryOptions());
  return (
    <HydrateClient>
      <RuleTable />
    </HydrateClient>
  );
}
