"use client";

import type { VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps, MouseEvent } from "react";
import { buttonVariants } from "./button-variants.ts";
import { cn } from "./cn.ts";
import { Spinner } from "./spinner.tsx";

export type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof buttonVariants> & {
    /** Keeps its size and its focus, and ignores presses, while the work it started goes on. */
    pending?: boolean;
    asChild?: boolean;
  };

export function Button({
  variant,
  size,
  pending = false,
  asChild = false,
  className,
  ...props
}: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size }), className);
  if (asChild) return <Slot.Root {...props} className={classes} />;
  const { children, onClick, type = "button", ...rest } = props;
  const isDeed = type === "submit" || variant === "primary" || variant === "danger";
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    // A double click is one deed: its second half comes before the button can know that the first began.
    if (pending || (isDeed && event.detail > 1)) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      {...rest}
      type={type}
      className={classes}
      onClick={press}
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
    >
      {/* Out of sight only: its words remain the button's name. */}
      {pending ? <span className="inline-flex items-center gap-1.5 opacity-0">{children}</span> : children}
      {pending && <Spinner className="absolute" />}
    </button>
  );
}
