"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { permissionsOf } from "#server/domain/access.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Badge } from "../ui/badge.tsx";
import { actionsColumn } from "../ui/data-table/actions-column.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { DataTable } from "../ui/data-table/data-table.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { accountColumns, nameColumn } from "../user/account-columns.tsx";
import { VDC_ROLE_WORDS } from "../user/role-words.ts";
import { AddViewer } from "./add-viewer.tsx";
import { MemberActions } from "./member-actions.tsx";

export type Member = RouterOutputs["member"]["list"][number];

const READ_COLUMNS: readonly DataColumn<Member>[] = [
  nameColumn(),
  {
    id: "role",
    header: "Role",
    accessorFn: ({ role }) => VDC_ROLE_WORDS[role].label,
    cell: ({ row: { original } }) => (
      <Badge tone={original.role === "network-admin" ? "accent" : "outline"}>
        {VDC_ROLE_WORDS[original.role].label}
      </Badge>
    ),
  },
  ...accountColumns<Member>("Member since"),
];

function manageColumns(vdcId: string): readonly DataColumn<Member>[] {
  return [...READ_COLUMNS, actionsColumn((member) => <MemberActions vdcId={vdcId} member={member} />)];
}

function useMyPermissions(vdcId: string) {
  const { data: me } = useSuspenseQuery(useTRPC().user.me.queryOptions());
  const role = me.cloudRole ?? me.memberships.find((membership) => membership.vdcId === vdcId)?.role;
  return role ? permissionsOf(role) : [];
}

export function MemberTable({ vdcId }: { vdcId: string }) {
  const { data: members } = useSuspenseQuery(useTRPC().member.list.queryOptions({ vdcId }));
  const permissions = useMyPermissions(vdcId);
  const mayManage = permissions.includes("member:manage");
  const columns = useMemo(() => (mayManage ? manageColumns(vdcId) : READ_COLUMNS), [mayManage, vdcId]);
  const addViewer = permissions.includes("member:add-viewer") && <AddViewer vdcId={vdcId} />;
  return (
    <>
      <PageHeader
        title="Members"
        description="Who works in this vDC. Network admins define networks; viewers read what they see."
        actions={addViewer}
      />
      <DataTable
        noun="members"
        rows={members}
        columns={columns}
        rowId={({ userId }) => userId}
        rowLabel={({ userName }) => userName}
        sortAtFirst="userName"
        empty={
          <EmptyState title="This vDC has no members yet.">
            Add a viewer, or let an operator name its first network admin.
          </EmptyState>
        }
      />
    </>
  );
}
