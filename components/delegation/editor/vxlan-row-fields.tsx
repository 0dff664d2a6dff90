"use client";

import { Trash2 } from "lucide-react";
import { VLAN_BOUNDS, VXLAN_BOUNDS } from "#server/domain/id-range.ts";
import { Button } from "../../ui/button.tsx";
import { CheckboxField } from "../../ui/checkbox.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { canonicalHelp } from "./canonical-help.ts";
import { DrawRanges } from "./draw-ranges.tsx";
import type { VxlanRow } from "./form-values.ts";
import { RulesField } from "./rules-field.tsx";

export type VxlanRowFieldsProps = {
  vdcId: string;
  row: VxlanRow;
  index: number;
  problems: ReadonlyMap<string, string>;
  overlayRules: readonly { name: string; isUserRule: boolean }[];
  isJustAdded: boolean;
  onChange: (row: VxlanRow) => void;
  onRemove: () => void;
};

export function VxlanRowFields(props: VxlanRowFieldsProps) {
  const { vdcId, row, index, problems, overlayRules, isJustAdded, onChange, onRemove } = props;
  const problem = (part: string) => problems.get(`vxlanDelegations.${index}.${part}`);
  const of = <span className="sr-only"> of VXLAN row {index + 1}</span>;
  return (
    <li className="flex flex-col gap-3 rounded-md border border-line p-3">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={<>VXLAN ids{of}</>}
          error={problem("vxlanIds")}
          help={canonicalHelp(row.vxlanIds, VXLAN_BOUNDS, "100-199,205")}
        >
          <Input
            // The row was asked for by its button, so its first field is where one goes on.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={isJustAdded}
            value={row.vxlanIds}
            onChange={({ target }) => onChange({ ...row, vxlanIds: target.value })}
            autoComplete="off"
            spellCheck={false}
            placeholder="100-199,205"
            className="tabular-nums"
          />
        </Field>
        <RulesField
          label={<>Overlay rules{of}</>}
          row={row}
          overlayRules={overlayRules}
          error={problem("overlayRuleNames")}
          onChange={onChange}
        />
      </div>
      <DrawRanges
        vdcId={vdcId}
        label={`Draw VXLAN row ${index + 1} on the map`}
        vxlanIds={row.vxlanIds}
        onChange={(vxlanIds) => onChange({ ...row, vxlanIds })}
      />
      <CheckboxField
        checked={row.isShared}
        onCheckedChange={(checked) => onChange({ ...row, isShared: checked === true })}
        label={<>Shared with other vDCs{of}</>}
        help="Several vDCs may then have these ids, each with VLANs of its own in them."
      />
      {row.isShared && (
        <Field
          label={<>Own VLAN ids in them{of}</>}
          error={problem("sharedVlanIds")}
          help={canonicalHelp(row.sharedVlanIds, VLAN_BOUNDS, "10-19")}
          className="sm:max-w-[calc(50%-0.5rem)]"
        >
          <Input
            value={row.sharedVlanIds}
            onChange={({ target }) => onChange({ ...row, sharedVlanIds: target.value })}
            autoComplete="off"
            spellCheck={false}
            placeholder="10-19"
            className="tabular-nums"
          />
        </Field>
      )}
      <Button variant="ghost" size="sm" className="self-start" onClick={onRemove}>
        <Trash2 aria-hidden /> Remove
        <span className="sr-only"> VXLAN row {index + 1}</span>
      </Button>
    </li>
  );
}
