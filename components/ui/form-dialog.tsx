"use client";

import { type FormEvent, type ReactNode, useId } from "react";
import { Button } from "./button.tsx";
import { DialogClose, DialogContent, type DialogContentProps } from "./dialog.tsx";

type FormDialogContentProps = Omit<DialogContentProps, "footer" | "children"> & {
  /** What the button that sends says. */
  submitLabel: ReactNode;
  /** Sent and not answered yet; nothing is sent again meanwhile. */
  pending: boolean;
  onSubmit: () => void;
  onChange?: () => void;
  children: ReactNode;
};

/** A form in a `Dialog`: fields one below the other, Cancel and one button that sends. */
export function FormDialogContent({
  submitLabel,
  pending,
  onSubmit,
  onChange,
  children,
  ...dialog
}: FormDialogContentProps) {
  const formId = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // React hands events of a dialog to the form around it too, which must not be sent along.
    event.stopPropagation();
    if (!pending) onSubmit();
  };
  return (
    <DialogContent
      {...dialog}
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" pending={pending}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} onChange={onChange} className="flex flex-col gap-4">
        {children}
      </form>
    </DialogContent>
  );
}
