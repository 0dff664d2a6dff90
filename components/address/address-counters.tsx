"use client";

import { TriangleAlert } from "lucide-react";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Button } from "../ui/button.tsx";
import { StateBadge } from "../ui/state-badge.tsx";

type Summary = RouterOutputs["address"]["getSummary"];

/** How many are listed, used and free, and how old the knowledge of use is. */
export function AddressCounters({ summary }: { summary: Summary }) {
  const { assignableCount, listedCount, usedCount, freeCount, factsObservedAt, isFactsStale } = summary;
  const figures = [
    ["Listed", listedCount],
    ["Used", usedCount],
    ["Free", freeCount],
  ] as const;
  return (
    <dl className="flex flex-wrap items-baseline gap-x-6 gap-y-1">
      {figures.map(([term, count]) => (
        <div key={term} className="flex items-baseline gap-1.5">
          <dt className="text-muted">{term}</dt>
          <dd className="text-lg font-semibold tabular-nums">{count.toLocaleString("en")}</dd>
        </div>
      ))}
      <div className="flex items-baseline gap-1 text-sm text-subtle">
        <dt>of</dt>
        <dd className="tabular-nums">{assignableCount.toLocaleString("en")} that can be given</dd>
      </div>
      <div className="flex items-baseline gap-1 text-sm text-subtle">
        <dt>Facts</dt>
        <dd className="inline-flex items-baseline gap-1">
          {factsObservedAt.oldest ? (
            <>
              the oldest <Age at={factsObservedAt.oldest} />
              {isFactsStale && <StateBadge state="stale" />}
            </>
          ) : (
            <>
              none: no node with this segment has been read <StateBadge state="unknown" />
            </>
          )}
        </dd>
      </div>
    </dl>
  );
}

/** What the list does not tell, and the one click that mends it. */
export function UnlistedNotice({
  summary: { unlistedCount, dhcpVnicCount },
  onListAll,
  isPending,
}: {
  summary: Summary;
  /** null: the reader may not. */
  onListAll: (() => void) | null;
  isPending: boolean;
}) {
  const nics =
    dhcpVnicCount === 1 ? "1 VM NIC takes its address" : `${dhcpVnicCount} VM NICs take their addresses`;
  return (
    <>
      {unlistedCount > 0 && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-degraded-glyph/40 bg-degraded-soft px-3 py-2 text-degraded">
          <TriangleAlert aria-hidden className="size-4 shrink-0" />
          <p className="min-w-0 flex-1">
            {unlistedCount === 1
              ? "VMs use 1 address that is not listed."
              : `VMs use ${unlistedCount.toLocaleString("en")} addresses that are not listed.`}
          </p>
          {onListAll && (
            <Button size="sm" pending={isPending} onClick={onListAll}>
              {unlistedCount === 1 ? "Add it to the list" : "Add them to the list"}
            </Button>
          )}
        </div>
      )}
      {dhcpVnicCount > 0 && (
        <p className="text-sm text-subtle">{nics} by DHCP; which ones is not known here.</p>
      )}
    </>
  );
}
