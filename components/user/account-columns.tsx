import { Age } from "../ui/age.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { AccountState, accountState } from "./account-state.tsx";

type Account = { userName: string; disabledAt: Date | null; createdAt: Date };

/** What a list of people begins with. */
export function nameColumn<T extends Account>(): DataColumn<T> {
  return {
    id: "userName",
    header: "Name",
    accessorFn: ({ userName }) => userName,
    cell: ({ row }) => <span className="font-medium">{row.original.userName}</span>,
  };
}

/** Whether they may sign in, and since when they are listed. */
export function accountColumns<T extends Account>(sinceHeader: string): readonly DataColumn<T>[] {
  return [
    {
      id: "state",
      header: "Account",
      accessorFn: ({ disabledAt }) => accountState(disabledAt),
      cell: ({ row }) => <AccountState disabledAt={row.original.disabledAt} />,
    },
    {
      id: "createdAt",
      header: sinceHeader,
      accessorFn: ({ createdAt }) => createdAt,
      cell: ({ row }) => <Age at={row.original.createdAt} className="text-muted" />,
    },
  ];
}
