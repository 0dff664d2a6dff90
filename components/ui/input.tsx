"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { useFieldControl } from "./field-context.ts";

export const controlClasses =
  "w-full min-w-0 rounded-md border border-control/60 bg-surface text-base text-ink shadow-xs transition-[border-color,box-shadow] hover:border-control focus-visible:border-ring focus-visible:outline-3 focus-visible:outline-offset-0 focus-visible:outline-ring/25 disabled:bg-sunken disabled:text-muted aria-invalid:border-down-glyph aria-invalid:focus-visible:outline-down-glyph/25 [&:is(input,textarea):read-only]:bg-sunken";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input {...useFieldControl()} {...props} className={cn(controlClasses, "h-8 px-2.5", className)} />;
}

export function Textarea({ className, rows = 3, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...useFieldControl()}
      rows={rows}
      {...props}
      className={cn(controlClasses, "min-h-16 px-2.5 py-1.5 leading-5", className)}
    />
  );
}
