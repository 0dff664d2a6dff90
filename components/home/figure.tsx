import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "../ui/cn.ts";

export type FigureProps = {
  label: ReactNode;
  value: number | string;
  href: string;
  icon?: ReactNode;
  /** A figure that asks for nothing stays calm. */
  isCalm?: boolean;
};

/** One number that leads to what it counts. */
export function Figure({ label, value, href, icon, isCalm = false }: FigureProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="flex min-w-0 items-center gap-3 rounded-lg border border-line bg-surface px-4 py-3 shadow-xs transition-colors hover:bg-hover"
    >
      {icon && <span className={cn("shrink-0", isCalm && "opacity-50 grayscale")}>{icon}</span>}
      <span className="min-w-0">
        <span className={cn("block text-2xl font-semibold tabular-nums", isCalm && "text-subtle")}>
          {value}
        </span>
        <span className="block truncate text-sm text-muted">{label}</span>
      </span>
    </Link>
  );
}

/** A heading over a row of figures. */
export function FigureGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-2 font-semibold">{title}</h2>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-6">{children}</div>
    </section>
  );
}
