"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Route } from "lucide-react";
import { useTRPC } from "../trpc/trpc.ts";
import { DataTable } from "../ui/data-table/data-table.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { RULE_COLUMNS } from "./rule-columns.tsx";

/** Rules kept here beside those found on nodes. */
export function RuleTable() {
  const trpc = useTRPC();
  const { data: rules } = useSuspenseQuery(trpc.overlayRule.list.queryOptions());
  return (
    <>
      <PageHeader
        title="Overlay rules"
        description="Templates on nodes for making overlays, beside what each node really has."
      />
      <DataTable
        noun="overlay rules"
        rows={rules}
        columns={RULE_COLUMNS}
        rowId={({ name }) => name}
        rowHref={({ name }) => `/overlay-rules/${encodeURIComponent(name)}`}
        sortAtFirst="name"
        empty={
          <EmptyState icon={<Route />} title="No overlay rule is known yet.">
            Rules are taken over from nodes when these are refreshed.
          </EmptyState>
        }
      />
    </>
  );
}
