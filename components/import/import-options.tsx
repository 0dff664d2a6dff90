"use client";

import { useState } from "react";
import type { ImportNoun } from "#server/domain/import/noun.ts";
import { Button } from "../ui/button.tsx";
import { CheckboxField } from "../ui/checkbox.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";

export type Options = { vdcName: string; networkName: string; markOutside: boolean };

type ImportOptionsProps = {
  noun: ImportNoun;
  isCloud: boolean;
  options: Options;
  pending: boolean;
  onChange: (options: Options) => void;
};

/** What a file may leave open; changed, the file is judged again. */
export function ImportOptions({ noun, isCloud, options, pending, onChange }: ImportOptionsProps) {
  const [typed, setTyped] = useState(options);
  const hasNames = isCloud || noun === "addresses";
  if (!hasNames && noun !== "delegations") return null;
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(typed);
      }}
    >
      {isCloud && (
        <Field label="vDC of rows that name none" optional className="w-60">
          <Input
            value={typed.vdcName}
            onChange={({ target }) => setTyped({ ...typed, vdcName: target.value })}
          />
        </Field>
      )}
      {noun === "addresses" && (
        <Field label="Network of rows that name none" optional className="w-60">
          <Input
            value={typed.networkName}
            onChange={({ target }) => setTyped({ ...typed, networkName: target.value })}
          />
        </Field>
      )}
      {hasNames && (
        <Button type="submit" pending={pending}>
          Check again
        </Button>
      )}
      {noun === "delegations" && (
        <CheckboxField
          className="basis-full"
          label="Keep networks that the ranges leave outside"
          help="They keep their ids and show a warning."
          checked={typed.markOutside}
          onCheckedChange={(checked) => {
            const next = { ...typed, markOutside: checked === true };
            setTyped(next);
            onChange(next);
          }}
        />
      )}
    </form>
  );
}
