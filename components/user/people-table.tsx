"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { permissionsOf } from "#server/domain/access.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Badge } from "../ui/badge.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { DataTable } from "../ui/data-table/data-table.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { AccountState, accountState } from "./account-state.tsx";
import { NewUser } from "./new-user.tsx";
import { CLOUD_ROLE_WORDS, VDC_ROLE_WORDS } from "./role-words.ts";
import { UserActions } from "./user-actions.tsx";

export type Person = RouterOutputs["user"]["list"][number];

const membershipTexts = ({ memberships }: Person) =>
  memberships.map(({ vdcName, role }) => `${vdcName} (${VDC_ROLE_WORDS[role].label.toLowerCase()})`);

const READ_COLUMNS: readonly DataColumn<Person>[] = [
  {
    accessorKey: "userName",
    header: "Name",
    cell: ({ row }) => <span className="font-medium">{row.original.userName}</span>,
  },
  {
    id: "role",
    header: "Role in the cloud",
    accessorFn: ({ cloudRole }) => (cloudRole ? CLOUD_ROLE_WORDS[cloudRole].label : ""),
    cell: ({ row: { original } }) =>
      original.cloudRole ? (
        <Badge tone={original.cloudRole === "operator" ? "accent" : "outline"}>
          {CLOUD_ROLE_WORDS[original.cloudRole].label}
        </Badge>
      ) : (
        <span className="text-subtle">None</span>
      ),
  },
  {
    id: "vdcs",
    header: "vDCs",
    accessorFn: membershipTexts,
    cell: ({ row }) => membershipTexts(row.original).join(", ") || <span className="text-subtle">None</span>,
  },
  {
    id: "state",
    header: "Account",
    accessorFn: ({ disabledAt }) => accountState(disabledAt),
    cell: ({ row }) => <AccountState disabledAt={row.original.disabledAt} />,
  },
  {
    accessorKey: "createdAt",
    header: "Created",
    cell: ({ row }) => <Age at={row.original.createdAt} className="text-muted" />,
  },
];

function manageColumns(myUserId: string): readonly DataColumn<Person>[] {
  return [
    ...READ_COLUMNS,
    {
      id: "actions",
      header: () => <span className="sr-only">Actions</span>,
      enableSorting: false,
      enableHiding: false,
      meta: { label: "Actions", align: "right" },
      cell: ({ row }) => <UserActions person={row.original} isMyself={row.original.id === myUserId} />,
    },
  ];
}

export function PeopleTable() {
  const trpc = useTRPC();
  const { data: people } = useSuspenseQuery(trpc.user.list.queryOptions());
  const { data: me } = useSuspenseQuery(trpc.user.me.queryOptions());
  const mayManage = me.cloudRole !== null && permissionsOf(me.cloudRole).includes("user:manage");
  const columns = useMemo(
    () => (mayManage ? manageColumns(me.userId) : READ_COLUMNS),
    [mayManage, me.userId],
  );
  return (
    <>
      <PageHeader
        title="People"
        description="Who may sign in, and what they may do in the cloud and in each vDC."
        actions={mayManage && <NewUser />}
      />
      <DataTable
        noun="people"
        rows={people}
        columns={columns}
        rowId={({ id }) => id}
        rowLabel={({ userName }) => userName}
        sortAtFirst="userName"
      />
    </>
  );
}
