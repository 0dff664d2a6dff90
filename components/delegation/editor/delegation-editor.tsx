"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { type FormEvent, useState } from "react";
import { DelegationDraft } from "#server/domain/delegation.ts";
import { sentenceOf, violationsOf } from "../../trpc/refusal.ts";
import { useTRPC } from "../../trpc/trpc.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Panel } from "../../ui/panel.tsx";
import { toast } from "../../ui/toast-store.ts";
import { EditorFields } from "./editor-fields.tsx";
import { localViolations } from "./shown-problems.ts";
import { useDelegationForm } from "./use-delegation-form.ts";
import { useSetDelegation } from "./use-set-delegation.ts";

export type DelegationEditorProps = { vdcId: string; vdcName: string; delegation: DelegationDraft };

export function DelegationEditor({ vdcId, vdcName, delegation }: DelegationEditorProps) {
  const { data: carriers } = useSuspenseQuery(useTRPC().delegation.listCarriers.queryOptions());
  const set = useSetDelegation();
  const [saveButton, setSaveButton] = useState<HTMLButtonElement | null>(null);
  const [shrinkSentence, setShrinkSentence] = useState<string | null>(null);
  const refused = violationsOf(set.error);
  const sent = set.variables && set.error ? DelegationDraft.parse(set.variables.draft) : null;
  const form = useDelegationForm(vdcId, delegation, sent && { draft: sent, violations: refused });
  const { draft, problems, shrink } = form;

  const save = (markOutside: boolean) =>
    set.mutate(
      { vdcId, draft, markOutside },
      {
        onSuccess: () => {
          form.beginAnew();
          setShrinkSentence(null);
          toast({ tone: "good", title: `The delegation of vDC ${vdcName} is saved.` });
        },
        onError: (error) => setShrinkSentence(markOutside ? null : onlyAboutWhole(error)),
      },
    );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (set.isPending) return;
    if (!form.isDirty) {
      toast({ title: "There is nothing to save: nothing is changed." });
      return;
    }
    form.markSubmitted();
    if (localViolations(draft).length === 0) save(false);
    else focusFirstProblem(event.currentTarget);
  };
  const beginAnew = () => {
    form.beginAnew();
    set.reset();
    saveButton?.focus();
  };
  const failure = set.error && refused.length === 0 ? sentenceOf(set.error) : undefined;
  const shrinking = shrink.map(({ message }) => message).join(" ");
  const hasFieldProblems = [...problems.keys()].some((field) => field !== "");
  return (
    <Panel title="Change the delegation" description="What is saved holds for the next network that is made.">
      <form onSubmit={submit} noValidate aria-label="Change the delegation" className="flex flex-col gap-6">
        {form.isOvertaken && !set.isPending && (
          <output className="block rounded-md bg-info-soft px-3 py-2 text-info">
            Somebody else saved this delegation while you were typing; what they saved is shown above, and
            saving yours replaces it.
          </output>
        )}
        <EditorFields form={form} carriers={carriers} />
        <div className="flex flex-col gap-2">
          {shrinking && <p className="text-degraded wrap-anywhere">{shrinking}</p>}
          {hasFieldProblems && <Problem>Some of it cannot be saved as it is; see beside the fields.</Problem>}
          {failure && <Problem>{failure}</Problem>}
          <div className="flex flex-wrap gap-2">
            <Button ref={setSaveButton} type="submit" variant="primary" pending={set.isPending}>
              Save delegation
            </Button>
            {form.isDirty && <Button onClick={beginAnew}>Undo changes</Button>}
          </div>
        </div>
      </form>
      <ConfirmDialog
        open={shrinkSentence !== null}
        onOpenChange={(open) => !open && setShrinkSentence(null)}
        title="Leave networks outside the delegation?"
        confirmLabel="Save and mark them outside"
        pending={set.isPending}
        onConfirm={() => save(true)}
      >
        <p className="wrap-anywhere">{shrinkSentence}</p>
        <p>
          They keep their ids and go on working. Each gets a warning, and can be changed in all that does not
          touch its ids.
        </p>
      </ConfirmDialog>
    </Panel>
  );
}

/** Once what is wrong is marked. */
function focusFirstProblem(form: HTMLFormElement) {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

/** A refusal that only says which networks would be left outside; null when there is more to it. */
function onlyAboutWhole(error: unknown): string | null {
  const violations = violationsOf(error);
  const isWhole = violations.length > 0 && violations.every(({ field }) => field === "");
  return isWhole ? violations.map(({ message }) => message).join(" ") : null;
}

function Problem({ children }: { children: string }) {
  return (
    <p role="alert" className="flex items-start gap-1.5 text-down">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      {children}
    </p>
  );
}
