"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { useReturnFocus } from "./use-return-focus.ts";

export const Dialog = Primitive.Root;
export const DialogTrigger = Primitive.Trigger;
export const DialogClose = Primitive.Close;

export const overlayClasses =
  "fixed inset-0 z-50 bg-scrim data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=closed]:animate-out data-[state=closed]:fade-out-0 duration-150";

export const dialogClasses =
  "fixed top-[12vh] left-1/2 z-50 flex max-h-[80vh] w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 flex-col rounded-xl border border-line-strong bg-raised shadow-lg outline-none data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:slide-in-from-top-2 data-[state=closed]:animate-out data-[state=closed]:fade-out-0 duration-150";

export type DialogContentProps = {
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  /** Width and the like. */
  className?: string;
  children?: ReactNode;
};

export function DialogContent({ title, description, footer, className, children }: DialogContentProps) {
  const returnFocus = useReturnFocus();
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={overlayClasses} />
      <Primitive.Content
        className={cn(dialogClasses, className)}
        {...returnFocus}
        {...(description ? {} : { "aria-describedby": undefined })}
      >
        <header className="pt-4 pr-14 pb-2 pl-5">
          <Primitive.Title className="text-lg font-semibold wrap-anywhere">{title}</Primitive.Title>
          {description && (
            <Primitive.Description className="mt-1 text-muted">{description}</Primitive.Description>
          )}
        </header>
        <div className="min-h-0 overflow-y-auto px-5 pt-1 pb-4">{children}</div>
        {footer && (
          <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
            {footer}
          </footer>
        )}
        {/* Last, so that the focus goes to what the dialog asks for. */}
        <CloseButton className="absolute top-4 right-5" />
      </Primitive.Content>
    </Primitive.Portal>
  );
}

export function CloseButton({ className }: { className?: string }) {
  return (
    <Primitive.Close
      aria-label="Close"
      className={cn(
        "-mt-0.5 -mr-1.5 grid size-7 shrink-0 place-items-center rounded-md text-subtle transition-colors hover:bg-hover hover:text-ink",
        className,
      )}
    >
      <X aria-hidden className="size-4" />
    </Primitive.Close>
  );
}
