"use client";

import { type FormEvent, useState } from "react";
import { sentenceOf, violationsOf } from "../trpc/refusal.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input, Textarea } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import { useWarningChanges } from "./use-warning-changes.ts";

const HOUR_MILLISECONDS = 3_600_000;
const ENDS = [
  { value: "closed", label: "When it closes by itself", hours: null },
  { value: "day", label: "In one day", hours: 24 },
  { value: "week", label: "In one week", hours: 7 * 24 },
  { value: "month", label: "In 30 days", hours: 30 * 24 },
  { value: "date", label: "At a time…", hours: null },
] as const;
type End = (typeof ENDS)[number]["value"];

/** null: no end; "missing": a time was wanted and not given. */
function endOf(end: End, typed: string): Date | null | "missing" {
  if (end === "date") return typed === "" ? "missing" : new Date(typed);
  const hours = ENDS.find(({ value }) => value === end)?.hours ?? null;
  return hours === null ? null : new Date(Date.now() + hours * HOUR_MILLISECONDS);
}

export function AcknowledgeDialog({ warningId }: { warningId: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">Acknowledge</Button>
      </DialogTrigger>
      {isOpen && <AcknowledgeForm warningId={warningId} onDone={() => setIsOpen(false)} />}
    </Dialog>
  );
}

function AcknowledgeForm({ warningId, onDone }: { warningId: string; onDone: () => void }) {
  const { acknowledge } = useWarningChanges();
  const [reason, setReason] = useState("");
  const [end, setEnd] = useState<End>("closed");
  const [typed, setTyped] = useState("");
  const [isEndMissing, setIsEndMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const until = endOf(end, typed);
    setIsEndMissing(until === "missing");
    if (until === "missing" || acknowledge.isPending) return;
    acknowledge.mutate({ id: warningId, reason, until }, { onSuccess: onDone });
  };
  const violations = violationsOf(acknowledge.error);
  const errorOf = (field: string) => violations.find((violation) => violation.field === field)?.message;
  const isAboutWhole = acknowledge.error !== null && violations.length === 0;
  return (
    <DialogContent
      title="Acknowledge the warning"
      description="It leaves the queue, stays true, and comes back when the acknowledgement ends or it reopens."
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form="acknowledge" variant="primary" pending={acknowledge.isPending}>
            Acknowledge
          </Button>
        </>
      }
    >
      <form id="acknowledge" onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Field
          label="Reason"
          required
          error={isAboutWhole ? sentenceOf(acknowledge.error) : errorOf("reason")}
          help="Others read it here and in the audit."
        >
          <Textarea value={reason} maxLength={300} onChange={({ target }) => setReason(target.value)} />
        </Field>
        <Field label="Ends" error={end === "date" ? undefined : errorOf("until")}>
          <Select value={end} onValueChange={setEnd} options={ENDS} />
        </Field>
        {end === "date" && (
          <Field
            label="Time"
            required
            error={isEndMissing ? "Give the time at which it ends." : errorOf("until")}
          >
            <Input type="datetime-local" value={typed} onChange={({ target }) => setTyped(target.value)} />
          </Field>
        )}
      </form>
    </DialogContent>
  );
}
