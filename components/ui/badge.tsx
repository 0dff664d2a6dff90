import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const badgeVariants = cva(
  "inline-flex h-5 items-center gap-1 rounded-md px-1.5 align-middle text-sm font-medium whitespace-nowrap [&_svg]:size-3",
  {
    variants: {
      tone: {
        neutral: "bg-unknown-soft text-muted",
        accent: "bg-accent-soft text-accent-ink",
        good: "bg-up-soft text-up",
        caution: "bg-degraded-soft text-degraded",
        bad: "bg-down-soft text-down",
        info: "bg-info-soft text-info",
        outline: "border border-line-strong text-muted",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

/** A word about a thing. For states use `StateBadge`, for findings `SeverityBadge`. */
export function Badge({
  tone,
  className,
  ...props
}: ComponentProps<"span"> & VariantProps<typeof badgeVariants>) {
  return <span {...props} className={cn(badgeVariants({ tone }), className)} />;
}
