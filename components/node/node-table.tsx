"use client";

import { RefreshCw, Server } from "lucide-react";
import Link from "next/link";
import { useCallback, useMemo } from "react";
import { OrderMenu } from "../refresh/order-menu.tsx";
import { useOrderRefresh } from "../refresh/use-order-refresh.ts";
import { useMay } from "../shell/use-may.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { Button } from "../ui/button.tsx";
import { buttonVariants } from "../ui/button-variants.ts";
import { actionsColumn } from "../ui/data-table/actions-column.tsx";
import { PagedTable, type SelectionHandle } from "../ui/data-table/paged-table.tsx";
import { useTableAddress } from "../ui/data-table/use-table-address.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { writeSearchParams } from "../ui/search-params.ts";
import { EnrolNode } from "./enrol-node.tsx";
import { NodeActions } from "./node-actions.tsx";
import { NODE_COLUMNS } from "./node-columns.tsx";
import { isUnfilteredNodes, refreshSelectionOf } from "./node-filter.ts";
import { NodeFilters } from "./node-filters.tsx";
import { type NodeSummary, useNodes } from "./use-nodes.ts";
import { usePages } from "../ui/data-table/use-pages.ts";

const ACTIONS_COLUMN = actionsColumn<NodeSummary>((node) => <NodeActions node={node} />, 178);

type Nodes = ReturnType<typeof useNodes>;

const rowId = ({ id }: NodeSummary) => id;
const rowLabel = ({ hostname }: NodeSummary) => hostname;
const rowHref = ({ id }: NodeSummary) => `/nodes/${id}`;

function RefreshSelected({
  filter,
  handle: { selection, clear },
}: Pick<Nodes, "filter"> & { handle: SelectionHandle }) {
  const order = useOrderRefresh();
  return (
    <Button
      size="sm"
      pending={order.isPending}
      onClick={() => order.mutate({ selection: refreshSelectionOf(selection, filter) }, { onSuccess: clear })}
    >
      <RefreshCw aria-hidden />
      Refresh selected
    </Button>
  );
}

export function NodeTable() {
  const may = useMay();
  const nodes = useNodes();
  const { filter, list } = nodes;
  const pdcNames = useMemo(() => nodes.pdcs.data?.map(({ name }) => name) ?? [], [nodes.pdcs.data]);
  const mayManage = may("node:manage");
  const isEmpty = !list.isPending && list.data?.pages[0]?.nodes.length === 0 && isUnfilteredNodes(filter);
  return (
    <>
      <PageHeader
        title="Nodes"
        description="The compute nodes, as each last told of itself."
        actions={
          <>
            {may("node:refresh") && !isEmpty && <OrderMenu pdcNames={pdcNames} />}
            {mayManage && (
              <Link href="/nodes/enrol" className={buttonVariants()}>
                Enrol from a list
              </Link>
            )}
            {mayManage && <EnrolNode />}
          </>
        }
      />
      {list.error && !list.data ? (
        <ErrorState title="The nodes could not be read." onRetry={() => void list.refetch()}>
          {sentenceOf(list.error)}
        </ErrorState>
      ) : (
        <NodeRows nodes={nodes} pdcNames={pdcNames} isEmpty={isEmpty} />
      )}
    </>
  );
}

type NodeRowsProps = { nodes: Nodes; pdcNames: readonly string[]; isEmpty: boolean };

function NodeRows({ nodes: { filter, list, count, exportRows }, pdcNames, isEmpty }: NodeRowsProps) {
  const may = useMay();
  const mayRefresh = may("node:refresh");
  const mayManage = may("node:manage");
  const columns = useMemo(
    () => (mayRefresh || mayManage ? [...NODE_COLUMNS, ACTIONS_COLUMN] : NODE_COLUMNS),
    [mayRefresh, mayManage],
  );
  const address = useTableAddress({ columns, sortAtFirst: "hostname" });
  const pages = usePages(list);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.nodes) ?? [], [list.data]);
  const refreshSelected = useCallback(
    (handle: SelectionHandle) => <RefreshSelected filter={filter} handle={handle} />,
    [filter],
  );
  return (
    <PagedTable
      noun="nodes"
      columns={columns}
      address={address}
      rows={rows}
      rowId={rowId}
      rowLabel={rowLabel}
      rowHref={rowHref}
      count={count.data ?? null}
      {...pages}
      isEmpty={rows.length === 0 && !list.isPending && (isEmpty || address.filter.trim() === "")}
      filterKey={JSON.stringify(filter)}
      exportRows={exportRows}
      filters={<NodeFilters pdcNames={pdcNames} />}
      bulkActions={mayRefresh ? refreshSelected : undefined}
      empty={
        isEmpty ? (
          <EmptyState icon={<Server />} title="No node is enrolled yet." action={mayManage && <EnrolNode />}>
            Give a node’s SSH address; Overmesh shows its host key, and once you confirm it the node joins the
            mesh.
          </EmptyState>
        ) : (
          <EmptyState
            title="No node is like that."
            action={<Button onClick={() => writeSearchParams({ state: "", pdc: "" })}>Show all nodes</Button>}
          />
        )
      }
    />
  );
}
