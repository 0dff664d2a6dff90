"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import type { PlannedReview, WarningReview, WarningSelection } from "#server/domain/warning-input.ts";
import { sentenceOf, violationsOf } from "../trpc/refusal.ts";
import { usePreview } from "../trpc/use-preview.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogClose, DialogContent } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import { toast } from "../ui/toast-store.ts";
import { AssigneeSelect, NOBODY } from "./assignee-select.tsx";
import { ReviewPreviewText } from "./review-preview.tsx";
import { ENDS, endOf, type FormKind, REVIEW_WORDS, warningsInWords } from "./review-words.ts";
import { useReview } from "./use-review.ts";

export type ReviewDialogProps = {
  kind: FormKind;
  selection: WarningSelection;
  /** Takes those that refuse out of the selection; undefined where there is one alone. */
  onLeaveOut?: ((warningIds: string[]) => void) | undefined;
  onClose: () => void;
  onDone?: () => void;
};

/** One review for one warning or many, with what each of them has against it before anything is written. */
export function ReviewDialog({ kind, selection, onLeaveOut, onClose, onDone }: ReviewDialogProps) {
  const { preview: ask, review: write } = useReview();
  const [reason, setReason] = useState("");
  const [endName, setEndName] = useState("");
  const [typed, setTyped] = useState("");
  const [assigneeId, setAssigneeId] = useState<string>(NOBODY);
  const [isEndMissing, setIsEndMissing] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const words = REVIEW_WORDS[kind];
  const assignee = assigneeId === NOBODY ? null : assigneeId;
  const planned: PlannedReview = kind === "assign" ? { kind, assigneeId: assignee } : { kind };
  // What has just been refused is looked at again, so that it can be named and left out.
  const question = {
    asked: { selection, review: planned },
    refusedAt: write.isError ? write.submittedAt : 0,
  };
  const answer = usePreview(question, ({ asked }) => ask.mutateAsync(asked));
  const told = answer.state === "told" ? answer.preview : null;
  const isRefused = told !== null && (told.refused.length > 0 || told.changedCount === 0);

  // The outside system is the browser's focus, which the dialog gives to its first button.
  useEffect(() => {
    const timer = setTimeout(() => first.current?.focus());
    return () => clearTimeout(timer);
  }, []);

  const ends = kind === "assign" ? null : ENDS[kind];
  const end = ends?.find(({ value }) => value === endName) ?? ends?.[0];
  const reviewOf = (): WarningReview | null => {
    if (kind === "assign") return { kind, assigneeId: assignee };
    const until = endOf(end, typed, Date.now());
    setIsEndMissing(until === "missing");
    if (until === "missing") return null;
    if (kind === "acknowledge") return { kind, reason, until };
    return until && { kind, reason, until };
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const review = reviewOf();
    const warningCount = told?.warningCount ?? (selection.kind === "ids" ? selection.warningIds.length : 0);
    if (!review || warningCount === 0 || isRefused || write.isPending) return;
    const onSuccess = ({ changedCount }: { changedCount: number }) => {
      toast({ tone: "good", title: `${warningsInWords(changedCount)} ${words.done}.` });
      onClose();
      onDone?.();
    };
    write.mutate({ selection, review, warningCount }, { onSuccess });
  };
  const leaveOut =
    onLeaveOut &&
    ((warningIds: string[]) => {
      write.reset();
      onLeaveOut(warningIds);
    });
  const violations = violationsOf(write.error);
  const errorOf = (...fields: string[]) =>
    violations.find(({ field }) => fields.some((name) => field === name || field.endsWith(`.${name}`)))
      ?.message;
  const fieldErrors = [errorOf("reason"), errorOf("until"), errorOf("assigneeId")];
  const failure = write.error && fieldErrors.every((error) => !error) ? sentenceOf(write.error) : null;
  const isOne = selection.kind === "ids" && selection.warningIds.length === 1;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        title={`${words.title} ${isOne ? "the warning" : "the selected warnings"}`}
        description={words.description}
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button
              type="submit"
              form="review"
              variant="primary"
              pending={write.isPending}
              disabled={isRefused}
            >
              {!isOne && told ? `${words.title} ${warningsInWords(told.changedCount)}` : words.title}
            </Button>
          </>
        }
      >
        <form id="review" onSubmit={submit} noValidate className="flex flex-col gap-4">
          {kind === "assign" ? (
            <Field label="Assigned to" error={errorOf("assigneeId")}>
              <AssigneeSelect value={assigneeId} onValueChange={setAssigneeId} />
            </Field>
          ) : (
            <Field
              label="Reason"
              required
              error={errorOf("reason")}
              help="Others read it here and in the audit."
            >
              <Input
                ref={first}
                value={reason}
                maxLength={300}
                onChange={({ target }) => setReason(target.value)}
              />
            </Field>
          )}
          {ends && (
            <Field label="Ends" error={end?.value === "date" ? undefined : errorOf("until")}>
              <Select value={end?.value} onValueChange={setEndName} options={ends} />
            </Field>
          )}
          {end?.value === "date" && (
            <Field
              label="Time"
              required
              error={isEndMissing ? "Give the time at which it ends." : errorOf("until")}
            >
              <Input type="datetime-local" value={typed} onChange={({ target }) => setTyped(target.value)} />
            </Field>
          )}
          <ReviewPreviewText answer={answer} verb={words.verb} isOne={isOne} onLeaveOut={leaveOut} />
          {failure && (
            <p role="alert" className="text-down">
              {failure}
            </p>
          )}
        </form>
      </DialogContent>
    </Dialog>
  );
}
