"use client";

import { useQuery } from "@tanstack/react-query";
import { Network, Plus } from "lucide-react";
import Link from "next/link";
import { FilesMenu } from "../import/files-menu.tsx";
import { useTRPC } from "../trpc/trpc.ts";
import { buttonVariants } from "../ui/button-variants.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { useVdc } from "../vdc/use-vdc.ts";
import { NETWORK_COLUMNS } from "./network-columns.tsx";
import { RecentlyDeleted } from "./recently-deleted.tsx";
import { SharedNetworks } from "./share/shared-networks.tsx";
import { NetworkList } from "./network-list.tsx";
import { useNetworks } from "./use-networks.ts";

/** The networks of one vDC. */
export function NetworkTable({ vdcId }: { vdcId: string }) {
  const trpc = useTRPC();
  const vdc = useVdc(vdcId);
  const networks = useNetworks(vdcId);
  const { data: limits } = useQuery(trpc.network.listMtuLimits.queryOptions({ vdcId }));
  const define = vdc.may("network:create") && (
    <Link href={`/vdcs/${vdcId}/networks/new`} className={buttonVariants({ variant: "primary" })}>
      <Plus aria-hidden /> Define a network
    </Link>
  );
  return (
    <>
      <PageHeader
        title="Networks"
        description={`What the VMs of vDC ${vdc.name} are connected to: each a subnet on a segment of its own.`}
        actions={
          <>
            <FilesMenu
              nouns={["networks", "addresses"]}
              vdcId={vdcId}
              mayImport={vdc.may("network:create")}
            />
            {define}
          </>
        }
      />
      <NetworkList
        vdcId={vdcId}
        mayChange={vdc.may("network:update") && vdc.may("network:delete")}
        networks={networks}
        limits={limits}
        columns={NETWORK_COLUMNS}
        sortAtFirst="name"
        empty={
          <EmptyState icon={<Network />} title="This vDC has no networks yet." action={define}>
            {define
              ? "A network gives VMs a subnet that spans physical data centers. Define one within what was delegated to this vDC."
              : "A network gives VMs a subnet that spans physical data centers. A network admin of this vDC can define one."}
          </EmptyState>
        }
      />
      <SharedNetworks vdcId={vdcId} limits={limits} />
      <RecentlyDeleted vdcId={vdcId} />
    </>
  );
}
