"use client";

import { Trash2 } from "lucide-react";
import { useId } from "react";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import type { AmountKind, WishRow } from "./form-values.ts";

const KINDS: readonly { value: AmountKind; label: string }[] = [
  { value: "count", label: "So many, wherever free" },
  { value: "ids", label: "Exactly these" },
];

type WishRowFieldsProps = {
  noun: "VXLAN" | "VLAN";
  /** `vxlans.0`: leads the names of its problems. */
  path: string;
  index: number;
  row: WishRow;
  /** Names to choose from; others may be typed. */
  ruleNames: readonly string[];
  tagNames: readonly string[];
  problems: ReadonlyMap<string, string>;
  isJustAdded: boolean;
  onChange: (row: WishRow) => void;
  onRemove: () => void;
};

/** One row of what is asked for: where, how many or which. */
export function WishRowFields(props: WishRowFieldsProps) {
  const { noun, path, index, row, ruleNames, tagNames, problems, isJustAdded, onChange, onRemove } = props;
  const listId = useId();
  const of = (
    <span className="sr-only">
      {" "}
      of {noun} row {index + 1}
    </span>
  );
  const isByCount = row.amountKind === "count";
  return (
    <li className="flex flex-col gap-3 rounded-md border border-line p-3">
      <div className="grid gap-4 sm:grid-cols-3">
        {noun === "VLAN" && (
          <Field label={<>On{of}</>}>
            <Select
              value={row.isTag ? "tag" : "rule"}
              onValueChange={(value) => onChange({ ...row, isTag: value === "tag" })}
              options={[
                { value: "rule", label: "An overlay rule" },
                { value: "tag", label: "A NIC tag" },
              ]}
            />
          </Field>
        )}
        <Field
          label={
            <>
              {row.isTag ? "NIC tag" : "Overlay rule"}
              {of}
            </>
          }
          optional={noun === "VXLAN"}
          error={problems.get(`${path}.carrier`) ?? problems.get(`${path}.overlayRuleName`)}
          {...(noun === "VXLAN" ? { help: "Empty: the operator chooses." } : {})}
        >
          <Input
            // The row was asked for by its button, so its first field is where one goes on.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={isJustAdded}
            value={row.name}
            onChange={({ target }) => onChange({ ...row, name: target.value })}
            list={listId}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
        <datalist id={listId}>
          {(row.isTag ? tagNames : ruleNames).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </datalist>
        <Field label={<>What{of}</>}>
          <Select
            value={row.amountKind}
            onValueChange={(amountKind) => onChange({ ...row, amountKind, amount: "" })}
            options={KINDS}
          />
        </Field>
        <Field
          label={
            <>
              {isByCount ? "How many" : `${noun} ids`}
              {of}
            </>
          }
          error={problems.get(`${path}.count`) ?? problems.get(`${path}.ids`)}
        >
          <Input
            value={row.amount}
            onChange={({ target }) => onChange({ ...row, amount: target.value })}
            inputMode={isByCount ? "numeric" : "text"}
            autoComplete="off"
            spellCheck={false}
            placeholder={isByCount ? "20" : "100-199,205"}
            className="tabular-nums"
          />
        </Field>
      </div>
      <Button variant="ghost" size="sm" className="self-start" onClick={onRemove}>
        <Trash2 aria-hidden /> Remove
        <span className="sr-only">
          {" "}
          {noun} row {index + 1}
        </span>
      </Button>
    </li>
  );
}
