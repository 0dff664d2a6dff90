"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "../../trpc/refusal.ts";
import { type RouterOutputs, useTRPC } from "../../trpc/trpc.ts";
import { Age } from "../../ui/age.tsx";
import { Button } from "../../ui/button.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toast-store.ts";
import { DetachDialog } from "./detach-dialog.tsx";
import { useShareChanges } from "./use-share-changes.ts";

export type Share = RouterOutputs["networkShare"]["list"][number];
type SharesPanelProps = { vdcId: string; network: { id: string; name: string }; mayChange: boolean };

/** For operators: with whom the network is shared, and sharing it with one more. */
export function SharesPanel({ vdcId, network, mayChange }: SharesPanelProps) {
  const trpc = useTRPC();
  const shares = useQuery(trpc.networkShare.list.queryOptions({ vdcId, networkId: network.id }));
  const [leaving, setLeaving] = useState<Share | null>(null);
  return (
    <Panel
      flush
      title="Shared with"
      description="Further vDCs that read and use it. They are not told whose it is, and its own vDC is not told who they are."
    >
      {shares.error ? (
        <p className="px-4 py-3 text-down">{sentenceOf(shares.error)}</p>
      ) : shares.data ? (
        <ul aria-label="vDCs it is shared with" className="divide-y divide-line">
          {shares.data.map((share) => (
            <li key={share.vdcId} className="flex flex-wrap items-center gap-x-4 px-4 py-1.5">
              <span className="min-w-0 flex-1 font-medium wrap-anywhere">{share.vdcName}</span>
              <span className="text-sm text-subtle">
                since <Age at={share.createdAt} />
              </span>
              {mayChange && (
                <Button size="sm" aria-label={`Detach ${share.vdcName}`} onClick={() => setLeaving(share)}>
                  Detach
                </Button>
              )}
            </li>
          ))}
          {shares.data.length === 0 && <li className="px-4 py-3 text-muted">Nobody but its own vDC.</li>}
        </ul>
      ) : (
        <Skeleton className="m-4 h-5" />
      )}
      {mayChange && shares.data && <Attach vdcId={vdcId} network={network} shares={shares.data} />}
      {leaving && (
        <DetachDialog
          key={leaving.vdcId}
          vdcId={vdcId}
          network={network}
          share={leaving}
          onClose={() => setLeaving(null)}
        />
      )}
    </Panel>
  );
}

type AttachProps = Omit<SharesPanelProps, "mayChange"> & { shares: readonly Share[] };

function Attach({ vdcId, network, shares }: AttachProps) {
  const { data: vdcs } = useQuery(useTRPC().vdc.list.queryOptions());
  const [chosen, setChosen] = useState<string | undefined>();
  const { attach } = useShareChanges();
  const others = (vdcs ?? []).filter(({ id }) => id !== vdcId && !shares.some((share) => share.vdcId === id));
  const name = others.find(({ id }) => id === chosen)?.name;
  const submit = () =>
    chosen &&
    attach.mutate(
      { vdcId, networkId: network.id, otherVdcId: chosen },
      {
        onSuccess: () => {
          setChosen(undefined);
          toast({ tone: "good", title: `Network ${network.name} is shared with ${name}.` });
        },
      },
    );
  return (
    <div className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-2.5">
      <Combobox
        aria-label="vDC to share it with"
        className="min-w-40 flex-1"
        value={chosen}
        onValueChange={setChosen}
        placeholder="Choose a vDC"
        options={others.map(({ id, name: label }) => ({ value: id, label }))}
      />
      <Button disabled={!name} pending={attach.isPending} onClick={submit}>
        Share
      </Button>
      {attach.error && (
        <p role="alert" className="basis-full text-down">
          {sentenceOf(attach.error)}
        </p>
      )}
    </div>
  );
}
