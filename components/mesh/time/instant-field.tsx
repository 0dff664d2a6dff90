"use client";

import { memo, useId } from "react";
import { Input } from "../../ui/input.tsx";

export type InstantFieldProps = {
  label: string;
  value: Date | null;
  /** What no instant means. */
  unset: string;
  onChange: (value: Date | null) => void;
};

/** An instant in UTC as everywhere on the screen, to the minute; kept exactly while nobody changes it. */
export const InstantField = memo(function InstantField({ label, value, unset, onChange }: InstantFieldProps) {
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="text-sm whitespace-nowrap text-muted">
        {label}
        {value === null ? <span className="text-ink"> {unset}</span> : " (UTC)"}
      </label>
      <Input
        id={id}
        type="datetime-local"
        value={value ? fieldText(value) : ""}
        onChange={({ target }) => {
          const next = new Date(`${target.value}Z`);
          onChange(target.value === "" || Number.isNaN(next.getTime()) ? null : next);
        }}
        className="w-48"
      />
    </div>
  );
});

/** As the field wants it: 2026-11-22T14:05. */
function fieldText(instant: Date): string {
  return instant.toISOString().slice(0, 16);
}
