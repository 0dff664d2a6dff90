"use client";

import { Trash2 } from "lucide-react";
import { VLAN_BOUNDS } from "#server/domain/id-range.ts";
import { Button } from "../../ui/button.tsx";
import { Combobox, type ComboboxOption } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { canonicalHelp } from "./canonical-help.ts";
import type { VlanRow } from "./form-values.ts";

export type VlanRowFieldsProps = {
  row: VlanRow;
  index: number;
  problems: ReadonlyMap<string, string>;
  carriers: readonly ComboboxOption[];
  onChange: (row: VlanRow) => void;
  onRemove: () => void;
  isJustAdded: boolean;
};

export function VlanRowFields(props: VlanRowFieldsProps) {
  const { row, index, problems, carriers, isJustAdded, onChange, onRemove } = props;
  const of = <span className="sr-only"> of VLAN row {index + 1}</span>;
  return (
    <li className="flex flex-col gap-3 rounded-md border border-line p-3">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={<>VLAN ids{of}</>}
          error={problems.get(`vlanDelegations.${index}.vlanIds`)}
          help={canonicalHelp(row.vlanIds, VLAN_BOUNDS, "0,10-19; 0 is untagged")}
        >
          <Input
            // The row was asked for by its button, so its first field is where one goes on.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={isJustAdded}
            value={row.vlanIds}
            onChange={({ target }) => onChange({ ...row, vlanIds: target.value })}
            autoComplete="off"
            spellCheck={false}
            placeholder="0,10-19"
            className="tabular-nums"
          />
        </Field>
        <Field label={<>Overlay rule or NIC tag{of}</>} error={problems.get(`vlanDelegations.${index}`)}>
          <Combobox
            value={row.carrier || undefined}
            onValueChange={(carrier) => onChange({ ...row, carrier })}
            placeholder="Choose one"
            searchPlaceholder="Rule or NIC tag"
            options={carriers}
          />
        </Field>
      </div>
      <Button variant="ghost" size="sm" className="self-start" onClick={onRemove}>
        <Trash2 aria-hidden /> Remove
        <span className="sr-only"> VLAN row {index + 1}</span>
      </Button>
    </li>
  );
}
