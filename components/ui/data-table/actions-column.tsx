import type { ReactNode } from "react";
import type { DataColumn } from "./columns.ts";

/** The last column of a table: what can be done with a row. */
export function actionsColumn<T>(actions: (row: T) => ReactNode, size?: number): DataColumn<T> {
  return {
    id: "actions",
    header: () => <span className="sr-only">Actions</span>,
    enableSorting: false,
    enableHiding: false,
    ...(size !== undefined && { size }),
    meta: { label: "Actions", align: "right" },
    cell: ({ row }) => actions(row.original),
  };
}
