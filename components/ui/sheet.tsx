"use client";

import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { useReturnFocus } from "./use-return-focus.ts";
import { CloseButton, overlayClasses } from "./dialog.tsx";

export const Sheet = Primitive.Root;

export type SheetContentProps = {
  title: ReactNode;
  description?: ReactNode;
  side?: "left" | "right";
  /** For a sheet whose own content begins with what the title says. */
  hideHeader?: boolean;
  footer?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** Slides over the page from one side; for detail that would lose its place on a page of its own. */
export function SheetContent({
  title,
  description,
  side = "right",
  hideHeader = false,
  footer,
  className,
  children,
}: SheetContentProps) {
  const returnFocus = useReturnFocus();
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={overlayClasses} />
      <Primitive.Content
        {...returnFocus}
        {...(description ? {} : { "aria-describedby": undefined })}
        className={cn(
          "fixed inset-y-0 z-50 flex w-[min(28rem,100vw)] flex-col bg-raised shadow-lg outline-none duration-200 data-[state=closed]:animate-out data-[state=open]:animate-in",
          side === "right"
            ? "right-0 border-l border-line-strong data-[state=closed]:slide-out-to-right data-[state=open]:slide-in-from-right"
            : "left-0 border-r border-line-strong data-[state=closed]:slide-out-to-left data-[state=open]:slide-in-from-left",
          className,
        )}
      >
        <header
          className={cn(
            "flex items-start justify-between gap-4 border-b border-line px-4 py-3",
            hideHeader && "sr-only",
          )}
        >
          <div className="min-w-0">
            <Primitive.Title className="text-lg font-semibold wrap-anywhere">{title}</Primitive.Title>
            {description && (
              <Primitive.Description className="wrap-anywhere text-muted">
                {description}
              </Primitive.Description>
            )}
          </div>
          <CloseButton />
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
        {footer && (
          <footer className="flex justify-end gap-2 border-t border-line px-4 py-3">{footer}</footer>
        )}
      </Primitive.Content>
    </Primitive.Portal>
  );
}
