"use client";

import { Switch as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { useFieldControl } from "./field-context.ts";

/** Takes effect at once; what needs saving is a checkbox. */
export function Switch({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      {...useFieldControl()}
      {...props}
      className={cn(
        "relative inline-flex h-4.5 w-8 shrink-0 items-center rounded-full bg-control transition-colors before:absolute before:-inset-1.5 disabled:opacity-55 data-[state=checked]:bg-accent",
        className,
      )}
    >
      <Primitive.Thumb className="size-3.5 translate-x-0.5 rounded-full bg-on-accent shadow-xs transition-transform data-[state=checked]:translate-x-4" />
    </Primitive.Root>
  );
}
