"use client";

import { useQuery } from "@tanstack/react-query";
import { Network } from "lucide-react";
import Link from "next/link";
import { FilesMenu } from "../import/files-menu.tsx";
import { useMay } from "../shell/use-may.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { buttonVariants } from "../ui/button-variants.ts";
import { Combobox } from "../ui/combobox.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { useSearchParam } from "../ui/search-params.ts";
import { CLOUD_NETWORK_COLUMNS } from "./network-columns.tsx";
import { NetworkList } from "./network-list.tsx";
import { useNetworksOfCloud } from "./use-networks.ts";

/** The networks of every vDC, for operators and auditors. */
export function CloudNetworkTable() {
  const trpc = useTRPC();
  const may = useMay();
  const networks = useNetworksOfCloud();
  const { data: limits } = useQuery(trpc.network.listMtuLimitsOfCloud.queryOptions());
  return (
    <>
      <PageHeader
        title="Networks"
        description="The networks of every vDC. To define one, open its vDC: ids come from what was delegated there."
        actions={
          <FilesMenu nouns={["networks", "addresses"]} vdcId={null} mayImport={may("network:create")} />
        }
      />
      <NetworkList
        vdcId={null}
        mayChange={may("network:update") && may("network:delete")}
        networks={networks}
        limits={limits}
        columns={CLOUD_NETWORK_COLUMNS}
        sortAtFirst="vdcName"
        filters={<VdcFilter />}
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

const ANY_VDC = { value: "any", label: "Any vDC" };

function VdcFilter() {
  const { data: vdcs } = useQuery(useTRPC().vdc.list.queryOptions());
  const [vdcId, setVdcId] = useSearchParam("vdc");
  return (
    <Combobox
      aria-label="vDC"
      className="w-44"
      value={vdcId || ANY_VDC.value}
      options={[ANY_VDC, ...(vdcs ?? []).map(({ id, name }) => ({ value: id, label: name }))]}
      onValueChange={(next) => setVdcId(next === ANY_VDC.value ? "" : next)}
    />
  );
}
