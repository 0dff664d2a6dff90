"use client";

import { AlarmClock, Check, UserRound } from "lucide-react";
import { useEffect } from "react";
import type { WarningFilter } from "#server/domain/warning-input.ts";
import { Button } from "../ui/button.tsx";
import type { SelectionHandle } from "../ui/data-table/paged-table.tsx";
import { ReviewDialog } from "./review-dialog.tsx";
import { type FormKind, REVIEW_WORDS } from "./review-words.ts";
import { warningSelectionOf } from "./use-review.ts";

const ICONS = { acknowledge: Check, snooze: AlarmClock, assign: UserRound } as const;
const KINDS = ["acknowledge", "snooze", "assign"] as const satisfies FormKind[];

/** What can be done with the warnings that are marked. Mounted as long as some are. */
export function MarkedActions({
  handle: { selection, leaveOut, clear },
  filter,
  form,
  onForm,
  onMarked,
}: {
  handle: SelectionHandle;
  filter: WarningFilter;
  /** The form that is open. */
  form: FormKind | null;
  onForm: (form: FormKind | null) => void;
  /** Whether something is marked; for those who hear keys. Must be stable. */
  onMarked: (isMarked: boolean) => void;
}) {
  useEffect(() => {
    onMarked(true);
    return () => onMarked(false);
  }, [onMarked]);
  return (
    <>
      {KINDS.map((kind) => {
        const Icon = ICONS[kind];
        return (
          <Button key={kind} size="sm" onClick={() => onForm(kind)}>
            <Icon aria-hidden /> {REVIEW_WORDS[kind].title}…
          </Button>
        );
      })}
      {form && (
        <ReviewDialog
          kind={form}
          selection={warningSelectionOf(selection, filter)}
          onLeaveOut={leaveOut}
          onClose={() => onForm(null)}
          onDone={clear}
        />
      )}
    </>
  );
}
