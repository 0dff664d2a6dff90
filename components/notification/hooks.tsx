"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Plus, Webhook } from "lucide-react";
import { useState } from "react";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Panel } from "../ui/panel.tsx";
import { useSearchParam } from "../ui/search-params.ts";
import { Deliveries } from "./deliveries.tsx";
import { HookActions } from "./hook-actions.tsx";
import { HookForm } from "./hook-form.tsx";
import { HookSecret, type ShownSecret } from "./hook-secret.tsx";
import { narrowedWords, SEVERITY_WORDS } from "./notification-words.ts";

export type Hook = RouterOutputs["notification"]["hooks"][number];

export type HookPlaceProps = {
  /** Whose webhooks; null: the whole cloud's, and beside them those of vDCs. */
  vdcId: string | null;
  mayManage: boolean;
};

/** Programs that are told of warnings. */
export function Hooks({ vdcId, mayManage }: HookPlaceProps) {
  const trpc = useTRPC();
  const { data: hooks } = useSuspenseQuery(trpc.notification.hooks.queryOptions({ vdcId }));
  const [isAdding, setIsAdding] = useState(false);
  const [secret, setSecret] = useState<ShownSecret | null>(null);
  const [openedId, setOpenedId] = useSearchParam("webhook");
  const opened = hooks.find(({ id }) => id === openedId);
  const add = (
    <Button variant={hooks.length === 0 ? "primary" : "secondary"} onClick={() => setIsAdding(true)}>
      <Plus aria-hidden /> Add webhook
    </Button>
  );
  return (
    <Panel
      title="Webhooks"
      description={
        vdcId === null
          ? "Programs that are told of warnings at once, each message signed. Admins of a vDC may have some that are told of its own."
          : "Programs that are told of this vDC's own warnings at once, each message signed."
      }
      actions={mayManage && hooks.length > 0 && add}
      flush
    >
      {hooks.length === 0 ? (
        <EmptyState icon={<Webhook />} title="No webhooks" action={mayManage && add}>
          A webhook tells a chat, a pager or a program of yours what becomes of warnings.
        </EmptyState>
      ) : (
        <ul aria-label="Webhooks" className="divide-y divide-line">
          {hooks.map((hook) => (
            <HookRow
              key={hook.id}
              hook={hook}
              place={{ vdcId, mayManage }}
              onOpen={() => setOpenedId(hook.id)}
              onSecret={setSecret}
            />
          ))}
        </ul>
      )}
      {isAdding && (
        <HookForm vdcId={vdcId} hook={null} onClose={() => setIsAdding(false)} onSecret={setSecret} />
      )}
      {secret && <HookSecret shown={secret} onClose={() => setSecret(null)} />}
      {opened && <Deliveries hook={opened} place={{ vdcId, mayManage }} onClose={() => setOpenedId("")} />}
    </Panel>
  );
}

type RowProps = {
  hook: Hook;
  place: HookPlaceProps;
  onOpen: () => void;
  onSecret: (shown: ShownSecret) => void;
};

function HookRow({ hook, place, onOpen, onSecret }: RowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <div className="flex flex-wrap items-center gap-2">
          <span className="font-medium wrap-anywhere">{hook.name}</span>
          {place.vdcId === null && hook.vdcName !== null && <Badge tone="outline">vDC {hook.vdcName}</Badge>}
          <HookState hook={hook} />
        </div>
        <div className="truncate font-mono text-[0.92em] text-muted" title={hook.url}>
          {hook.url}
        </div>
        <div className="text-sm text-subtle">{filterWords(hook)}</div>
      </div>
      <div className="flex items-center gap-2">
        <Button size="sm" onClick={onOpen} aria-label={`Deliveries to ${hook.name}`}>
          Deliveries
        </Button>
        {place.mayManage && (
          <HookActions vdcId={place.vdcId} hook={hook} onTested={onOpen} onSecret={onSecret} />
        )}
      </div>
    </li>
  );
}

function HookState({ hook: { pausedAt, failedCount, lastDeliveredAt } }: { hook: Hook }) {
  if (pausedAt) return <Badge>Paused</Badge>;
  if (failedCount > 0) {
    return (
      <Badge tone="bad">
        {failedCount === 1 ? "The last message failed" : `${failedCount} messages failed`}
      </Badge>
    );
  }
  if (!lastDeliveredAt) return <Badge tone="outline">Nothing delivered yet</Badge>;
  return (
    <span className="text-sm text-subtle">
      Last delivered <Age at={lastDeliveredAt} />
    </span>
  );
}

function filterWords({ vdcId, filter: { severities, topics, pdcNames } }: Hook): string {
  const severity = severities.map((one) => SEVERITY_WORDS[one]).join(", ");
  const places = vdcId === null ? `; PDCs: ${narrowedWords(pdcNames.length)}` : "";
  return `${severity}; kinds: ${narrowedWords(topics.length)}${places}`;
}
