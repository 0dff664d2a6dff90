import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export type EmptyStateProps = {
  icon?: ReactNode;
  /** What would be here. */
  title: ReactNode;
  /** How to begin. */
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
};

export function EmptyState({ icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div className={cn("flex flex-col items-center px-6 py-14 text-center", className)}>
      {icon && (
        <div
          aria-hidden
          className="mb-4 grid size-10 place-items-center rounded-xl border border-line bg-surface text-subtle shadow-sm [&_svg]:size-5"
        >
          {icon}
        </div>
      )}
      <div className="text-lg font-semibold">{title}</div>
      {children && <div className="mt-1 max-w-md text-pretty text-muted">{children}</div>}
      {action && <div className="mt-4 flex gap-2">{action}</div>}
    </div>
  );
}
