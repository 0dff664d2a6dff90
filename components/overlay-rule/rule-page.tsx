"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { RuleField } from "#server/domain/overlay-rule-difference.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Badge } from "../ui/badge.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { DataTable } from "../ui/data-table/data-table.tsx";
import { Absent, DescriptionList } from "../ui/description-list.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { Panel } from "../ui/panel.tsx";
import { WhatIfLink } from "../what-if/what-if-link.tsx";
import { listenWords, type RuleOnNode } from "./rule-columns.tsx";

type Rule = RouterOutputs["overlayRule"]["byName"];

/** A value beside ours; what differs is marked by word and color. */
function Compared({ row, field, children }: { row: RuleOnNode; field: RuleField; children: ReactNode }) {
  if (!row.rule) return <Absent word="no rule" />;
  if (!row.differing.includes(field)) return children;
  return (
    <span className="inline-flex items-center gap-1.5 text-degraded">
      {children}
      <Badge tone="caution">differs</Badge>
    </span>
  );
}

const COLUMNS: readonly DataColumn<RuleOnNode>[] = [
  { accessorKey: "hostname", header: "Node" },
  {
    id: "has",
    header: "Rule",
    accessorFn: ({ rule, observedAt }) => (rule ? "present" : observedAt ? "absent" : "not reported"),
    cell: ({ row: { original } }) =>
      original.rule ? (
        original.rule.problems.length > 0 ? (
          <span className="inline-flex items-center gap-1.5">
            <Badge tone="bad">Faulty</Badge>
            <span title={original.rule.problems.join(" ")}>{original.rule.problems.join(" ")}</span>
          </span>
        ) : (
          "Present"
        )
      ) : original.observedAt ? (
        <span className="text-muted">Absent</span>
      ) : (
        <span className="text-subtle">Not reported</span>
      ),
  },
  {
    id: "port",
    header: "UDP port",
    accessorFn: ({ rule }) => rule?.listenPort,
    meta: { align: "right" },
    cell: ({ row: { original } }) => (
      <Compared row={original} field="listenPort">
        {original.rule?.listenPort}
      </Compared>
    ),
  },
  {
    id: "livePorts",
    header: "Live ports",
    accessorFn: ({ livePorts }) => livePorts,
    meta: { align: "right" },
    cell: ({ row: { original } }) =>
      original.livePorts.length === 0 ? <Absent word="none live" /> : original.livePorts.join(", "),
  },
  {
    id: "listenAddress",
    header: "Listens on",
    accessorFn: ({ rule }) => rule?.listenAddress,
    cell: ({ row: { original } }) => (
      <Compared row={original} field="listenAddress">
        <span className="font-mono text-[0.92em]">{original.rule?.listenAddress ?? "none"}</span>
      </Compared>
    ),
  },
  {
    id: "mtu",
    header: "MTU",
    accessorFn: ({ rule }) => rule?.mtuBytes,
    meta: { align: "right" },
    cell: ({ row: { original } }) => (
      <Compared row={original} field="mtuBytes">
        {original.rule?.mtuBytes}
      </Compared>
    ),
  },
  {
    id: "arpFile",
    header: "ARP file",
    accessorFn: ({ rule }) => rule?.arpFilePath,
    cell: ({ row: { original } }) => (
      <Compared row={original} field="arpFilePath">
        <span className="font-mono text-[0.92em]">{original.rule?.arpFilePath ?? "none"}</span>
      </Compared>
    ),
  },
  { accessorKey: "liveOverlayCount", header: "Live overlays", meta: { align: "right" } },
  {
    accessorKey: "observedAt",
    header: "Read",
    cell: ({ row: { original } }) =>
      original.observedAt ? <Age at={original.observedAt} className="text-muted" /> : <Absent word="never" />,
  },
];

/** One rule as Overmesh keeps it, and on each node. */
export function RulePage({ name }: { name: string }) {
  const trpc = useTRPC();
  const { data: rule } = useSuspenseQuery(trpc.overlayRule.byName.queryOptions({ name }));
  return (
    <>
      <PageHeader
        breadcrumbs={[{ label: "Overlay rules", href: "/overlay-rules" }]}
        title={rule.name}
        badge={
          rule.kept && (
            <Badge tone="outline">{rule.kept.origin === "found" ? "Found on nodes" : "Wanted"}</Badge>
          )
        }
        actions={
          <WhatIfLink kind="change-rule" subjects={[rule.name]} size="md">
            What if it changed?
          </WhatIfLink>
        }
      />
      <div className="grid gap-4">
        <Panel title="As Overmesh keeps it">
          {rule.kept ? (
            <KeptRule rule={rule} kept={rule.kept} />
          ) : (
            <p className="text-muted">
              Only nodes have this rule: its name or its values are not ones that every node could use.
            </p>
          )}
        </Panel>
        <DataTable
          noun="nodes"
          rows={rule.onNodes}
          columns={COLUMNS}
          rowId={({ nodeId }) => nodeId}
          rowLabel={({ hostname }) => hostname}
          rowHref={({ nodeId }) => `/nodes/${nodeId}?tab=overlays`}
          sortAtFirst="hostname"
          fileName={`overlay-rule-${rule.name}`}
          empty={<EmptyState title="No confirmed node is known yet." />}
        />
      </div>
    </>
  );
}

function KeptRule({ rule: { networkCount }, kept }: { rule: Rule; kept: NonNullable<Rule["kept"]> }) {
  return (
    <DescriptionList
      className="max-w-3xl"
      items={[
        { term: "UDP port", value: kept.listenPort },
        { term: "Listens on", value: listenWords(kept.listenAddress) },
        { term: "MTU", value: `${kept.mtuBytes} bytes` },
        {
          term: "ARP file",
          value: kept.arpFilePath && <span className="font-mono text-[0.92em]">{kept.arpFilePath}</span>,
        },
        { term: "Networks may use it", value: kept.isUserRule ? "yes" : "no, it is the system’s own" },
        {
          term: "An address may occur",
          value: kept.addressScope === "rule" ? "once in the whole rule" : "once in each segment",
        },
        { term: "Networks", value: networkCount },
      ]}
    />
  );
}
