"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useTRPC } from "../trpc/trpc.ts";
import { Panel } from "../ui/panel.tsx";
import { TimeLeft } from "./time-left.tsx";

/** Ids the vDC's own networks gave up lately. Prefetch `vxlan.listOwnResting`. */
export function OwnResting({ vdcId }: { vdcId: string }) {
  const { data: resting } = useSuspenseQuery(useTRPC().vxlan.listOwnResting.queryOptions({ vdcId }));
  return (
    <Panel
      title="Resting VXLAN ids"
      description="Ids that networks of this vDC gave up lately; they wait before they are given out again."
    >
      {resting.length === 0 ? (
        <p className="text-muted">None rests.</p>
      ) : (
        <ul aria-label="Resting VXLAN ids" className="flex max-h-60 flex-wrap gap-1.5 overflow-y-auto">
          {resting.map(({ vxlanId, restsUntil }) => (
            <li
              key={vxlanId}
              className="inline-flex h-6 items-center gap-1.5 rounded-md bg-sunken px-1.5 text-sm"
            >
              <span className="tabular-nums">{vxlanId}</span>
              <span className="text-subtle">
                <TimeLeft until={restsUntil} /> left
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
