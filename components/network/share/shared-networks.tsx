"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "../../trpc/trpc.ts";
import { CopyText } from "../../ui/copy-text.tsx";
import { Panel } from "../../ui/panel.tsx";
import { MtuOutcome } from "../mtu-proof.tsx";
import { type MtuLimit, mtuVerdict } from "../mtu-verdict.ts";
import { SegmentPath } from "../segment.tsx";

type SharedNetworksProps = { vdcId: string; limits: readonly MtuLimit[] | undefined };

/** Networks the operator shares with the vDC; nothing at all while there is none. */
export function SharedNetworks({ vdcId, limits }: SharedNetworksProps) {
  const { data: networks } = useQuery(useTRPC().networkShare.listOfVdc.queryOptions({ vdcId }));
  if (!networks || networks.length === 0) return null;
  return (
    <Panel
      flush
      className="mt-4"
      title="Shared by the operator"
      description="Networks this vDC may use besides its own. They count toward no limit."
    >
      <ul aria-label="Networks shared by the operator" className="divide-y divide-line">
        {networks.map((network) => (
          <li key={network.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
            <span className="min-w-0 flex-1 basis-48 wrap-anywhere">
              <Link
                href={`/vdcs/${vdcId}/networks/shared/${network.id}`}
                prefetch={false}
                className="font-medium hover:underline"
              >
                {network.name}
              </Link>
              {network.alias !== network.name && <span className="text-subtle"> {network.alias}</span>}
            </span>
            <SegmentPath segment={network} />
            <CopyText value={network.subnet} label="subnet" />
            <span className="inline-flex items-center gap-2 tabular-nums">
              <span className="text-sm text-subtle">MTU</span> {network.mtuBytes}
              {limits && <MtuOutcome verdict={mtuVerdict(network, limits)} />}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
