"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { AuditEventItem } from "../audit/audit-event.tsx";
import { useTRPC } from "../trpc/trpc.ts";
import { Panel } from "../ui/panel.tsx";
import type { NetworkDetail } from "./network-page.tsx";

/** Who changed what, and when, with before and after. */
export function NetworkHistory({ network: { id, vdcId, name } }: { network: NetworkDetail }) {
  const { data: changes } = useSuspenseQuery(
    useTRPC().network.listChanges.queryOptions({ vdcId, networkId: id }),
  );
  return (
    <Panel flush title="History" description="The latest 100 changes, newest first.">
      {changes.length === 0 ? (
        <p className="px-4 py-3 text-muted">Nothing is recorded of this network.</p>
      ) : (
        <ul aria-label="Changes of this network" className="divide-y divide-line">
          {changes.map((change) => (
            <AuditEventItem key={change.id} event={{ ...change, subjectName: name }} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
