"use client";

import { useState } from "react";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { AssigneeSelect, NOBODY } from "./assignee-select.tsx";
import { ReviewDialog } from "./review-dialog.tsx";
import type { FormKind } from "./review-words.ts";
import { onlyWarning, useReview } from "./use-review.ts";

type ReadWarning = RouterOutputs["warning"]["byId"];

export function PanelActions({ warning }: { warning: ReadWarning }) {
  const { reviewAtOnce } = useReview();
  const [form, setForm] = useState<FormKind | null>(null);
  const selection = onlyWarning(warning.id);
  if (warning.resolvedAt)
    return <p className="text-muted">It has closed by itself; there is nothing to review.</p>;
  if (warning.isAcknowledged || warning.isSnoozed) {
    return (
      <Button
        pending={reviewAtOnce.isPending}
        onClick={() => reviewAtOnce.mutate({ selection, review: { kind: "release" }, warningCount: 1 })}
      >
        {warning.isAcknowledged ? "Withdraw acknowledgement" : "End the snooze"}
      </Button>
    );
  }
  return (
    <>
      <Button onClick={() => setForm("snooze")}>Snooze…</Button>
      <Button variant="primary" onClick={() => setForm("acknowledge")}>
        Acknowledge…
      </Button>
      {form && <ReviewDialog kind={form} selection={selection} onClose={() => setForm(null)} />}
    </>
  );
}

export function PanelAssignee({ warning, mayReview }: { warning: ReadWarning; mayReview: boolean }) {
  const { reviewAtOnce } = useReview();
  const { id, assigneeId, assigneeName, resolvedAt } = warning;
  if (!mayReview || resolvedAt) {
    return assigneeName && <span className="ml-auto text-sm text-muted">Assigned to {assigneeName}</span>;
  }
  const assign = (value: string) =>
    reviewAtOnce.mutate({
      selection: onlyWarning(id),
      review: { kind: "assign", assigneeId: value === NOBODY ? null : value },
      warningCount: 1,
    });
  return (
    <span className="ml-auto inline-flex items-center gap-2 text-sm text-muted max-sm:ml-0 max-sm:basis-full">
      <span aria-hidden>Assigned to</span>
      <AssigneeSelect
        aria-label="Assigned to"
        className="w-40 text-ink max-sm:w-auto max-sm:flex-1"
        value={assigneeId ?? NOBODY}
        onValueChange={assign}
      />
    </span>
  );
}
