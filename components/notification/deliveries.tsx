"use client";

import { useQuery } from "@tanstack/react-query";
import { sentenceOf } from "../trpc/refusal.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { formatInstant } from "../ui/format-age.ts";
import { Sheet, SheetContent } from "../ui/sheet.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import type { Hook, HookPlaceProps } from "./hooks.tsx";
import { DELIVERY_WORDS } from "./notification-words.ts";
import { useHookChanges } from "./use-hook-changes.ts";

type Delivery = RouterOutputs["notification"]["deliveries"][number];

/** What a webhook was sent of late, and what came of it. */
export function Deliveries({
  hook,
  place,
  onClose,
}: {
  hook: Hook;
  place: HookPlaceProps;
  onClose: () => void;
}) {
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        title={`Deliveries to ${hook.name}`}
        description="The newest 50. Each is tried up to eight times, over about two hours."
      >
        <DeliveryList hookId={hook.id} place={place} />
      </SheetContent>
    </Sheet>
  );
}

function DeliveryList({ hookId, place }: { hookId: string; place: HookPlaceProps }) {
  const { vdcId } = place;
  const deliveries = useQuery(useTRPC().notification.deliveries.queryOptions({ vdcId, id: hookId }));
  if (deliveries.isPending) {
    return (
      <div className="grid gap-3 p-4">
        <Skeleton />
        <Skeleton className="max-w-64" />
      </div>
    );
  }
  if (deliveries.isError) {
    return (
      <ErrorState
        title="The deliveries could not be read."
        onRetry={() => void deliveries.refetch()}
        pending={deliveries.isFetching}
      >
        {sentenceOf(deliveries.error)}
      </ErrorState>
    );
  }
  if (deliveries.data.length === 0) {
    return <EmptyState title="Nothing was sent yet">A test shows whether messages arrive.</EmptyState>;
  }
  return (
    <ul aria-label="Deliveries" aria-live="polite" className="divide-y divide-line">
      {deliveries.data.map((delivery) => (
        <DeliveryRow key={delivery.id} delivery={delivery} place={place} />
      ))}
    </ul>
  );
}

function DeliveryRow({
  delivery,
  place: { vdcId, mayManage },
}: {
  delivery: Delivery;
  place: HookPlaceProps;
}) {
  const { sendAgain } = useHookChanges();
  const { id, state, summary, createdAt, dueAt, lastFailure } = delivery;
  const { word, tone } = DELIVERY_WORDS[state];
  return (
    <li className="flex flex-col gap-1 px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="font-medium">{summary}</span>
        <Badge tone={tone}>{word}</Badge>
      </div>
      <div className="text-sm text-subtle">
        <Age at={createdAt} />
        {attemptWords(delivery)}
      </div>
      {lastFailure && <p className="text-sm wrap-anywhere text-down">{lastFailure}</p>}
      {state === "waiting" && dueAt && (
        <p className="text-sm text-muted">The next attempt is at {formatInstant(dueAt)}.</p>
      )}
      {mayManage && dueAt === null && (
        <Button
          size="sm"
          className="mt-1 self-start"
          pending={sendAgain.isPending}
          onClick={() => sendAgain.mutate({ vdcId, id })}
        >
          Send again
        </Button>
      )}
    </li>
  );
}

function attemptWords({ attemptCount, lastStatusCode, lastDurationMilliseconds }: Delivery): string {
  const parts = [
    attemptCount > 0 && `${attemptCount} ${attemptCount === 1 ? "attempt" : "attempts"}`,
    lastStatusCode !== null && `status ${lastStatusCode}`,
    lastDurationMilliseconds !== null && `${lastDurationMilliseconds} ms`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "" : `, ${parts.join(", ")}`;
}
