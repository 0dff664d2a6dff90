import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { RuleTable } from "#components/overlay-rule/rule-table.tsx";

export const metadata: Metadata = { title: "Overlay rules" };

export default function OverlayRulesPage() {
  void getQueryClient().prefetchQuery(trpc.overlayRule.list.queryOptions());
  return (
    <HydrateClient>
      <RuleTable />
    </HydrateClient>
  );
}
