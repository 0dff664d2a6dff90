"use client";

import { Check, Minus } from "lucide-react";
import { Checkbox as Primitive } from "radix-ui";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn.ts";

/** Box alone; give it an `aria-label`, or use `CheckboxField`. */
export function Checkbox({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      {...props}
      className={cn(
        "relative grid size-4 shrink-0 place-items-center rounded-sm border border-control bg-surface text-on-accent shadow-xs transition-colors before:absolute before:-inset-1.5 disabled:opacity-55 aria-invalid:border-down-glyph data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent",
        className,
      )}
    >
      <Primitive.Indicator>
        {props.checked === "indeterminate" ? (
          <Minus aria-hidden className="size-3" strokeWidth={3} />
        ) : (
          <Check aria-hidden className="size-3" strokeWidth={3} />
        )}
      </Primitive.Indicator>
    </Primitive.Root>
  );
}

export type CheckboxFieldProps = ComponentProps<typeof Primitive.Root> & {
  label: ReactNode;
  help?: ReactNode;
  error?: string | undefined;
};

export function CheckboxField({ label, help, error, className, ...props }: CheckboxFieldProps) {
  const id = useId();
  return (
    <div className={cn("grid grid-cols-[auto_1fr] gap-x-2 gap-y-0.5", className)}>
      <Checkbox
        {...props}
        id={id}
        className="mt-0.5"
        aria-describedby={cn(help && `${id}-help`, error && `${id}-error`) || undefined}
        aria-invalid={error ? true : undefined}
      />
      <label htmlFor={id}>{label}</label>
      {help && (
        <p id={`${id}-help`} className="col-start-2 text-sm text-subtle">
          {help}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="col-start-2 text-sm text-down">
          {error}
        </p>
      )}
    </div>
  );
}
