"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CalendarClock } from "lucide-react";
import { useState } from "react";
import type { PdcSchedule } from "#server/domain/refresh-schedule.ts";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { violationsOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogTrigger } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { FormDialogContent } from "../ui/form-dialog.tsx";
import { Input } from "../ui/input.tsx";
import { toast } from "../ui/toast-store.ts";
import { minuteOfDay, timeOfDay } from "./schedule-words.ts";

export type ScheduleDialogProps = { pdcName: string; label: string; schedule: PdcSchedule };

/** How often, how many at once and when not; what is left empty is as everywhere. */
export function ScheduleDialog(props: ScheduleDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button size="sm" aria-label={`Schedule of ${props.label}`}>
          <CalendarClock aria-hidden />
          Schedule
        </Button>
      </DialogTrigger>
      {isOpen && <ScheduleForm {...props} onDone={() => setIsOpen(false)} />}
    </Dialog>
  );
}

const numberOf = (text: string) => (text.trim() === "" ? null : Number(text));
const textOf = (minute: number | undefined) => (minute === undefined ? "" : timeOfDay(minute));

function ScheduleForm({ pdcName, label, schedule, onDone }: ScheduleDialogProps & { onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [minutes, setMinutes] = useState(
    schedule.refreshIntervalSeconds === null ? "" : String(schedule.refreshIntervalSeconds / 60),
  );
  const [atOnce, setAtOnce] = useState(String(schedule.refreshesAtOnceMax ?? ""));
  const [from, setFrom] = useState(textOf(schedule.quietHours?.fromMinute));
  const [until, setUntil] = useState(textOf(schedule.quietHours?.untilMinute));
  const set = useMutation(
    trpc.pdc.setSchedule.mutationOptions({
      onSuccess: () => {
        onDone();
        toast({ tone: "good", title: `The schedule of ${label} is saved.` });
      },
      onSettled: () => queryClient.invalidateQueries(trpc.pdc.pathFilter()),
    }),
  );
  const submit = () => {
    const interval = numberOf(minutes);
    const hasQuiet = from.trim() !== "" || until.trim() !== "";
    set.mutate({
      pdcName,
      schedule: {
        refreshIntervalSeconds: interval === null ? null : Math.round(interval * 60),
        refreshesAtOnceMax: numberOf(atOnce),
        quietHours: hasQuiet
          ? { fromMinute: minuteOfDay(from) ?? -1, untilMinute: minuteOfDay(until) ?? -1 }
          : null,
      },
    });
  };
  const violations = violationsOf(set.error);
  const errorOf = (field: string) =>
    violations.find((violation) => violation.field === `schedule.${field}`)?.message;
  return (
    <FormDialogContent
      title={`Schedule of ${label}`}
      description="How its nodes are refreshed by themselves. What is left empty is as everywhere; people may refresh at any time."
      submitLabel="Save"
      pending={set.isPending}
      onSubmit={submit}
    >
      <RefusalAlert error={set.error} hasFields />
      <Field label="Minutes between refreshes" error={errorOf("refreshIntervalSeconds")}>
        <Input
          inputMode="decimal"
          placeholder="as everywhere"
          value={minutes}
          onChange={({ target }) => setMinutes(target.value)}
        />
      </Field>
      <Field
        label="Nodes read at once"
        help="For places behind a thin line. At most 64."
        error={errorOf("refreshesAtOnceMax")}
      >
        <Input
          inputMode="numeric"
          placeholder="as everywhere"
          value={atOnce}
          onChange={({ target }) => setAtOnce(target.value)}
        />
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label="Quiet from (UTC)" help="For example 22:00." error={errorOf("quietHours.fromMinute")}>
          <Input placeholder="hh:mm" value={from} onChange={({ target }) => setFrom(target.value)} />
        </Field>
        <Field label="until (UTC)" error={errorOf("quietHours.untilMinute")}>
          <Input placeholder="hh:mm" value={until} onChange={({ target }) => setUntil(target.value)} />
        </Field>
      </div>
    </FormDialogContent>
  );
}
