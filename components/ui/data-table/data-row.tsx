"use client";

import { type Cell, flexRender, type Row } from "@tanstack/react-table";
import Link from "next/link";
import { Checkbox } from "../checkbox.tsx";
import { cn } from "../cn.ts";

export type DataRowProps<T> = {
  row: Row<T>;
  /** Counted from 1 over all rows, header included. */
  position: number;
  lines: 1 | 2;
  href: string | undefined;
  label: string;
  /** null: rows cannot be selected. */
  isSelected: boolean | null;
  /** This one can be, where others can. */
  isSelectable: boolean;
  /** `isRange`: with all rows since the one marked before. */
  onMark: (isOn: boolean, isRange: boolean) => void;
};

export function DataRow<T>({
  row,
  position,
  lines,
  href,
  label,
  isSelected,
  isSelectable,
  onMark,
}: DataRowProps<T>) {
  return (
    <tr
      aria-rowindex={position}
      data-row-id={row.id}
      aria-selected={isSelectable ? (isSelected ?? undefined) : undefined}
      className={cn(
        "relative aria-selected:bg-selected [&:not(:last-child)>td]:border-b",
        lines === 2 ? "h-14" : "h-9",
        href && "hover:bg-hover has-[a[data-row-link]:focus-visible]:bg-hover",
      )}
    >
      {isSelected !== null && (
        <td className="w-10 px-3">
          {isSelectable && (
            <Checkbox
              className="z-1"
              data-row-mark
              aria-label={`Select ${label}`}
              checked={isSelected}
              onClick={(event) => {
                // A range is marked as a whole, so the box does not turn by itself.
                event.preventDefault();
                onMark(!isSelected, event.shiftKey);
              }}
            />
          )}
        </td>
      )}
      {row.getVisibleCells().map((cell, index) => (
        <DataCell key={cell.id} cell={cell} href={index === 0 ? href : undefined} />
      ))}
    </tr>
  );
}

/** The first cell's link covers the row; what can be pressed in other cells lies above it. */
function DataCell<T>({ cell, href }: { cell: Cell<T, unknown>; href: string | undefined }) {
  const content = flexRender(cell.column.columnDef.cell, cell.getContext());
  return (
    <td
      title={longText(cell.getValue())}
      className={cn(
        "max-w-96 truncate px-3 [&_:is(button,input,a:not([data-row-link]),time)]:relative [&_:is(button,input,a:not([data-row-link]),time)]:z-1",
        cell.column.columnDef.meta?.align === "right" && "text-right tabular-nums",
      )}
    >
      {href ? (
        <Link
          href={href}
          data-row-link
          prefetch={false}
          className="font-medium text-ink after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ring"
        >
          {content}
        </Link>
      ) : (
        content
      )}
    </td>
  );
}

const CUT_FROM_LENGTH = 16;

/** A text that a narrow column may cut, to be read in full on hover. */
function longText(value: unknown): string | undefined {
  return typeof value === "string" && value.length > CUT_FROM_LENGTH ? value : undefined;
}
