"use client";

import { NETWORK_ACCESSES } from "#server/domain/network/draft.ts";
import { Field } from "../../ui/field.tsx";
import { Input, Textarea } from "../../ui/input.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RadioGroup } from "../../ui/radio-group.tsx";
import { ACCESS_WORDS } from "../access-words.ts";
import { type PartProps, setField } from "./form-parts.ts";
import { OwnerField } from "./owner-field.tsx";

const PLAIN_TEXT = { autoComplete: "off", autoCapitalize: "none", spellCheck: false } as const;

type IdentityPartProps = PartProps & { vdcId: string; isNew: boolean };

export function IdentityPart({ vdcId, form, values, violations, isNew }: IdentityPartProps) {
  const accesses = NETWORK_ACCESSES.filter((access) => !isNew || access !== "deleted");
  return (
    <Panel title="Name and access">
      <div className="grid gap-x-4 gap-y-4 sm:grid-cols-2">
        <Field
          label="Name"
          required
          error={violations.get("name")}
          help={
            isNew
              ? "3 to 32 letters, digits, dots, dashes, underscores. It stays as it is."
              : "The name of a network cannot be changed; its alias can."
          }
        >
          <Input {...PLAIN_TEXT} {...form.register("name")} readOnly={!isNew} />
        </Field>
        <Field
          label="Alias"
          optional
          error={violations.get("alias")}
          help="Shown beside the name; it may change."
        >
          <Input autoComplete="off" {...form.register("alias")} placeholder={values.name} />
        </Field>
        <Field label="Description" optional error={violations.get("description")} className="sm:col-span-2">
          <Textarea rows={2} {...form.register("description")} />
        </Field>
        <Field label="Access" error={violations.get("access")} className="sm:col-span-2">
          <RadioGroup
            value={values.access}
            onValueChange={(access) => setField(form, "access", access)}
            className="sm:grid sm:grid-cols-2"
            options={accesses.map((access) => ({ value: access, ...ACCESS_WORDS[access] }))}
          />
        </Field>
        <OwnerField
          vdcId={vdcId}
          form={form}
          values={values}
          problem={violations.get("ownerName")}
          isNew={isNew}
        />
      </div>
    </Panel>
  );
}
