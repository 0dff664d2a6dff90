"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import Link from "next/link";
import { type FormEvent, type ReactNode, useState } from "react";
import { DelegationDraft } from "#server/domain/delegation.ts";
import { sentenceOf, violationsOf } from "../../trpc/refusal.ts";
import { useTRPC } from "../../trpc/trpc.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { Panel } from "../../ui/panel.tsx";
import { toast } from "../../ui/toast-store.ts";
import { DifferenceList } from "../difference-list.tsx";
import { EditorFields } from "./editor-fields.tsx";
import type { SaveDelegation } from "./save-delegation.ts";
import { localViolations } from "./shown-problems.ts";
import { useDelegationForm } from "./use-delegation-form.ts";

export type DelegationEditorProps = {
  vdcId: string;
  title: string;
  description: string;
  /** As it is saved now. */
  delegation: DelegationDraft;
  /** What the fields hold at first, where it is not what is saved. */
  proposal?: DelegationDraft;
  save: SaveDelegation;
  saveLabel: (isAsAtFirst: boolean) => string;
  /** Said when it is done. */
  savedText: string;
  onSaved?: () => void;
  /** Before what changes. */
  lead?: ReactNode;
  /** Between the fields and the buttons. */
  children?: ReactNode;
  /** Beside the button that saves. */
  actions?: ReactNode;
};

/** Ranges as they are typed, judged as they are typed, with what would change before it is saved. */
export function DelegationEditor(props: DelegationEditorProps) {
  const { vdcId, delegation, proposal, save, lead, children, actions } = props;
  const { data: carriers } = useSuspenseQuery(useTRPC().delegation.listCarriers.queryOptions());
  const [saveButton, setSaveButton] = useState<HTMLButtonElement | null>(null);
  const [shrinkSentence, setShrinkSentence] = useState<string | null>(null);
  const [isUnfolded, setIsUnfolded] = useState(false);
  const refused = violationsOf(save.error);
  const sent = save.sentDraft && save.error ? DelegationDraft.parse(save.sentDraft) : null;
  const refusal = sent && { draft: sent, violations: refused };
  const form = useDelegationForm({ vdcId, delegation, refusal, ...(proposal ? { proposal } : {}) });
  const { draft, problems, shrink, holders } = form;

  const send = (markOutside: boolean) =>
    save.mutate(
      { draft, markOutside },
      {
        onSuccess: () => {
          form.beginAnew();
          setShrinkSentence(null);
          toast({ tone: "good", title: props.savedText });
          props.onSaved?.();
        },
        onError: (error) => setShrinkSentence(markOutside ? null : onlyAboutWhole(error)),
      },
    );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (save.isPending) return;
    if (!form.isDirty && !proposal) {
      toast({ title: "There is nothing to save: nothing is changed." });
      return;
    }
    form.markSubmitted();
    if (localViolations(draft).length === 0) send(false);
    else focusFirstProblem(event.currentTarget);
  };
  const beginAnew = () => {
    form.beginAnew();
    save.reset();
    saveButton?.focus();
  };
  const failure = save.error && refused.length === 0 ? sentenceOf(save.error) : undefined;
  const shrinking = shrink.map(({ message }) => message).join(" ");
  const hasFieldProblems = [...problems.keys()].some((field) => field !== "");
  const fields = <EditorFields vdcId={vdcId} form={form} carriers={carriers} />;
  return (
    <Panel title={props.title} description={props.description}>
      <form onSubmit={submit} noValidate aria-label={props.title} className="flex flex-col gap-6">
        {form.isOvertaken && !save.isPending && (
          <output className="block rounded-md bg-info-soft px-3 py-2 text-info">
            Somebody else saved this delegation while you were typing; what they saved is shown above, and
            saving yours replaces it.
          </output>
        )}
        {lead}
        {proposal ? (
          <>
            <Changes before={delegation} after={draft} />
            <details
              open={isUnfolded || hasFieldProblems}
              onToggle={({ currentTarget }) => setIsUnfolded(currentTarget.open)}
              className="rounded-md border border-line"
            >
              <summary className="px-3 py-2 font-medium">Change what is given</summary>
              <div className="flex flex-col gap-6 border-t border-line p-3">{fields}</div>
            </details>
          </>
        ) : (
          <>
            {fields}
            {form.isDirty && <Changes before={delegation} after={draft} />}
          </>
        )}
        {children}
        <div className="flex flex-col gap-2">
          {shrinking && <p className="text-degraded wrap-anywhere">{shrinking}</p>}
          {hasFieldProblems && <Problem>Some of it cannot be saved as it is; see beside the fields.</Problem>}
          {holders.length > 0 && <Holders holders={holders} />}
          {failure && <Problem>{failure}</Problem>}
          <div className="flex flex-wrap gap-2">
            <Button ref={setSaveButton} type="submit" variant="primary" pending={save.isPending}>
              {props.saveLabel(!form.isTyped)}
            </Button>
            {form.isTyped && <Button onClick={beginAnew}>Undo changes</Button>}
            {actions}
          </div>
        </div>
      </form>
      <ConfirmDialog
        open={shrinkSentence !== null}
        onOpenChange={(open) => !open && setShrinkSentence(null)}
        title="Leave networks outside the delegation?"
        confirmLabel="Save and mark them outside"
        pending={save.isPending}
        onConfirm={() => send(true)}
      >
        <p className="wrap-anywhere">{shrinkSentence}</p>
        <p>
          They keep their ids and go on working. Each is marked as outside the delegation, and can be changed
          in all that does not touch its ids.
        </p>
      </ConfirmDialog>
    </Panel>
  );
}

function Changes({ before, after }: { before: DelegationDraft; after: DelegationDraft }) {
  return (
    <section aria-label="Before and after" className="flex flex-col gap-2">
      <h3 className="font-semibold">What changes</h3>
      <DifferenceList before={before} after={after} />
    </section>
  );
}

function Holders({ holders }: { holders: readonly { vdcId: string; vdcName: string }[] }) {
  return (
    <p className="text-sm text-muted">
      Held by{" "}
      {holders.map(({ vdcId, vdcName }, index) => (
        <span key={vdcId}>
          {index > 0 && ", "}
          <Link href={`/vdcs/${vdcId}/delegation`} className="text-accent-ink hover:underline">
            {vdcName}
          </Link>
        </span>
      ))}
      .
    </p>
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
