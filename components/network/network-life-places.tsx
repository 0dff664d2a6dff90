"use client";

import { useQuery } from "@tanstack/react-query";
import { sentenceOf } from "../trpc/refusal.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { nounFor } from "../ui/data-table/noun.ts";
import { Panel } from "../ui/panel.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import type { NetworkDetail } from "./network-page.tsx";

type Vnic = RouterOutputs["network"]["listVnics"][number];

/** Where it lives: the nodes whose VMs use it, and how old that knowledge is. */
export function NetworkPlaces({ network: { id, vdcId, vmCount } }: { network: NetworkDetail }) {
  const { data: vnics, error } = useQuery(useTRPC().network.listVnics.queryOptions({ vdcId, networkId: id }));
  return (
    <Panel flush title="Where it lives" description="Nodes whose VMs use it, as they were read last.">
      {vnics ? (
        <Places vnics={vnics} vmCount={vmCount} />
      ) : error ? (
        <p className="px-4 py-3 text-down">{sentenceOf(error)}</p>
      ) : (
        <Skeleton className="m-4 h-5" />
      )}
    </Panel>
  );
}

function Places({ vnics, vmCount }: { vnics: readonly Vnic[]; vmCount: number }) {
  const places = placesOf(vnics);
  if (vmCount === 0 || places.length === 0)
    return <p className="px-4 py-3 text-muted">No VM uses this network yet.</p>;
  return (
    <ul aria-label="Nodes" className="max-h-80 divide-y divide-line overflow-y-auto">
      {places.map(({ nodeHostname, vmCount: vmCountHere, observedAt }) => (
        <li key={nodeHostname} className="flex flex-wrap items-baseline gap-x-4 px-4 py-2">
          <span className="min-w-0 flex-1 wrap-anywhere">{nodeHostname}</span>
          <span className="tabular-nums">
            {vmCountHere} {nounFor(vmCountHere, "VMs")}
          </span>
          <span className="text-sm text-subtle">
            {observedAt ? (
              <>
                read <Age at={observedAt} />
              </>
            ) : (
              "never read"
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function placesOf(vnics: readonly Vnic[]) {
  return [...Map.groupBy(vnics, ({ nodeHostname }) => nodeHostname)]
    .map(([nodeHostname, ofNode]) => ({
      nodeHostname,
      vmCount: new Set(ofNode.map(({ vmUuid }) => vmUuid)).size,
      observedAt: ofNode[0]?.observedAt ?? null,
    }))
    .toSorted((a, b) => a.nodeHostname.localeCompare(b.nodeHostname, "en"));
}
