"use client";

import { useState } from "react";
import { type AddressUsage, NOTE_LENGTH_MAX } from "#server/domain/address/draft.ts";
import type { AddressEntry } from "#server/domain/address/entry.ts";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { violationsOf } from "../trpc/refusal.ts";
import { CheckboxField } from "../ui/checkbox.tsx";
import { Field } from "../ui/field.tsx";
import { FormDialogContent } from "../ui/form-dialog.tsx";
import { Input } from "../ui/input.tsx";
import { RadioGroup } from "../ui/radio-group.tsx";
import { toast } from "../ui/toast-store.ts";
import { addresses } from "./plan-words.ts";
import { USAGE_OPTIONS } from "./state-words.ts";
import { useAddressChanges } from "./use-address-changes.ts";

type EditAddressesProps = {
  vdcId: string;
  networkId: string;
  /** Listed ones. */
  entries: readonly AddressEntry[];
  onDone: () => void;
};

type UsageChoice = AddressUsage | "as it is";

/** What all have in common is in the fields at first. Goes into a `Dialog`. */
export function EditAddresses({ vdcId, networkId, entries, onDone }: EditAddressesProps) {
  const usages = new Set(entries.map(({ usage }) => usage));
  const notes = new Set(entries.map((entry) => entry.note));
  const [onlyUsage] = usages.size === 1 ? usages : [null];
  const [onlyNote] = notes.size === 1 ? notes : [null];
  const [usage, setUsage] = useState<UsageChoice>(onlyUsage ?? "as it is");
  const [changesNote, setChangesNote] = useState(onlyNote !== null);
  const [note, setNote] = useState(onlyNote ?? "");
  const { update } = useAddressChanges();
  const violations = violationsOf(update.error);
  const noteError = violations.find(({ field }) => field.endsWith("note"))?.message;
  const others = violations.filter(({ field }) => !field.endsWith("note"));
  const [first] = entries;
  const title =
    entries.length === 1 && first ? `Change ${first.address}` : `Change ${addresses(entries.length)}`;
  const submit = () => {
    const change = { ...(usage !== "as it is" && { usage }), ...(changesNote && { note }) };
    update.mutate(
      { vdcId, networkId, addresses: entries.map(({ address }) => address), change },
      {
        onSuccess: ({ changedCount }) => {
          toast({
            tone: "good",
            title: changedCount === 0 ? "Nothing differed." : `${addresses(changedCount)} changed.`,
          });
          onDone();
        },
      },
    );
  };
  return (
    <FormDialogContent title={title} submitLabel="Save" pending={update.isPending} onSubmit={submit}>
      <Field label="Usage">
        <RadioGroup
          value={usage}
          onValueChange={setUsage}
          options={[
            ...(onlyUsage
              ? []
              : [{ value: "as it is" as const, label: "As it is", description: "They differ." }]),
            ...USAGE_OPTIONS,
          ]}
        />
      </Field>
      {onlyNote === null && (
        <CheckboxField
          label="Give all of them one note"
          help="Their notes differ."
          checked={changesNote}
          onCheckedChange={(checked) => setChangesNote(checked === true)}
        />
      )}
      {changesNote && (
        <Field label="Note" optional error={noteError} help={`At most ${NOTE_LENGTH_MAX} characters.`}>
          <Input value={note} onChange={({ target }) => setNote(target.value)} autoComplete="off" />
        </Field>
      )}
      {others.length > 0 && (
        <ul role="alert" className="flex flex-col gap-1 text-down">
          {others.map(({ message }) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      )}
      <RefusalAlert error={update.error} hasFields />
    </FormDialogContent>
  );
}
