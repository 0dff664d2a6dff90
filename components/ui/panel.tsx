import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";

export type PanelProps = Omit<ComponentProps<"section">, "title"> & {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  /** No padding, for tables and lists that reach the edge. */
  flush?: boolean;
};

/** A framed part of a page, with its own small header. */
export function Panel({ title, description, actions, flush, className, children, ...props }: PanelProps) {
  return (
    <section
      {...props}
      className={cn(
        "relative min-w-0 overflow-hidden rounded-lg border border-line bg-surface shadow-xs",
        className,
      )}
    >
      {(title || actions) && (
        <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line px-4 py-2">
          <div className="min-w-0 sm:flex-1 sm:basis-32">
            <h2 className="font-semibold wrap-anywhere text-ink">{title}</h2>
            {description && <p className="text-sm text-subtle">{description}</p>}
          </div>
          {actions && <div className="flex items-center gap-2">{actions}</div>}
        </header>
      )}
      <div className={cn(!flush && "p-4")}>{children}</div>
    </section>
  );
}
