"use client";

import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { type PartProps, setField } from "./form-parts.ts";

type IdFieldProps = PartProps & {
  field: "vxlanId" | "vlanId";
  /** "VXLAN ID". */
  label: string;
  nextFreeId: number | null;
  /** False while it is not known whether any is free. */
  isNextKnown: boolean;
  help: string;
};

/** An id that is typed, or left empty for the next free one. */
export function IdField({
  field,
  label,
  nextFreeId,
  isNextKnown,
  help,
  form,
  values,
  violations,
  lockedReason,
}: IdFieldProps) {
  const isNextFree = values[field].trim() === "";
  const none = isNextKnown ? "none is free" : "next free";
  const next = nextFreeId === null ? none : `next free, now ${nextFreeId}`;
  return (
    <Field
      label={label}
      error={violations.get(field)}
      help={lockedReason ?? help}
      action={
        lockedReason === null && (
          <Button
            size="sm"
            variant={isNextFree ? "secondary" : "ghost"}
            aria-pressed={isNextFree}
            aria-label={`Next free ${label.split(" ")[0]}`}
            className="h-6 px-1.5 aria-pressed:border-ring aria-pressed:bg-accent-soft aria-pressed:text-accent-ink"
            onClick={() => setField(form, field, "")}
          >
            Next free
          </Button>
        )
      }
    >
      <Input
        {...form.register(field)}
        inputMode="numeric"
        autoComplete="off"
        readOnly={lockedReason !== null}
        placeholder={next}
        className="tabular-nums"
      />
    </Field>
  );
}
