"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { DeclineReason } from "#server/domain/delegation-request.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Textarea } from "../ui/input.tsx";
import { toast } from "../ui/toast-store.ts";
import { useRequestChanges } from "./use-request-changes.ts";

type DeclineRequestProps = { vdcId: string; vdcName: string; requestId: string };

/** Leaves the delegation as it is; the vDC's people read why. */
export function DeclineRequest({ vdcId, vdcName, requestId }: DeclineRequestProps) {
  const router = useRouter();
  const formId = useId();
  const { decline } = useRequestChanges();
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [isSubmitted, setIsSubmitted] = useState(false);
  const checked = DeclineReason.safeParse(reason);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The dialog hangs in the editor's form, which must not be sent along.
    event.stopPropagation();
    setIsSubmitted(true);
    if (!checked.success || decline.isPending) return;
    decline.mutate(
      { vdcId, requestId, reason },
      {
        onSuccess: () => {
          toast({ title: `The request of vDC ${vdcName} is declined.` });
          router.push("/requests");
        },
      },
    );
  };
  const problem = isSubmitted && !checked.success ? checked.error.issues[0]?.message : undefined;
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(next) => {
        setIsOpen(next);
        decline.reset();
      }}
    >
      <DialogTrigger asChild>
        <Button>Decline…</Button>
      </DialogTrigger>
      {isOpen && (
        <DialogContent
          title={`Decline the request of ${vdcName}?`}
          description="Its delegation stays as it is, and it may send another request."
          footer={
            <>
              <DialogClose asChild>
                <Button>Cancel</Button>
              </DialogClose>
              <Button type="submit" form={formId} variant="primary" pending={decline.isPending}>
                Decline request
              </Button>
            </>
          }
        >
          <form id={formId} onSubmit={submit} noValidate>
            <Field
              label="Reason"
              required
              error={problem ?? (decline.error ? sentenceOf(decline.error) : undefined)}
              help="The vDC’s people read it."
            >
              <Textarea value={reason} maxLength={1000} onChange={({ target }) => setReason(target.value)} />
            </Field>
          </form>
        </DialogContent>
      )}
    </Dialog>
  );
}
