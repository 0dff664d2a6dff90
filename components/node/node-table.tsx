"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { RefreshCw, Server } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { OrderMenu } from "../refresh/order-menu.tsx";
import { useOrderRefresh } from "../refresh/use-order-refresh.ts";
import { useMay } from "../shell/use-may.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { buttonVariants } from "../ui/button-variants.ts";
import { actionsColumn } from "../ui/data-table/actions-column.tsx";
import { DataTable } from "../ui/data-table/data-table.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { writeSearchParams } from "../ui/search-params.ts";
import { EnrolNode } from "./enrol-node.tsx";
import { NodeActions } from "./node-actions.tsx";
import { NODE_COLUMNS, type NodeSummary } from "./node-columns.tsx";
import { filterNodes, pdcNamesOf } from "./node-filter.ts";
import { NodeFilters, useNodeFilter } from "./node-filters.tsx";

const ACTIONS_COLUMN = actionsColumn<NodeSummary>((node) => <NodeActions node={node} />);

function RefreshSelected({ nodes, onOrdered }: { nodes: readonly NodeSummary[]; onOrdered: () => void }) {
  const order = useOrderRefresh();
  const nodeIds = nodes.map(({ id }) => id);
  return (
    <Button
      size="sm"
      pending={order.isPending}
      onClick={() => order.mutate({ selection: { kind: "nodes", nodeIds } }, { onSuccess: onOrdered })}
    >
      <RefreshCw aria-hidden />
      Refresh selected
    </Button>
  );
}

const refreshSelected = (nodes: NodeSummary[], clear: () => void) => (
  <RefreshSelected nodes={nodes} onOrdered={clear} />
);

export function NodeTable() {
  const trpc = useTRPC();
  const may = useMay();
  const { data: nodes } = useSuspenseQuery(trpc.node.list.queryOptions());
  const filter = useNodeFilter();
  const rows = useMemo(() => filterNodes(nodes, filter), [nodes, filter]);
  const pdcNames = useMemo(() => pdcNamesOf(nodes), [nodes]);
  const mayRefresh = may("node:refresh");
  const mayManage = may("node:manage");
  const columns = useMemo(
    () => (mayRefresh || mayManage ? [...NODE_COLUMNS, ACTIONS_COLUMN] : NODE_COLUMNS),
    [mayRefresh, mayManage],
  );
  return (
    <>
      <PageHeader
        title="Nodes"
        description="The compute nodes, as each last told of itself."
        actions={
          <>
            {mayRefresh && nodes.length > 0 && <OrderMenu pdcNames={pdcNames} />}
            {mayManage && (
              <Link href="/nodes/enrol" className={buttonVariants()}>
                Enrol from a list
              </Link>
            )}
            {mayManage && <EnrolNode />}
          </>
        }
      />
      <DataTable
        noun="nodes"
        rows={rows}
        columns={columns}
        rowId={({ id }) => id}
        rowLabel={({ hostname }) => hostname}
        rowHref={({ id }) => `/nodes/${id}`}
        sortAtFirst="hostname"
        filters={<NodeFilters pdcNames={pdcNames} />}
        bulkActions={mayRefresh ? refreshSelected : undefined}
        empty={
          nodes.length > 0 ? (
            <EmptyState
              title="No node is like that."
              action={
                <Button onClick={() => writeSearchParams({ state: "", pdc: "" })}>Show all nodes</Button>
              }
            />
          ) : (
            <EmptyState
              icon={<Server />}
              title="No node is enrolled yet."
              action={mayManage && <EnrolNode />}
            >
              Give a node’s SSH address; Overmesh shows its host key, and once you confirm it the node joins
              the mesh.
            </EmptyState>
          )
        }
      />
    </>
  );
}
