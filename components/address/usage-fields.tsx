"use client";

import { type AddressUsage, NOTE_LENGTH_MAX } from "#server/domain/address/draft.ts";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { RadioGroup } from "../ui/radio-group.tsx";
import { USAGE_OPTIONS } from "./state-words.ts";

type UsageFieldsProps = {
  usage: AddressUsage;
  onUsageChange: (usage: AddressUsage) => void;
  usageError?: string | undefined;
  note: string;
  onNoteChange: (note: string) => void;
  noteError: string | undefined;
};

/** What listed addresses are for. */
export function UsageFields({
  usage,
  onUsageChange,
  usageError,
  note,
  onNoteChange,
  noteError,
}: UsageFieldsProps) {
  return (
    <>
      <Field label="Usage" error={usageError}>
        <RadioGroup value={usage} onValueChange={onUsageChange} options={USAGE_OPTIONS} />
      </Field>
      <Field label="Note" optional error={noteError} help={`At most ${NOTE_LENGTH_MAX} characters.`}>
        <Input value={note} onChange={({ target }) => onNoteChange(target.value)} autoComplete="off" />
      </Field>
    </>
  );
}
