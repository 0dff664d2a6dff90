"use client";

import { useQuery } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Button } from "../ui/button.tsx";
import { Panel } from "../ui/panel.tsx";
import { useVdc } from "../vdc/use-vdc.ts";
import { RestoreDialog } from "./restore-dialog.tsx";
import { SegmentPath } from "./segment.tsx";

export type DeletedNetwork = RouterOutputs["network"]["listDeleted"][number];

/** What was deleted and may come back; nothing at all while there is none. */
export function RecentlyDeleted({ vdcId }: { vdcId: string }) {
  const vdc = useVdc(vdcId);
  const { data: deleted } = useQuery(useTRPC().network.listDeleted.queryOptions({ vdcId }));
  const [chosen, setChosen] = useState<DeletedNetwork | null>(null);
  if (!deleted || deleted.length === 0) return null;
  return (
    <Panel
      flush
      className="mt-4"
      title="Recently deleted"
      description="Each can be restored with its ids, addresses and history while its ids are kept for it."
    >
      <ul aria-label="Recently deleted networks" className="divide-y divide-line">
        {deleted.map((network) => (
          <li key={network.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
            <span className="min-w-0 flex-1 basis-56 wrap-anywhere">
              <span className="font-medium">{network.name}</span>{" "}
              <span className="font-mono text-sm text-muted">{network.subnet}</span>
            </span>
            <SegmentPath segment={network} />
            <span className="text-sm text-subtle">
              deleted by {network.deletedByName} <Age at={network.deletedAt} />
            </span>
            <TimeLeft network={network} />
            {vdc.may("network:create") && network.isInTime && (
              <Button size="sm" onClick={() => setChosen(network)} aria-label={`Restore ${network.name}`}>
                <Undo2 aria-hidden /> Restore
              </Button>
            )}
          </li>
        ))}
      </ul>
      {chosen && (
        <RestoreDialog key={chosen.id} vdcId={vdcId} network={chosen} onClose={() => setChosen(null)} />
      )}
    </Panel>
  );
}

function TimeLeft({ network: { isInTime, restorableUntil } }: { network: DeletedNetwork }) {
  if (!isInTime) return <span className="text-sm text-subtle">its time is over</span>;
  return (
    <span className="text-sm text-muted">
      its time ends <Age at={restorableUntil} />
    </span>
  );
}
