"use client";

import type { RouterOutputs } from "../../trpc/trpc.ts";
import { CheckboxField } from "../../ui/checkbox.tsx";
import type { ComboboxOption } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { carrierOf, emptyVlanRow, emptyVxlanRow } from "./form-values.ts";
import { RowList } from "./row-list.tsx";
import type { useDelegationForm } from "./use-delegation-form.ts";
import { VlanRowFields } from "./vlan-row-fields.tsx";
import { VxlanRowFields } from "./vxlan-row-fields.tsx";

type Carriers = RouterOutputs["delegation"]["listCarriers"];
type EditorFieldsProps = { vdcId: string; form: ReturnType<typeof useDelegationForm>; carriers: Carriers };

export function EditorFields({ vdcId, form: { values, problems, change }, carriers }: EditorFieldsProps) {
  const options = carrierOptions(carriers);
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <CheckboxField
          className="content-start"
          checked={values.isRestricted}
          onCheckedChange={(checked) => change({ isRestricted: checked === true })}
          label="Restricted to these ranges"
          help="Unticked, the vDC may use any id that no other vDC holds."
        />
        <Field
          label="Limit of networks"
          optional
          error={problems.get("networkCountMax")}
          help="Empty: no limit."
        >
          <Input
            value={values.networkCountMax}
            onChange={({ target }) => change({ networkCountMax: target.value })}
            inputMode="numeric"
            autoComplete="off"
            placeholder="no limit"
            className="tabular-nums"
          />
        </Field>
      </div>
      <RowList
        title="VXLAN ranges"
        addLabel="Add VXLAN ranges"
        emptyText="None: no network of a restricted vDC can be on an overlay."
        rows={values.vxlanRows}
        makeRow={emptyVxlanRow}
        onChange={(vxlanRows) => change({ vxlanRows })}
      >
        {(row, index, actions) => (
          <VxlanRowFields
            vdcId={vdcId}
            key={row.key}
            row={row}
            index={index}
            problems={problems}
            overlayRules={carriers.overlayRules}
            {...actions}
          />
        )}
      </RowList>
      <RowList
        title="VLAN ranges"
        addLabel="Add VLAN ranges"
        emptyText="None: VLAN 0, which is untagged, must be delegated too."
        rows={values.vlanRows}
        makeRow={emptyVlanRow}
        onChange={(vlanRows) => change({ vlanRows })}
      >
        {(row, index, actions) => (
          <VlanRowFields
            key={row.key}
            row={row}
            index={index}
            problems={problems}
            carriers={withChosen(options, row.carrier)}
            {...actions}
          />
        )}
      </RowList>
    </>
  );
}

function carrierOptions({ overlayRules, nicTags }: Carriers): ComboboxOption[] {
  return [
    ...overlayRules.map(({ name }) => ({
      value: carrierOf({ overlayRuleName: name, nicTagName: null }),
      label: name,
      description: "overlay rule",
    })),
    ...nicTags.map(({ name, type }) => ({
      value: carrierOf({ overlayRuleName: null, nicTagName: name }),
      label: name,
      description: `NIC tag, ${type}`,
    })),
  ];
}

/** A rule or tag that is gone stays readable where it was chosen. */
function withChosen(options: readonly ComboboxOption[], carrier: string): readonly ComboboxOption[] {
  if (carrier === "" || options.some(({ value }) => value === carrier)) return options;
  const name = carrier.slice(carrier.indexOf(":") + 1);
  return [...options, { value: carrier, label: name, description: "no longer there" }];
}
