"use client";

import { type ReactNode, useId } from "react";
import { TRANSFORMS } from "#server/domain/what-if/scenario.ts";
import { CheckboxField } from "../ui/checkbox.tsx";
import { Combobox } from "../ui/combobox.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { RadioGroup } from "../ui/radio-group.tsx";
import { Select } from "../ui/select.tsx";
import { type ChangeKind, type FormValues, NAMELESS } from "./form-values.ts";
import { NodePicker } from "./node-picker.tsx";
import { PickedNodes } from "./picked-nodes.tsx";
import type { Options } from "./use-what-if.ts";

type FieldsProps = {
  values: FormValues;
  change: (patch: Partial<FormValues>) => void;
  problems: ReadonlyMap<string, string>;
  options: Options;
};

export function ChangeFields({ kind, ...props }: FieldsProps & { kind: ChangeKind }) {
  const Fields = FIELDS[kind];
  return <Fields {...props} />;
}

const FIELDS: Record<ChangeKind, (props: FieldsProps) => ReactNode> = {
  "rename-pdc": RenamePdcFields,
  "move-node": MoveNodeFields,
  "add-node": AddNodeFields,
  "remove-node": RemoveNodeFields,
  "change-rule": ChangeRuleFields,
  "declare-path": DeclarePathFields,
  "set-nic-mtu": SetNicMtuFields,
  "switch-cipher": SwitchCipherFields,
  "change-delegation": ChangeDelegationFields,
};

function RenamePdcFields(props: FieldsProps) {
  return (
    <>
      <PdcField {...props} field="from" label="PDC" hasNameless />
      <NewNameField {...props} label="New name" help="The name of another PDC makes both one." />
    </>
  );
}

function MoveNodeFields(props: FieldsProps) {
  return (
    <>
      <NodeField {...props} />
      <NewNameField {...props} label="To PDC" help="A name that nobody has makes a new PDC." />
    </>
  );
}

function RemoveNodeFields(props: FieldsProps) {
  return <NodeField {...props} />;
}

function AddNodeFields({ values, change, problems, options }: FieldsProps) {
  return (
    <>
      <TextField label="Host name" field="hostname" {...{ values, change, problems }} />
      <PdcNameInput
        label="PDC"
        value={values.pdcName}
        onValueChange={(pdcName) => change({ pdcName })}
        error={problems.get("pdcName")}
        options={options}
      />
      <TextField label="Admin address" field="adminAddress" optional {...{ values, change, problems }} />
      <TextField
        label="External address"
        field="externalAddress"
        optional
        {...{ values, change, problems }}
      />
      <fieldset className="sm:col-span-2">
        <legend className="mb-1.5 font-medium">Overlay rules</legend>
        <div className="flex flex-wrap gap-x-5 gap-y-2">
          {options.rules.map(({ name }) => (
            <CheckboxField
              key={name}
              label={name}
              checked={values.ruleNames.includes(name)}
              onCheckedChange={(checked) =>
                change({
                  ruleNames:
                    checked === true
                      ? [...values.ruleNames, name]
                      : values.ruleNames.filter((each) => each !== name),
                })
              }
            />
          ))}
          {options.rules.length === 0 && <span className="text-subtle">No node has reported a rule.</span>}
        </div>
      </fieldset>
    </>
  );
}

function ChangeRuleFields(props: FieldsProps) {
  const { values, change, problems, options } = props;
  const rule = options.rules.find(({ name }) => name === values.ruleName);
  return (
    <>
      <Field label="Overlay rule" error={problems.get("ruleName")} required>
        <Select
          value={values.ruleName || undefined}
          onValueChange={(ruleName) => change({ ruleName })}
          options={options.rules.map(({ name, nodeCount }) => ({
            value: name,
            label: name,
            description: nodeCount === 1 ? "on 1 node" : `on ${nodeCount} nodes`,
          }))}
        />
      </Field>
      <TextField
        label="MTU"
        field="mtuBytes"
        optional
        help={rule ? `Now ${rule.mtuBytes}.` : undefined}
        {...props}
      />
      <TextField
        label="UDP port"
        field="port"
        optional
        help={rule ? `Now ${rule.port}.` : undefined}
        {...props}
      />
      <TextField
        label="Listen address"
        field="listenAddress"
        optional
        help={rule ? `Now ${rule.listenAddress ?? "none"}; 0.0.0.0 is any.` : undefined}
        {...props}
      />
      <Field label="On">
        <RadioGroup
          value={values.isOnAllNodes ? "all" : "named"}
          onValueChange={(next) => change({ isOnAllNodes: next === "all" })}
          options={[
            { value: "all", label: "All nodes that have it" },
            { value: "named", label: "Nodes I name" },
          ]}
        />
      </Field>
      {!values.isOnAllNodes && (
        <PickedNodes
          nodeIds={values.nodeIds}
          onChange={(nodeIds) => change({ nodeIds })}
          error={problems.get("nodeIds")}
        />
      )}
    </>
  );
}

function DeclarePathFields(props: FieldsProps) {
  const { values, change, options } = props;
  const declared = options.declaredPaths.find(
    ({ pdcNames }) =>
      pdcNames.toSorted().join("\n") === [values.pdcName, values.otherPdcName].toSorted().join("\n"),
  );
  return (
    <>
      <PdcField {...props} field="pdcName" label="Between PDC" />
      <PdcField
        {...props}
        field="otherPdcName"
        label="And PDC"
        help="Twice the same is the path inside it."
      />
      {!values.isTakenBack && (
        <TextField
          label="Path MTU"
          field="mtuBytes"
          help={declared ? `Declared now: ${declared.mtuBytes}.` : "Not declared now."}
          {...props}
        />
      )}
      {declared && (
        <CheckboxField
          label="Take the declaration back"
          checked={values.isTakenBack}
          onCheckedChange={(checked) => change({ isTakenBack: checked === true })}
        />
      )}
    </>
  );
}

function SetNicMtuFields(props: FieldsProps) {
  const { values, change } = props;
  return (
    <>
      <PdcField {...props} field="pdcName" label="Nodes of PDC" />
      <Field label="NIC">
        <Select
          value={values.nic}
          onValueChange={(nic) => change({ nic })}
          options={[
            { value: "external", label: "External" },
            { value: "admin", label: "Admin" },
          ]}
        />
      </Field>
      <TextField label="MTU" field="mtuBytes" {...props} />
    </>
  );
}

function SwitchCipherFields(props: FieldsProps) {
  const { values, change, problems } = props;
  return (
    <>
      <Field label="Cipher" error={problems.get("transform")}>
        <Select
          value={values.transform}
          onValueChange={(transform) => change({ transform })}
          options={Object.entries(TRANSFORMS).map(([value, { label }]) => ({ value, label }))}
        />
      </Field>
      {!values.isBetweenAll && (
        <>
          <PdcField {...props} field="pdcName" label="Between PDC" />
          <PdcField {...props} field="otherPdcName" label="And PDC" />
        </>
      )}
      <CheckboxField
        label="Between all PDCs"
        checked={values.isBetweenAll}
        onCheckedChange={(checked) => change({ isBetweenAll: checked === true })}
      />
    </>
  );
}

function ChangeDelegationFields(props: FieldsProps) {
  const { values, change, problems, options } = props;
  const ruleOptions = options.rules.map(({ name }) => ({
    value: `rule:${name}`,
    label: name,
    description: "overlay rule",
  }));
  const tagOptions = options.nicTagNames.map((name) => ({
    value: `tag:${name}`,
    label: name,
    description: "NIC tag",
  }));
  return (
    <>
      <Field label="vDC" error={problems.get("vdcId")} required>
        <Combobox
          value={values.vdcId || undefined}
          onValueChange={(vdcId) => change({ vdcId })}
          options={options.vdcs.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Field>
      <Field label="What happens">
        <Select
          value={values.direction}
          onValueChange={(direction) => change({ direction })}
          options={[
            { value: "shrink", label: "Ids are taken away" },
            { value: "widen", label: "Ids are added" },
          ]}
        />
      </Field>
      <Field label="Ids">
        <Select
          value={values.ids}
          onValueChange={(ids) => change({ ids, carrier: "" })}
          options={[
            { value: "vxlan", label: "VXLAN" },
            { value: "vlan", label: "VLAN" },
          ]}
        />
      </Field>
      <Field
        label={values.ids === "vxlan" ? "On overlay rule" : "On rule or NIC tag"}
        error={problems.get("carrier")}
      >
        <Combobox
          value={values.carrier === "" && values.ids === "vxlan" ? "all" : values.carrier}
          onValueChange={(carrier) => change({ carrier: carrier === "all" ? "" : carrier })}
          options={
            values.ids === "vxlan"
              ? [{ value: "all", label: "All user rules" }, ...ruleOptions]
              : [...ruleOptions, ...tagOptions]
          }
        />
      </Field>
      <TextField label="Ranges" field="ranges" help="Such as 100-199,205." {...props} />
    </>
  );
}

type TextFieldName = {
  [K in keyof FormValues]: FormValues[K] extends string ? K : never;
}[keyof FormValues];

function TextField({
  label,
  field,
  help,
  optional,
  values,
  change,
  problems,
}: Omit<FieldsProps, "options"> & {
  label: string;
  field: TextFieldName;
  help?: string | undefined;
  optional?: boolean;
}) {
  return (
    <Field label={label} error={problems.get(field)} optional={optional ?? false} {...(help && { help })}>
      <Input value={values[field]} onChange={({ target }) => change({ [field]: target.value })} />
    </Field>
  );
}

function PdcField({
  label,
  field,
  help,
  hasNameless = false,
  values,
  change,
  problems,
  options,
}: FieldsProps & {
  label: string;
  field: "from" | "pdcName" | "otherPdcName";
  help?: string;
  hasNameless?: boolean;
}) {
  const known = options.pdcs.filter(({ name }) => name !== "" || hasNameless);
  return (
    <Field label={label} error={problems.get(field)} required {...(help && { help })}>
      <Combobox
        value={values[field] || undefined}
        onValueChange={(name) => change({ [field]: name })}
        placeholder="Choose a PDC…"
        options={known.map(({ name, nodeCount }) => ({
          value: name || NAMELESS,
          label: name || "Nodes without a name",
          description: nodeCount === 1 ? "1 node" : `${nodeCount} nodes`,
        }))}
      />
    </Field>
  );
}

function NewNameField({
  label,
  help,
  values,
  change,
  problems,
  options,
}: FieldsProps & { label: string; help: string }) {
  return (
    <PdcNameInput
      label={label}
      help={help}
      value={values.to}
      onValueChange={(to) => change({ to })}
      error={problems.get("to")}
      options={options}
    />
  );
}

function PdcNameInput({
  label,
  help,
  value,
  onValueChange,
  error,
  options,
}: {
  label: string;
  help?: string;
  value: string;
  onValueChange: (name: string) => void;
  error: string | undefined;
  options: Options;
}) {
  const listId = useId();
  return (
    <Field label={label} error={error} required {...(help && { help })}>
      <Input
        value={value}
        list={listId}
        autoComplete="off"
        onChange={({ target }) => onValueChange(target.value)}
      />
      <datalist id={listId}>
        {options.pdcs
          .filter(({ name }) => name !== "")
          .map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
      </datalist>
    </Field>
  );
}

function NodeField({ values, change, problems }: FieldsProps) {
  return (
    <Field label="Node" error={problems.get("nodeId")} required>
      <NodePicker value={values.nodeId} onValueChange={(nodeId) => change({ nodeId })} />
    </Field>
  );
}
