"use client";

import { RotateCcw, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";

export type ErrorStateProps = {
  /** What failed. */
  title: ReactNode;
  /** Why, and what to do. */
  children?: ReactNode;
  onRetry?: () => void;
  pending?: boolean;
  action?: ReactNode;
  className?: string;
};

export function ErrorState({ title, children, onRetry, pending, action, className }: ErrorStateProps) {
  return (
    <div role="alert" className={cn("flex flex-col items-center px-6 py-14 text-center", className)}>
      <div
        aria-hidden
        className="mb-4 grid size-10 place-items-center rounded-xl bg-down-soft text-down-glyph"
      >
        <TriangleAlert className="size-5" />
      </div>
      <p className="text-lg font-semibold">{title}</p>
      {children && <div className="mt-1 max-w-md text-pretty text-muted">{children}</div>}
      {(onRetry || action) && (
        <div className="mt-4 flex gap-2">
          {onRetry && (
            <Button onClick={onRetry} pending={pending}>
              <RotateCcw aria-hidden />
              Try again
            </Button>
          )}
          {action}
        </div>
      )}
    </div>
  );
}
