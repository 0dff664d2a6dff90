"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { isRefusal } from "../../trpc/refusal.ts";
import { type RouterOutputs, useTRPC } from "../../trpc/trpc.ts";
import { Badge } from "../../ui/badge.tsx";
import { buttonVariants } from "../../ui/button-variants.ts";
import { CopyText } from "../../ui/copy-text.tsx";
import { DescriptionList } from "../../ui/description-list.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Panel } from "../../ui/panel.tsx";
import { useVdc } from "../../vdc/use-vdc.ts";
import { MtuVerdictText } from "../mtu-proof.tsx";
import { mtuVerdict } from "../mtu-verdict.ts";
import { NetworkReach } from "../reach.tsx";
import { segmentText } from "../segment.tsx";
import { SharedAddresses } from "./shared-addresses.tsx";

type SharedNetwork = RouterOutputs["networkShare"]["byId"];

/** A network of somebody else that the vDC may use: what is needed to use it, and nothing of whose it is. */
export function SharedNetworkPage({ vdcId, networkId }: { vdcId: string; networkId: string }) {
  const trpc = useTRPC();
  const vdc = useVdc(vdcId);
  const { data: network, error } = useSuspenseQuery(
    trpc.networkShare.byId.queryOptions({ vdcId, networkId }),
  );
  const { data: limits } = useQuery(trpc.network.listMtuLimits.queryOptions({ vdcId }));
  if (isRefusal(error)) {
    return (
      <EmptyState
        title={<h1>Network {network.name} is no longer shared with this vDC.</h1>}
        action={
          <Link href={`/vdcs/${vdcId}/networks`} className={buttonVariants()}>
            Go to the networks
          </Link>
        }
      >
        An operator ended it while this page was open.
      </EmptyState>
    );
  }
  return (
    <>
      <PageHeader
        title={network.name}
        description={network.description || "A network this vDC may use."}
        breadcrumbs={[{ label: "Networks", href: `/vdcs/${vdcId}/networks` }]}
        badge={<Badge tone="info">Shared by the operator</Badge>}
      />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Panel title="Network">
          <NetworkFacts network={network} />
          {limits && <MtuVerdictText verdict={mtuVerdict(network, limits)} className="mt-3" />}
        </Panel>
        <SharedAddresses vdcId={vdcId} networkId={networkId} mayChange={vdc.may("network:update")} />
        <Panel
          flush
          title="Reach and MTU"
          description="Places with what carries it, and whether full packets cross between them whole."
        >
          <NetworkReach vdcId={vdcId} network={network} />
        </Panel>
        <Panel
          title="VMs of this vDC"
          description="Those known to be its, by their other NICs and its addresses."
        >
          {network.ownVmNames.length > 0 ? (
            <ul className="flex flex-wrap gap-x-3">
              {network.ownVmNames.map((name, place) => (
                <li key={`${name} ${place}`}>{name}</li>
              ))}
            </ul>
          ) : (
            <p className="text-muted">None is known yet.</p>
          )}
        </Panel>
      </div>
    </>
  );
}

function NetworkFacts({ network }: { network: SharedNetwork }) {
  const { alias, name, subnet, gateway, resolvers, mtuBytes } = network;
  return (
    <DescriptionList
      items={[
        ...(alias === name ? [] : [{ term: "Alias", value: alias }]),
        { term: "Segment", value: segmentText(network) },
        { term: "Subnet", value: <CopyText value={subnet} label="subnet" /> },
        { term: "Gateway", value: gateway ? <CopyText value={gateway} label="gateway" /> : "none" },
        { term: "Resolvers", value: resolvers.length > 0 ? resolvers.join(", ") : "none" },
        { term: "MTU", value: String(mtuBytes) },
      ]}
    />
  );
}
