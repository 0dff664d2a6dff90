"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/trpc.ts";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/select.tsx";
import { type PartProps, setField } from "./form-parts.ts";
import { OWNER_NOBODY, OWNER_SELF } from "./form-values.ts";

type OwnerFieldProps = Pick<PartProps, "form" | "values"> & {
  vdcId: string;
  problem: string | undefined;
  isNew: boolean;
};

/** Who owns the network: a member of the vDC, or nobody in particular. */
export function OwnerField({ vdcId, form, values: { ownerName }, problem, isNew }: OwnerFieldProps) {
  const { data: members } = useQuery(useTRPC().member.list.queryOptions({ vdcId }));
  const names = (members ?? []).filter(({ disabledAt }) => !disabledAt).map(({ userName }) => userName);
  const isOther = ![OWNER_SELF, OWNER_NOBODY, ...names].includes(ownerName);
  return (
    <Field
      label="Owner"
      error={problem}
      help="May put VMs on it while it is private, and is asked about it."
      className="sm:col-span-2"
    >
      <Select
        value={ownerName}
        onValueChange={(name) => setField(form, "ownerName", name)}
        options={[
          ...(isNew ? [{ value: OWNER_SELF, label: "You" }] : []),
          { value: OWNER_NOBODY, label: "Its network admins together" },
          ...[...names, ...(isOther ? [ownerName] : [])].map((name) => ({ value: name, label: name })),
        ]}
      />
    </Field>
  );
}
