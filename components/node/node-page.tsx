"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Suspense, useMemo } from "react";
import { useTRPC } from "../trpc/trpc.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { SkeletonRows } from "../ui/skeleton.tsx";
import { TabsContent, TabsList, TabsTrigger, UrlTabs } from "../ui/tabs.tsx";
import { ArpFacts } from "./arp-facts.tsx";
import { CompareSnapshots } from "./compare-snapshots.tsx";
import { IkeFacts } from "./ike-facts.tsx";
import { GuardFacts, IpsecFacts } from "./ipsec-facts.tsx";
import { NetworkFacts } from "./network-facts.tsx";
import { NodeHeader } from "./node-header.tsx";
import { NodeIntroduction } from "./node-introduction.tsx";
import { NodeOverview } from "./node-overview.tsx";
import { OverlayFacts } from "./overlay-facts.tsx";
import { RefreshHistory } from "./refresh-history.tsx";
import { VmFacts } from "./vm-facts.tsx";

const FACT_TABS = [
  { tab: "network", label: "NICs and addresses", Facts: NetworkFacts },
  { tab: "overlays", label: "Overlays", Facts: OverlayFacts },
  { tab: "arp", label: "ARP tables", Facts: ArpFacts },
  { tab: "ipsec", label: "IPsec", Facts: SecurityFacts },
  { tab: "guard", label: "Firewall and probes", Facts: GuardFacts },
  { tab: "vms", label: "VMs", Facts: VmFacts },
] as const;

type FactsProps = Parameters<typeof IpsecFacts>[0];

function SecurityFacts(props: FactsProps) {
  return (
    <div className="grid gap-4">
      <IpsecFacts {...props} />
      <IkeFacts {...props} />
    </div>
  );
}

/** One node: what it told, part by part, each with its age. */
export function NodePage({ nodeId }: { nodeId: string }) {
  const trpc = useTRPC();
  const { data: node } = useSuspenseQuery(trpc.node.byId.queryOptions({ nodeId }));
  const { facts, partFailures } = node;
  const failures = useMemo(
    () => new Map(partFailures.map(({ part, reason }) => [part, reason])),
    [partFailures],
  );
  return (
    <>
      <NodeHeader node={node} />
      {!node.isConfirmed && <NodeIntroduction node={node} />}
      <UrlTabs defaultValue="overview">
        <TabsList aria-label="Parts of the node">
          <TabsTrigger value="overview">Overview</TabsTrigger>
          {FACT_TABS.map(({ tab, label }) => (
            <TabsTrigger key={tab} value={tab}>
              {label}
            </TabsTrigger>
          ))}
          <TabsTrigger value="history">History</TabsTrigger>
        </TabsList>
        <TabsContent value="overview">
          <NodeOverview node={node} />
        </TabsContent>
        {FACT_TABS.map(({ tab, Facts }) => (
          <TabsContent key={tab} value={tab}>
            {facts ? <Facts facts={facts} failures={failures} /> : <NoFacts isConfirmed={node.isConfirmed} />}
          </TabsContent>
        ))}
        <TabsContent value="history">
          <CompareSnapshots nodeId={nodeId} hostname={node.hostname} />
          <Suspense fallback={<SkeletonRows columns={3} />}>
            <RefreshHistory nodeId={nodeId} />
          </Suspense>
        </TabsContent>
      </UrlTabs>
    </>
  );
}

function NoFacts({ isConfirmed }: { isConfirmed: boolean }) {
  return isConfirmed ? (
    <EmptyState title="Nothing was read from this node yet.">A refresh reads its facts over SSH.</EmptyState>
  ) : (
    <EmptyState title="This node is quarantined.">
      Until its host key is confirmed, nothing it says is taken over.
    </EmptyState>
  );
}
