"use client";

import { useState } from "react";
import { EVERYTHING } from "#server/domain/notification/filter.ts";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { violationsOf } from "../trpc/refusal.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { FormDialogContent } from "../ui/form-dialog.tsx";
import { Input } from "../ui/input.tsx";
import { FilterFields } from "./filter-fields.tsx";
import type { ShownSecret } from "./hook-secret.tsx";
import type { Hook } from "./hooks.tsx";
import { useHookChanges } from "./use-hook-changes.ts";

/** A new webhook, or a change of one. */
export function HookForm({
  vdcId,
  hook,
  onClose,
  onSecret,
}: {
  vdcId: string | null;
  hook: Hook | null;
  onClose: () => void;
  onSecret: (shown: ShownSecret) => void;
}) {
  const { create, change } = useHookChanges();
  const [name, setName] = useState(hook?.name ?? "");
  const [url, setUrl] = useState(hook?.url ?? "");
  const [filter, setFilter] = useState(hook?.filter ?? EVERYTHING);
  const { error } = hook ? change : create;
  const isPending = create.isPending || change.isPending;
  const done = (saved: { name: string; secret: string | null }) => {
    onClose();
    if (saved.secret !== null) onSecret({ name: saved.name, secret: saved.secret });
  };
  const submit = () => {
    const draft = { name, url, filter };
    if (hook) change.mutate({ vdcId, id: hook.id, draft }, { onSuccess: done });
    else create.mutate({ vdcId, ...draft }, { onSuccess: done });
  };
  const violations = violationsOf(error);
  const errorOf = (field: string) =>
    violations.find((violation) => violation.field.replace(/^draft\./, "").startsWith(field))?.message;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <FormDialogContent
        title={hook ? `Change ${hook.name}` : "Add a webhook"}
        description="What becomes of warnings is sent there as signed JSON."
        submitLabel={hook ? "Save" : "Add webhook"}
        pending={isPending}
        onSubmit={submit}
      >
        <RefusalAlert error={error} hasFields />
        <Field label="Name" required error={errorOf("name")}>
          <Input value={name} onChange={({ target }) => setName(target.value)} autoComplete="off" />
        </Field>
        <Field
          label="URL"
          required
          error={errorOf("url")}
          help={
            hook
              ? "Another host gets another secret, which is shown once."
              : vdcId === null
                ? "It must be on the open internet, unless OVERMESH_WEBHOOK_ADDRESS_EXCEPTIONS allows its address."
                : "It must be on the open internet."
          }
        >
          <Input
            type="url"
            value={url}
            onChange={({ target }) => setUrl(target.value)}
            placeholder="https://"
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
        <FilterFields
          value={filter}
          onChange={setFilter}
          hasPdcs={vdcId === null && !hook?.vdcId}
          error={errorOf("filter")}
        />
      </FormDialogContent>
    </Dialog>
  );
}
