"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { DeclineReason } from "#server/domain/delegation-request.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogTrigger } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { FormDialogContent } from "../ui/form-dialog.tsx";
import { Textarea } from "../ui/input.tsx";
import { toast } from "../ui/toast-store.ts";
import { useRequestChanges } from "./use-request-changes.ts";

type DeclineRequestProps = { vdcId: string; vdcName: string; requestId: string };

/** Leaves the delegation as it is; the vDC's people read why. */
export function DeclineRequest({ vdcId, vdcName, requestId }: DeclineRequestProps) {
  const router = useRouter();
  const { decline } = useRequestChanges();
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [isSubmitted, setIsSubmitted] = useState(false);
  const checked = DeclineReason.safeParse(reason);
  const submit = () => {
    setIsSubmitted(true);
    if (!checked.success) return;
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
        <FormDialogContent
          title={`Decline the request of ${vdcName}?`}
          description="Its delegation stays as it is, and it may send another request."
          submitLabel="Decline request"
          pending={decline.isPending}
          onSubmit={submit}
        >
          <Field
            label="Reason"
            required
            error={problem ?? (decline.error ? sentenceOf(decline.error) : undefined)}
            help="The vDC’s people read it."
          >
            <Textarea value={reason} maxLength={1000} onChange={({ target }) => setReason(target.value)} />
          </Field>
        </FormDialogContent>
      )}
    </Dialog>
  );
}
