import Link from "next/link";
import { failureWords } from "../refresh/failure-words.ts";
import { RefreshStateBadge } from "../refresh/refresh-state.tsx";
import { Age } from "../ui/age.tsx";
import { Badge } from "../ui/badge.tsx";
import { CopyText } from "../ui/copy-text.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { Absent } from "../ui/description-list.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { pdcWords, sshEndpoint } from "./node-words.ts";
import type { NodeSummary } from "./use-nodes.ts";

function Address({ value, label }: { value: string | null; label: string }) {
  return value === null ? (
    <Absent />
  ) : (
    <CopyText value={value} label={label} className="[&>span]:overflow-visible" />
  );
}

/** The refresh in flight, else how the last one ended. */
export function LastRefreshCell({
  node: { refreshInFlight, lastRefresh },
}: {
  node: Pick<NodeSummary, "refreshInFlight" | "lastRefresh">;
}) {
  if (refreshInFlight) return <RefreshStateBadge state={refreshInFlight} />;
  if (!lastRefresh) return <span className="text-subtle">Never refreshed</span>;
  return (
    <span className="inline-flex items-center gap-2">
      {lastRefresh.outcome === "ok" ? (
        <span>Read</span>
      ) : (
        <Badge
          tone={lastRefresh.cause === "host-key-unconfirmed" ? "caution" : "bad"}
          title={lastRefresh.detail}
        >
          {failureWords(lastRefresh.cause).title}
        </Badge>
      )}
      <Age at={lastRefresh.finishedAt} className="text-subtle" />
    </span>
  );
}

/** Quarantine and a changed key come before the state: they say why nothing else can be known. */
export function NodeStateCell({
  node,
}: {
  node: Pick<
    NodeSummary,
    "state" | "isConfirmed" | "offeredFingerprint" | "factsObservedAt" | "pausedUntil" | "lastRefresh"
  >;
}) {
  const { lastRefresh } = node;
  // The last refresh says so itself, beside it.
  const isTold = lastRefresh?.outcome === "failed" && lastRefresh.cause === "host-key-changed";
  if (!node.isConfirmed) return <Badge tone="caution">Quarantined</Badge>;
  return (
    <span className="inline-flex items-center gap-1.5">
      <StateBadge state={node.state} observedAt={node.factsObservedAt} />
      {node.offeredFingerprint && !isTold && <Badge tone="bad">Key changed</Badge>}
      {node.pausedUntil && <Badge>Paused</Badge>}
    </span>
  );
}

export const NODE_COLUMNS: readonly DataColumn<NodeSummary>[] = [
  { accessorKey: "hostname", header: "Node", size: 110 },
  {
    id: "pdc",
    header: "PDC",
    size: 100,
    accessorFn: ({ pdcName }) => pdcWords(pdcName),
    cell: ({ row: { original } }) =>
      original.pdcName === null ? (
        <Absent />
      ) : original.pdcName === "" ? (
        <Badge tone="caution">No name</Badge>
      ) : (
        original.pdcName
      ),
  },
  {
    id: "state",
    header: "State",
    size: 140,
    accessorFn: ({ isConfirmed, state }) => (isConfirmed ? state : "quarantined"),
    cell: ({ row }) => <NodeStateCell node={row.original} />,
  },
  {
    accessorKey: "adminAddress",
    header: "Admin address",
    size: 115,
    cell: ({ row }) => <Address value={row.original.adminAddress} label="admin address" />,
  },
  {
    accessorKey: "externalAddress",
    header: "External address",
    size: 120,
    cell: ({ row }) => <Address value={row.original.externalAddress} label="external address" />,
  },
  {
    accessorKey: "factsObservedAt",
    header: "Facts from",
    size: 90,
    cell: ({ row: { original } }) =>
      original.factsObservedAt ? (
        <Age at={original.factsObservedAt} className="text-muted" />
      ) : (
        <Absent word="no facts" />
      ),
  },
  {
    id: "lastRefresh",
    header: "Last refresh",
    size: 185,
    accessorFn: ({ lastRefresh, refreshInFlight }) =>
      refreshInFlight ??
      (lastRefresh?.outcome === "failed" ? failureWords(lastRefresh.cause).title : lastRefresh?.outcome),
    cell: ({ row }) => <LastRefreshCell node={row.original} />,
  },
  {
    accessorKey: "openWarningCount",
    header: "Warnings",
    size: 80,
    meta: { align: "right" },
    cell: ({ row: { original } }) =>
      original.openWarningCount === 0 ? (
        <span className="text-subtle">0</span>
      ) : (
        <Link
          href={`/warnings?node=${original.id}&effects=listed`}
          prefetch={false}
          aria-label={`${original.openWarningCount} open warnings of ${original.hostname}`}
          className="font-medium text-degraded underline-offset-2 hover:underline"
        >
          {original.openWarningCount}
        </Link>
      ),
  },
  {
    id: "ssh",
    header: "SSH",
    size: 190,
    accessorFn: sshEndpoint,
    meta: { isHiddenAtFirst: true },
    cell: ({ row }) => <CopyText value={sshEndpoint(row.original)} label="SSH address" />,
  },
];
