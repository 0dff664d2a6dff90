"use client";

import { type FormEvent, useState } from "react";
import { RowList } from "../delegation/editor/row-list.tsx";
import { sentenceOf, violationsOf } from "../trpc/refusal.ts";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input, Textarea } from "../ui/input.tsx";
import { toast } from "../ui/toast-store.ts";
import { draftOf, EMPTY_REQUEST, emptyRow, valuesOf } from "./form-values.ts";
import { localProblems, problemsByField } from "./request-problems.ts";
import { useRequestChanges } from "./use-request-changes.ts";
import { WishRowFields } from "./wish-row-fields.tsx";

type RequestFormProps = {
  vdcId: string;
  use: RouterOutputs["delegation"]["get"];
  /** The open request that is changed, as it was when the form was opened; null when a new one is sent. */
  request: RouterOutputs["delegationRequest"]["list"][number] | null;
  onDone: () => void;
};

export function RequestForm({ vdcId, use, request: requestAtFirst, onDone }: RequestFormProps) {
  const { send, change } = useRequestChanges();
  // Answered meanwhile, what is typed stays, and the server says why it comes too late.
  const [request] = useState(requestAtFirst);
  const [values, setValues] = useState(request ? valuesOf(request) : EMPTY_REQUEST);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const [sentText, setSentText] = useState<string | null>(null);
  const patch = (fields: Partial<typeof values>) => setValues({ ...values, ...fields });
  const draft = draftOf(values);
  const { error, isPending } = request ? change : send;
  // A refusal is about what was sent; once that is changed it says nothing any more.
  const refused = sentText === JSON.stringify(draft) ? violationsOf(error) : [];
  const problems = problemsByField([...(isSubmitted ? localProblems(draft) : []), ...refused]);
  const ruleNames = use.rules.map(({ overlayRuleName }) => overlayRuleName);
  const tagNames = use.tags.map(({ nicTagName }) => nicTagName);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    setIsSubmitted(true);
    if (localProblems(draft).length > 0) {
      const form = event.currentTarget;
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    setSentText(JSON.stringify(draft));
    const onSuccess = () => {
      toast({ tone: "good", title: request ? "The request is changed." : "The request is sent." });
      onDone();
    };
    if (request) change.mutate({ vdcId, requestId: request.id, draft }, { onSuccess });
    else send.mutate({ vdcId, draft }, { onSuccess });
  };
  const whole = problems.get("") ?? (error && violationsOf(error).length === 0 ? sentenceOf(error) : null);
  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label={request ? "Change the request" : "Ask for more"}
      className="flex flex-col gap-5"
    >
      <RowList
        title="VXLAN ids"
        addLabel="Ask for VXLAN ids"
        emptyText="None asked for."
        rows={values.vxlanRows}
        makeRow={(rows) => emptyRow(rows, ruleNames[0] ?? "")}
        onChange={(vxlanRows) => patch({ vxlanRows })}
      >
        {(row, index, actions) => (
          <WishRowFields
            key={row.key}
            noun="VXLAN"
            path={`vxlans.${index}`}
            {...{ row, index, problems, ruleNames, tagNames }}
            {...actions}
          />
        )}
      </RowList>
      <RowList
        title="VLAN ids"
        addLabel="Ask for VLAN ids"
        emptyText="None asked for."
        rows={values.vlanRows}
        makeRow={(rows) => emptyRow(rows, ruleNames[0] ?? "")}
        onChange={(vlanRows) => patch({ vlanRows })}
      >
        {(row, index, actions) => (
          <WishRowFields
            key={row.key}
            noun="VLAN"
            path={`vlans.${index}`}
            {...{ row, index, problems, ruleNames, tagNames }}
            {...actions}
          />
        )}
      </RowList>
      {use.delegation.networkCountMax !== null && (
        <Field
          label="Higher limit of networks"
          optional
          className="max-w-60"
          error={problems.get("networkCountMax")}
          help={`It is ${use.delegation.networkCountMax.toLocaleString("en")} now.`}
        >
          <Input
            value={values.networkCountMax}
            onChange={({ target }) => patch({ networkCountMax: target.value })}
            inputMode="numeric"
            autoComplete="off"
            className="tabular-nums"
          />
        </Field>
      )}
      <Field label="Reason" required error={problems.get("reason")} help="The operator reads it.">
        <Textarea
          value={values.reason}
          maxLength={1000}
          onChange={({ target }) => patch({ reason: target.value })}
        />
      </Field>
      {whole && (
        <p role="alert" className="text-down">
          {whole}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" pending={isPending}>
          {request ? "Save the change" : "Send request"}
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </form>
  );
}
