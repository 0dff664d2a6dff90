import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** Detail folded under a line that reads like a link. */
export function Disclosure({
  label,
  className,
  onOpen,
  children,
}: {
  label: ReactNode;
  className?: string | undefined;
  onOpen?: () => void;
  children: ReactNode;
}) {
  return (
    <details
      className={cn("group/disclosure", className)}
      onToggle={({ currentTarget }) => currentTarget.open && onOpen?.()}
    >
      <summary className="inline-flex list-none items-center gap-1 rounded-sm text-sm text-accent-ink hover:underline [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-3.5 shrink-0 transition-transform group-open/disclosure:rotate-90"
        />
        {label}
      </summary>
      {children}
    </details>
  );
}

/** A whole row of a list that unfolds: what it says, and at its end how much is in it. */
export function DisclosureRow({
  label,
  end,
  children,
}: {
  label: ReactNode;
  end?: ReactNode;
  children: ReactNode;
}) {
  return (
    <details className="group/row">
      <summary className="flex list-none flex-wrap items-center gap-x-2 px-4 py-1.5 hover:bg-hover focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-3.5 shrink-0 text-subtle transition-transform group-open/row:rotate-90"
        />
        {label}
        {end}
      </summary>
      {children}
    </details>
  );
}
