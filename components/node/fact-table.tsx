import type { Key, ReactNode } from "react";
import { cn } from "../ui/cn.ts";
import { Absent } from "../ui/description-list.tsx";

export type FactColumn<T> = { header: string; cell: (row: T) => ReactNode; align?: "right" };

export type FactTableProps<T> = {
  label: string;
  columns: readonly FactColumn<T>[];
  rows: readonly T[];
  rowKey: (row: T, index: number) => Key;
  /** Said when there are no rows. */
  none: string;
};

/** A short table inside a section; for long ones use `DataTable`. */
export function FactTable<T>({ label, columns, rows, rowKey, none }: FactTableProps<T>) {
  if (rows.length === 0) return <p className="px-4 py-3 text-muted">{none}</p>;
  return (
    <section
      aria-label={label}
      // The region scrolls, so the keyboard must be able to reach it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="max-h-112 overflow-auto focus-visible:-outline-offset-2"
    >
      <table className="w-full border-separate border-spacing-0">
        <thead className="sticky top-0 z-1 bg-sunken">
          <tr className="h-8">
            {columns.map(({ header, align }) => (
              <th
                key={header}
                scope="col"
                className={cn(
                  "border-b border-line px-4 text-left text-sm font-medium whitespace-nowrap text-muted",
                  align === "right" && "text-right",
                )}
              >
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={rowKey(row, index)} className="[&:not(:last-child)>td]:border-b">
              {columns.map(({ header, cell, align }) => (
                <td
                  key={header}
                  className={cn(
                    "h-8 px-4 py-1 wrap-break-word",
                    align === "right" && "text-right tabular-nums",
                  )}
                >
                  {shownOrAbsent(cell(row))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function shownOrAbsent(content: ReactNode): ReactNode {
  return content === null || content === undefined || content === "" ? (
    <Absent word="not reported" />
  ) : (
    content
  );
}
