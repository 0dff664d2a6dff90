"use client";

import { CircleAlert } from "lucide-react";
import { type ReactNode, useId, useMemo } from "react";
import { cn } from "./cn.ts";
import { FieldContext } from "./field-context.ts";

export type FieldProps = {
  label: ReactNode;
  /** Stays visible beside the error, so that the way out can be read. */
  help?: ReactNode;
  error?: string | undefined;
  /** Advice that does not stop the form. */
  warning?: ReactNode;
  required?: boolean;
  optional?: boolean;
  /** Beside the label, at the right: a small action such as "Next free". */
  action?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** One control with its label, help and error; the control inside picks up the ties by itself. */
export function Field({
  label,
  help,
  error,
  warning,
  required,
  optional,
  action,
  className,
  children,
}: FieldProps) {
  const id = useId();
  const hasHelp = help !== undefined;
  const hasWarning = warning !== undefined && warning !== null && warning !== false;
  const control = useMemo(() => {
    const describedBy = [
      hasHelp && `${id}-help`,
      error && `${id}-error`,
      hasWarning && `${id}-warning`,
    ].filter(Boolean);
    return {
      id,
      "aria-describedby": describedBy.length > 0 ? describedBy.join(" ") : undefined,
      "aria-invalid": error ? (true as const) : undefined,
      "aria-required": required ? (true as const) : undefined,
    };
  }, [id, hasHelp, error, hasWarning, required]);

  return (
    <div className={cn("flex min-w-0 flex-col gap-1.5", className)}>
      <div className="flex min-h-5 items-center justify-between gap-2">
        <label htmlFor={id} id={`${id}-label`} className="font-medium text-ink">
          {label}
          {optional && <span className="ml-1.5 font-normal text-subtle">optional</span>}
        </label>
        {action}
      </div>
      <FieldContext value={control}>{children}</FieldContext>
      {error && (
        <p id={`${id}-error`} role="alert" className="flex items-start gap-1.5 text-sm text-down">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {error}
        </p>
      )}
      {hasWarning && (
        <p id={`${id}-warning`} className="text-sm text-degraded">
          {warning}
        </p>
      )}
      {hasHelp && (
        <p id={`${id}-help`} className="text-sm text-subtle">
          {help}
        </p>
      )}
    </div>
  );
}
