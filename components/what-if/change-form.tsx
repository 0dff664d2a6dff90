"use client";

import { type FormEvent, useState } from "react";
import type { ScenarioChange } from "#server/domain/what-if/scenario.ts";
import { Button } from "../ui/button.tsx";
import { CHANGE_KINDS } from "./change-kinds.ts";
import { ChangeFields } from "./change-fields.tsx";
import { type ChangeKind, type FormValues, readForm } from "./form-values.ts";
import type { Options } from "./use-what-if.ts";

export type ChangeFormProps = {
  kind: ChangeKind;
  valuesAtFirst: FormValues;
  options: Options;
  onTry: (change: ScenarioChange) => void;
  onCancel: () => void;
};

/** One change, with values from the cloud; nothing is tried before it is complete. */
export function ChangeForm({ kind, valuesAtFirst, options, onTry, onCancel }: ChangeFormProps) {
  const [values, setValues] = useState(valuesAtFirst);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const read = readForm(kind, values);
  const problems = isSubmitted && read.problems ? read.problems : new Map<string, string>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (read.change) onTry(read.change);
    else focusFirstProblem(event.currentTarget);
  };
  const { label, description } = CHANGE_KINDS.find((each) => each.kind === kind) ?? {
    label: "",
    description: "",
  };
  return (
    <form
      noValidate
      aria-label={label}
      onSubmit={submit}
      className="rounded-lg border border-line-strong bg-raised p-4"
    >
      <h3 className="font-semibold">{label}</h3>
      <p className="mb-3 text-sm text-subtle">{description}</p>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <ChangeFields
          kind={kind}
          values={values}
          change={(patch) => setValues({ ...values, ...patch })}
          problems={problems}
          options={options}
        />
      </div>
      <div className="mt-4 flex flex-wrap gap-2">
        <Button type="submit" variant="primary">
          Try it
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}

/** Once what is wrong is marked. */
function focusFirstProblem(form: HTMLFormElement) {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
