"use client";

import { flexRender, type Header, type Table } from "@tanstack/react-table";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { Checkbox } from "../checkbox.tsx";
import { cn } from "../cn.ts";

const ARIA_SORT = { asc: "ascending", desc: "descending" } as const;

/** What the box over all rows shows and does. */
export type SelectAll = {
  state: boolean | "indeterminate";
  label: string;
  onChange: (isOn: boolean) => void;
};

export function HeaderRow<T>({
  table,
  selectAll,
  isFixed,
}: {
  table: Table<T>;
  /** null: rows cannot be selected. */
  selectAll: SelectAll | null;
  isFixed: boolean;
}) {
  return (
    <thead className="sticky top-0 z-10 bg-sunken">
      {table.getHeaderGroups().map((group) => (
        <tr key={group.id} className="h-8">
          {selectAll && (
            <th scope="col" className="w-10 border-b border-line px-3">
              <Checkbox
                aria-label={selectAll.label}
                checked={selectAll.state}
                onCheckedChange={(checked) => selectAll.onChange(checked === true)}
              />
            </th>
          )}
          {group.headers.map((header) => (
            <HeaderCell key={header.id} header={header} isFixed={isFixed} />
          ))}
        </tr>
      ))}
    </thead>
  );
}

function HeaderCell<T>({ header, isFixed }: { header: Header<T, unknown>; isFixed: boolean }) {
  const { column } = header;
  const sorted = column.getIsSorted();
  const isRight = column.columnDef.meta?.align === "right";
  const content = flexRender(column.columnDef.header, header.getContext());
  const Arrow = sorted === "asc" ? ArrowUp : sorted === "desc" ? ArrowDown : ChevronsUpDown;
  return (
    <th
      scope="col"
      aria-sort={sorted ? ARIA_SORT[sorted] : undefined}
      style={isFixed ? { width: header.getSize() } : undefined}
      className={cn(
        "border-b border-line px-3 text-left text-sm font-medium whitespace-nowrap text-muted",
        isRight && "text-right",
      )}
    >
      {column.getCanSort() ? (
        <button
          type="button"
          onClick={column.getToggleSortingHandler()}
          className={cn(
            "group/sort -mx-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 hover:text-ink",
            sorted && "text-ink",
            isRight && "flex-row-reverse",
          )}
        >
          {content}
          <Arrow
            aria-hidden
            className={cn(
              "size-3",
              !sorted && "opacity-0 group-hover/sort:opacity-100 group-focus-visible/sort:opacity-100",
            )}
          />
        </button>
      ) : (
        content
      )}
    </th>
  );
}
