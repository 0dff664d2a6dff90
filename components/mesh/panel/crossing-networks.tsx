"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { MeshSubject } from "#server/domain/mesh/mesh-query.ts";
import { useTRPC } from "../../trpc/trpc.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Section } from "./section.tsx";

const TITLES: Record<MeshSubject["kind"], string> = {
  pdc: "Networks with VMs here",
  node: "Networks with VMs here",
  link: "Networks that cross it",
  "pdc-link": "Networks that cross it",
};

/** What a fault here would touch, in people's words. */
export function CrossingNetworks({ of }: { of: MeshSubject }) {
  const { data } = useQuery(useTRPC().mesh.listNetworks.queryOptions(of));
  return (
    <Section title={TITLES[of.kind]} aside={data && data.length > 0 && data.length}>
      {!data && <Skeleton className="w-2/3" />}
      {data?.length === 0 && <p className="text-muted">None, by the last known facts.</p>}
      <ul className="flex flex-col gap-1">
        {data?.map(({ id, name, vdcId, vdcName, overlayRuleName, vxlanId, mtuBytes, vmCount }) => (
          <li key={id} className="flex items-baseline gap-2">
            <Link
              href={`/vdcs/${vdcId}/networks/${id}`}
              prefetch={false}
              className="min-w-0 truncate font-medium underline-offset-2 hover:underline"
            >
              {name}
            </Link>
            <span className="min-w-0 flex-1 truncate text-sm text-muted">
              {vdcName}, {overlayRuleName}/{vxlanId}, MTU {mtuBytes}
            </span>
            <span className="text-sm whitespace-nowrap text-subtle tabular-nums">
              {vmCount === 1 ? "1 VM" : `${vmCount} VMs`}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
