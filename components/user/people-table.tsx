"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { permissionsOf } from "#server/domain/access.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Badge } from "../ui/badge.tsx";
import { actionsColumn } from "../ui/data-table/actions-column.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { DataTable } from "../ui/data-table/data-table.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { accountColumns, nameColumn } from "./account-columns.tsx";
import { NewUser } from "./new-user.tsx";
import { CLOUD_ROLE_WORDS, VDC_ROLE_WORDS } from "./role-words.ts";
import { UserActions } from "./user-actions.tsx";

export type Person = RouterOutputs["user"]["list"][number];

const membershipTexts = ({ memberships }: Person) =>
  memberships.map(({ vdcName, role }) => `${vdcName} (${VDC_ROLE_WORDS[role].label.toLowerCase()})`);

const READ_COLUMNS: readonly DataColumn<Person>[] = [
  nameColumn(),
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
  ...accountColumns<Person>("Created"),
];

function manageColumns(myUserId: string): readonly DataColumn<Person>[] {
  return [
    ...READ_COLUMNS,
    actionsColumn((person) => <UserActions person={person} isMyself={person.id === myUserId} />),
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
