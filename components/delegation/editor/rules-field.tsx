"use client";

import type { ReactNode } from "react";
import { CheckboxField } from "../../ui/checkbox.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/select.tsx";
import type { VxlanRow } from "./form-values.ts";

type RulesFieldProps = {
  label: ReactNode;
  row: VxlanRow;
  overlayRules: readonly { name: string; isUserRule: boolean }[];
  error: string | undefined;
  onChange: (row: VxlanRow) => void;
};

/** All user rules, those to come included, or chosen ones; a chosen one that is gone stays until it is unticked. */
export function RulesField({ label, row, overlayRules, error, onChange }: RulesFieldProps) {
  const known = new Set(overlayRules.map(({ name }) => name));
  const gone = row.overlayRuleNames.filter((name) => !known.has(name));
  const tick = (name: string, isTicked: boolean) => {
    const others = row.overlayRuleNames.filter((other) => other !== name);
    onChange({ ...row, overlayRuleNames: isTicked ? [...others, name].toSorted() : others });
  };
  const box = (name: string, help?: string) => (
    <CheckboxField
      key={name}
      label={name}
      help={help}
      checked={row.overlayRuleNames.includes(name)}
      onCheckedChange={(checked) => tick(name, checked === true)}
    />
  );
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Field label={label} error={error}>
        <Select
          value={row.isAllUserRules ? "all" : "chosen"}
          onValueChange={(value) => onChange({ ...row, isAllUserRules: value === "all" })}
          options={[
            { value: "all", label: "All user rules", description: "Those that come later too." },
            { value: "chosen", label: "Chosen rules" },
          ]}
        />
      </Field>
      {!row.isAllUserRules && (
        <fieldset className="flex min-w-0 flex-wrap gap-x-5 gap-y-2">
          <legend className="sr-only">Chosen rules</legend>
          {overlayRules.map(({ name, isUserRule }) => box(name, isUserRule ? undefined : "the system’s own"))}
          {gone.map((name) => box(name, "no longer there"))}
        </fieldset>
      )}
    </div>
  );
}
