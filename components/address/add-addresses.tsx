"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AddressesDraft, AddressUsage } from "#server/domain/address/draft.ts";
import type { AddressSpace } from "#server/domain/address/space.ts";
import { useSettled } from "../ui/use-settled.ts";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { violationsOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Field } from "../ui/field.tsx";
import { FormDialogContent } from "../ui/form-dialog.tsx";
import { Input } from "../ui/input.tsx";
import { RadioGroup } from "../ui/radio-group.tsx";
import { toast } from "../ui/toast-store.ts";
import { addresses, planSentences } from "./plan-words.ts";
import { UsageFields } from "./usage-fields.tsx";
import { useAddressChanges } from "./use-address-changes.ts";

const PREVIEW_AFTER_MILLISECONDS = 250;

type Kind = "ranges" | "count";

type AddAddressesProps = {
  vdcId: string;
  networkId: string;
  space: AddressSpace;
  /** What is in the field at first. */
  rangesAtFirst: string;
  onDone: () => void;
};

/** By range or by number, with what will happen in sentences before it does. Goes into a `Dialog`. */
export function AddAddresses({ vdcId, networkId, space, rangesAtFirst, onDone }: AddAddressesProps) {
  const [kind, setKind] = useState<Kind>("ranges");
  const [ranges, setRanges] = useState(rangesAtFirst);
  const [count, setCount] = useState("");
  const [start, setStart] = useState("");
  const [usage, setUsage] = useState<AddressUsage>("server");
  const [note, setNote] = useState("");
  const { add } = useAddressChanges();

  const draft: AddressesDraft = {
    choice: kind === "ranges" ? { kind, ranges } : { kind, count: Number(count), start },
    usage,
    note,
  };
  const isTouched = kind === "ranges" ? ranges.trim() !== "" : count.trim() !== "";
  const settled = useSettled(draft, PREVIEW_AFTER_MILLISECONDS);
  const preview = useQuery(
    useTRPC().address.previewAdd.queryOptions(
      { vdcId, networkId, draft: settled },
      { enabled: isTouched, placeholderData: keepPreviousData, staleTime: 0, retry: false },
    ),
  );
  const violations = add.error
    ? violationsOf(add.error)
    : isTouched
      ? [...(preview.data?.violations ?? []), ...violationsOf(preview.error)]
      : [];
  const errorOf = (field: string) => violations.find((violation) => violation.field.endsWith(field))?.message;
  const known = ["ranges", "count", "start", "note", "usage"];
  const others = violations.filter(({ field }) => !known.some((name) => field.endsWith(name)));
  const isCurrent = JSON.stringify(settled) === JSON.stringify(draft) && !preview.isPlaceholderData;
  const listingCount = isTouched && preview.data?.violations.length === 0 ? preview.data.listingCount : 0;

  const submit = () => {
    add.mutate(
      { vdcId, networkId, draft },
      {
        onSuccess: ({ listedCount }) => {
          toast({ tone: "good", title: `${addresses(listedCount)} added to the list.` });
          onDone();
        },
      },
    );
  };
  return (
    <FormDialogContent
      title="Add addresses"
      description="Network, broadcast and gateway address are left out by themselves."
      className="max-w-lg"
      submitLabel={listingCount > 0 && isCurrent ? `Add ${addresses(listingCount)}` : "Add addresses"}
      pending={add.isPending}
      onSubmit={submit}
      onChange={() => add.error && add.reset()}
    >
      <Field label="Choose by">
        <RadioGroup
          value={kind}
          onValueChange={setKind}
          options={[
            { value: "ranges", label: "Range" },
            { value: "count", label: "Number of addresses" },
          ]}
          className="flex-row flex-wrap gap-x-6"
        />
      </Field>
      {kind === "ranges" ? (
        <Field
          label="Addresses"
          required
          error={errorOf("ranges")}
          help="10.0.0.10-10.0.0.60, 10.0.0.10-60, a block such as 10.0.0.64/26; several with commas."
        >
          <Input
            value={ranges}
            onChange={({ target }) => setRanges(target.value)}
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
          />
        </Field>
      ) : (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Number" required error={errorOf("count")}>
            <Input
              inputMode="numeric"
              value={count}
              onChange={({ target }) => setCount(target.value)}
              autoComplete="off"
            />
          </Field>
          <Field label="From" optional error={errorOf("start")} help="Else from the first free address on.">
            <Input
              value={start}
              onChange={({ target }) => setStart(target.value)}
              autoComplete="off"
              spellCheck={false}
              className="font-mono"
            />
          </Field>
        </div>
      )}
      <UsageFields
        usage={usage}
        onUsageChange={setUsage}
        note={note}
        onNoteChange={setNote}
        noteError={errorOf("note")}
      />
      <output
        aria-label="What will happen"
        className="flex min-h-10 flex-col gap-1 rounded-md bg-sunken px-3 py-2"
      >
        {isTouched && preview.data && preview.data.violations.length === 0 ? (
          planSentences(preview.data, settled, space).map((sentence) => (
            <span key={sentence} className="wrap-anywhere">
              {sentence}
            </span>
          ))
        ) : (
          <span className="text-muted">
            {violations.length > 0 ? "Nothing is added as it stands." : "What will be added is told here."}
          </span>
        )}
      </output>
      {others.map(({ message }) => (
        <p key={message} role="alert" className="text-down">
          {message}
        </p>
      ))}
      <RefusalAlert error={add.error} hasFields />
    </FormDialogContent>
  );
}
