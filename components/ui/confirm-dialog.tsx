"use client";

import { AlertDialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { dialogClasses, overlayClasses } from "./dialog.tsx";
import { useReturnFocus } from "./use-return-focus.ts";

export type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The question, e.g. "Delete the network web?" */
  title: ReactNode;
  /** What it touches, in people's words. */
  children: ReactNode;
  /** The deed, e.g. "Delete network". */
  confirmLabel: string;
  cancelLabel?: string;
  tone?: "danger" | "primary";
  pending?: boolean;
  confirmDisabled?: boolean;
  /** The caller closes the dialog when the work is done, so that a failure can be shown in it. */
  onConfirm: () => void;
};

/** Focus rests on "No"; Enter alone never destroys. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  children,
  confirmLabel,
  cancelLabel = "No, go back",
  tone = "danger",
  pending = false,
  confirmDisabled = false,
  onConfirm,
}: ConfirmDialogProps) {
  const returnFocus = useReturnFocus();
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={overlayClasses} />
        <Primitive.Content className={dialogClasses} {...returnFocus}>
          <div className="min-h-0 overflow-y-auto px-5 pt-4 pb-4">
            <Primitive.Title className="text-lg font-semibold wrap-anywhere">{title}</Primitive.Title>
            <Primitive.Description asChild>
              <div className="mt-1.5 space-y-2 text-muted">{children}</div>
            </Primitive.Description>
          </div>
          <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
            <Primitive.Cancel asChild>
              <Button>{cancelLabel}</Button>
            </Primitive.Cancel>
            <Button variant={tone} pending={pending} disabled={confirmDisabled} onClick={onConfirm}>
              {confirmLabel}
            </Button>
          </footer>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
