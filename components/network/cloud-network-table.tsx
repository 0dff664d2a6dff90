"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Network } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "../trpc/trpc.ts";
import { buttonVariants } from "../ui/button-variants.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { CLOUD_NETWORK_COLUMNS } from "./network-columns.tsx";
import { NetworkList } from "./network-list.tsx";

/** The networks of every vDC, for operators and auditors. */
export function CloudNetworkTable() {
  const trpc = useTRPC();
  const { data: networks } = useSuspenseQuery(trpc.network.listOfCloud.queryOptions());
  const { data: limits } = useQuery(trpc.network.listMtuLimitsOfCloud.queryOptions());
  return (
    <>
      <PageHeader
        title="Networks"
        description="The networks of every vDC. To define one, open its vDC: ids come from what was delegated there."
      />
      <NetworkList
        networks={networks}
        limits={limits}
        columns={CLOUD_NETWORK_COLUMNS}
        sortAtFirst="vdcName"
        empty={
          <EmptyState
            icon={<Network />}
            title="No vDC has a network yet."
            action={
              <Link href="/vdcs" className={buttonVariants()}>
                Open the vDCs
              </Link>
            }
          >
            Create a vDC, delegate ranges to it, and its network admins define networks here.
          </EmptyState>
        }
      />
    </>
  );
}
