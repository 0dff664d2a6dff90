"use client";

import { useState } from "react";
import { NewVdc } from "#server/domain/vdc.ts";
import { sentenceOf, violationsOf } from "../trpc/refusal.ts";
import { Field } from "../ui/field.tsx";
import { FormDialogContent } from "../ui/form-dialog.tsx";
import { Input } from "../ui/input.tsx";

export type NameDialogProps = {
  title: string;
  description: string;
  nameAtFirst?: string;
  submitLabel: string;
  pending: boolean;
  /** The server's refusal of what was sent last. */
  error: unknown;
  onSubmit: (name: string) => void;
};

/** A vDC's name, judged by the server's own rule before it is sent. */
export function NameDialog({
  title,
  description,
  nameAtFirst = "",
  submitLabel,
  pending,
  error,
  onSubmit,
}: NameDialogProps) {
  const [name, setName] = useState(nameAtFirst);
  const [sentName, setSentName] = useState<string | null>(null);
  const checked = NewVdc.safeParse({ name });
  const submit = () => {
    setSentName(name);
    if (checked.success) onSubmit(checked.data.name);
  };
  const refusal = error ? (violationsOf(error)[0]?.message ?? sentenceOf(error)) : undefined;
  const problem = checked.success ? refusal : checked.error.issues[0]?.message;
  return (
    <FormDialogContent
      title={title}
      description={description}
      submitLabel={submitLabel}
      pending={pending}
      onSubmit={submit}
    >
      <Field
        label="Name"
        required
        error={sentName === name ? problem : undefined}
        help="2 to 32 letters, digits, dots, dashes or underscores."
      >
        <Input
          value={name}
          onChange={({ target }) => setName(target.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
    </FormDialogContent>
  );
}
