"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Plus, Webhook } from "lucide-react";
import { useState } from "react";
import { useMay } from "../shell/use-may.ts";
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

/** Programs that are told of warnings. */
export function Hooks() {
  const trpc = useTRPC();
  const { data: hooks } = useSuspenseQuery(trpc.notification.hooks.queryOptions());
  const mayManage = useMay()("notification:manage");
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
      description="Programs that are told of warnings at once, each message signed."
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
              mayManage={mayManage}
              onOpen={() => setOpenedId(hook.id)}
              onSecret={setSecret}
            />
          ))}
        </ul>
      )}
      {isAdding && <HookForm hook={null} onClose={() => setIsAdding(false)} onSecret={setSecret} />}
      {secret && <HookSecret shown={secret} onClose={() => setSecret(null)} />}
      {opened && <Deliveries hook={opened} mayManage={mayManage} onClose={() => setOpenedId("")} />}
    </Panel>
  );
}

type RowProps = {
  hook: Hook;
  mayManage: boolean;
  onOpen: () => void;
  onSecret: (shown: ShownSecret) => void;
};

function HookRow({ hook, mayManage, onOpen, onSecret }: RowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <div className="flex flex-wrap items-center gap-2">
          <span className="font-medium wrap-anywhere">{hook.name}</span>
          <HookState hook={hook} />
        </div>
        <div className="truncate font-mono text-[0.92em] text-muted" title={hook.url}>
          {hook.url}
        </div>
        <div className="text-sm text-subtle">{filterWords(hook.filter)}</div>
      </div>
      <div className="flex items-center gap-2">
        <Button size="sm" onClick={onOpen} aria-label={`Deliveries to ${hook.name}`}>
          Deliveries
        </Button>
        {mayManage && <HookActions hook={hook} onTested={onOpen} onSecret={onSecret} />}
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

function filterWords({ severities, topics, pdcNames }: Hook["filter"]): string {
  const severity = severities.map((one) => SEVERITY_WORDS[one]).join(", ");
  return `${severity}; kinds: ${narrowedWords(topics.length)}; PDCs: ${narrowedWords(pdcNames.length)}`;
}
