import type { RouterOutputs } from "../trpc/trpc.ts";
import { Badge } from "../ui/badge.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { Absent } from "../ui/description-list.tsx";

export type RuleSummary = RouterOutputs["overlayRule"]["list"][number];
export type RuleOnNode = RouterOutputs["overlayRule"]["byName"]["onNodes"][number];

/** What an overlay rule listens on, in words; null: each node's own address. */
export function listenWords(listenAddress: string | null): string {
  if (listenAddress === null) return "each node’s own address";
  return listenAddress === "0.0.0.0" ? "all addresses (0.0.0.0)" : listenAddress;
}

/** How the nodes' rules compare with ours. */
export function RuleVerdict({ rule }: { rule: RuleSummary }) {
  if (!rule.kept) return <Badge tone="caution">On nodes only</Badge>;
  if (rule.holderCount === 0) return <Badge tone="neutral">On no node</Badge>;
  if (rule.faultyCount > 0) return <Badge tone="bad">Faulty on {rule.faultyCount}</Badge>;
  if (rule.differingCount > 0) return <Badge tone="caution">Differs on {rule.differingCount}</Badge>;
  return <Badge tone="good">The same where it is</Badge>;
}

function verdictText({ kept, holderCount, faultyCount, differingCount }: RuleSummary): string {
  if (!kept) return "on nodes only";
  if (holderCount === 0) return "on no node";
  return faultyCount > 0 ? "faulty" : differingCount > 0 ? "differs" : "same";
}

export const RULE_COLUMNS: readonly DataColumn<RuleSummary>[] = [
  { accessorKey: "name", header: "Rule" },
  {
    id: "kind",
    header: "For",
    accessorFn: ({ kept }) => (kept?.isUserRule === false ? "system" : "networks"),
    cell: ({ getValue }) => <span className="text-muted">{getValue<string>()}</span>,
  },
  {
    id: "port",
    header: "UDP port",
    accessorFn: ({ kept, ports }) => kept?.listenPort ?? ports[0],
    meta: { align: "right" },
    cell: ({ row: { original } }) =>
      original.ports.length > 1 ? (
        <span className="text-degraded">{original.ports.join(", ")}</span>
      ) : (
        (original.kept?.listenPort ?? original.ports[0] ?? <Absent />)
      ),
  },
  {
    id: "mtu",
    header: "MTU",
    accessorFn: ({ kept }) => kept?.mtuBytes,
    meta: { align: "right" },
    cell: ({ row }) => row.original.kept?.mtuBytes ?? <Absent />,
  },
  {
    id: "nodes",
    header: "On nodes",
    accessorFn: ({ holderCount }) => holderCount,
    meta: { align: "right" },
    cell: ({ row: { original } }) => `${original.holderCount} of ${original.nodeCount}`,
  },
  { accessorKey: "liveOverlayCount", header: "Live overlays", meta: { align: "right" } },
  { accessorKey: "networkCount", header: "Networks", meta: { align: "right" } },
  {
    id: "verdict",
    header: "Compared with nodes",
    accessorFn: verdictText,
    cell: ({ row }) => <RuleVerdict rule={row.original} />,
  },
];
