import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export type Description = { term: ReactNode; key?: string; value: ReactNode };

/** Facts as pairs. An absent value is a dash with its word for those who hear the page. */
export function DescriptionList({ items, className }: { items: readonly Description[]; className?: string }) {
  return (
    <dl
      className={cn(
        "grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] gap-x-6 max-sm:grid-cols-[fit-content(38%)_minmax(0,1fr)] max-sm:gap-x-4",
        className,
      )}
    >
      {items.map(({ term, key, value }, index) => (
        <div
          key={key ?? (typeof term === "string" ? term : index)}
          className="col-span-2 grid grid-cols-subgrid border-b border-line py-1.5 last:border-b-0"
        >
          <dt className="text-muted">{term}</dt>
          <dd className="min-w-0 wrap-anywhere">{isAbsent(value) ? <Absent /> : value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Where a value would be. */
export function Absent({ word = "not known" }: { word?: string }) {
  return (
    <span className="text-subtle">
      <span aria-hidden>–</span>
      <span className="sr-only">{word}</span>
    </span>
  );
}

function isAbsent(value: ReactNode): boolean {
  return value === null || value === undefined || value === "";
}
