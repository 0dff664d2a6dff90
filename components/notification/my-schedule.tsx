"use client";

import { type FormEvent, useState } from "react";
import { minuteOfDay, timeOfDay } from "../pdc/schedule-words.ts";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { violationsOf } from "../trpc/refusal.ts";
import { Button } from "../ui/button.tsx";
import { CheckboxField } from "../ui/checkbox.tsx";
import { Combobox } from "../ui/combobox.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { RadioGroup } from "../ui/radio-group.tsx";
import { toast } from "../ui/toast-store.ts";
import { FilterFields } from "./filter-fields.tsx";
import type { Mine } from "./my-notifications.tsx";
import { useMyChanges } from "./use-my-changes.ts";

const MODES = [
  { value: "at-once", label: "At once", description: "What comes within a minute is one mail." },
  { value: "daily", label: "Once a day", description: "One mail with what changed since the last one." },
] as const;

const TIME_ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((name) => name !== "UTC")].map(
  (name) => ({ value: name, label: name.replaceAll("_", " ") }),
);

/** Which warnings a person is told of, and at which hours. */
export function MySchedule({ mine, isCloud }: { mine: Mine; isCloud: boolean }) {
  const { save } = useMyChanges();
  const [isOn, setIsOn] = useState(mine.isOn);
  const [filter, setFilter] = useState(mine.filter);
  const { schedule } = mine;
  const [mode, setMode] = useState(schedule.mode);
  const [timeZone, setTimeZone] = useState(schedule.timeZone);
  const [dailyAt, setDailyAt] = useState(timeOfDay(schedule.dailyAtMinute));
  const [hasQuiet, setHasQuiet] = useState(schedule.quiet !== null);
  const [from, setFrom] = useState(timeOfDay(schedule.quiet?.fromMinute ?? 22 * 60));
  const [until, setUntil] = useState(timeOfDay(schedule.quiet?.untilMinute ?? 7 * 60));
  const [breaksThrough, setBreaksThrough] = useState(schedule.criticalBreaksThrough);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (save.isPending) return;
    save.mutate(
      {
        isOn,
        filter,
        schedule: {
          mode,
          timeZone,
          dailyAtMinute: minuteOfDay(dailyAt) ?? -1,
          quiet: hasQuiet
            ? { fromMinute: minuteOfDay(from) ?? -1, untilMinute: minuteOfDay(until) ?? -1 }
            : null,
          criticalBreaksThrough: breaksThrough,
        },
      },
      { onSuccess: () => toast({ tone: "good", title: "Your notifications are saved." }) },
    );
  };
  const violations = violationsOf(save.error);
  const errorOf = (field: string) =>
    violations.find((violation) => violation.field.startsWith(field))?.message;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      <CheckboxField
        label="Mail me"
        checked={isOn}
        onCheckedChange={(checked) => setIsOn(checked === true)}
        help="What happens while this is off is not told later."
      />
      <FilterFields value={filter} onChange={setFilter} hasPdcs={isCloud} error={errorOf("filter")} />
      <Field label="When">
        <RadioGroup value={mode} onValueChange={setMode} options={MODES} />
      </Field>
      <Field
        label="Time zone"
        error={errorOf("schedule.timeZone")}
        action={
          <Button
            variant="link"
            onClick={() => setTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone)}
          >
            Use this device’s
          </Button>
        }
      >
        <Combobox value={timeZone} onValueChange={setTimeZone} options={TIME_ZONES} />
      </Field>
      {mode === "daily" ? (
        <Field
          label="At"
          help="A whole quarter of an hour, for example 08:00."
          error={errorOf("schedule.dailyAt")}
        >
          <Input value={dailyAt} onChange={({ target }) => setDailyAt(target.value)} className="max-w-24" />
        </Field>
      ) : (
        <fieldset className="flex flex-col gap-3">
          <legend className="sr-only">Quiet hours</legend>
          <CheckboxField
            label="Quiet hours"
            checked={hasQuiet}
            onCheckedChange={(checked) => setHasQuiet(checked === true)}
            help="What comes in them is held back and told afterwards, if it is still so."
          />
          {hasQuiet && (
            <div className="grid max-w-64 grid-cols-2 gap-3 pl-6">
              <Field label="From" error={errorOf("schedule.quiet.from")}>
                <Input value={from} onChange={({ target }) => setFrom(target.value)} placeholder="hh:mm" />
              </Field>
              <Field label="Until" error={errorOf("schedule.quiet.until")}>
                <Input value={until} onChange={({ target }) => setUntil(target.value)} placeholder="hh:mm" />
              </Field>
            </div>
          )}
        </fieldset>
      )}
      {(mode === "daily" || hasQuiet) && (
        <CheckboxField
          label="Tell me of what is critical at once, at any hour"
          checked={breaksThrough}
          onCheckedChange={(checked) => setBreaksThrough(checked === true)}
        />
      )}
      <RefusalAlert error={save.error} hasFields />
      <Button type="submit" variant="primary" pending={save.isPending} className="self-start">
        Save
      </Button>
    </form>
  );
}
