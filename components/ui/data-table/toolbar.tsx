"use client";

import type { Table } from "@tanstack/react-table";
import { Columns3, Search, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../button.tsx";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "../dropdown-menu.tsx";
import { controlClasses } from "../input.tsx";
import { Kbd } from "../kbd.tsx";
import { cn } from "../cn.ts";
import { columnLabel } from "./columns.ts";
import { ExportMenu, type ExportRows } from "./export-menu.tsx";
import { countWords, type RowCount } from "./row-count.ts";
import { nounFor } from "./noun.ts";

export type ToolbarProps<T> = {
  table: Table<T>;
  /** What is filtered. */
  shown: RowCount;
  /** What there is without the filter; null when nobody asked. */
  total: RowCount | null;
  exportRows: ExportRows<T>;
  /** What the rows are, e.g. "nodes". */
  noun: string;
  filter: string;
  onFilterChange: (filter: string) => void;
  fileName: string;
  filters?: ReactNode;
  actions?: ReactNode;
};

export function Toolbar<T>({
  table,
  shown,
  total,
  exportRows,
  noun,
  filter,
  onFilterChange,
  fileName,
  filters,
  actions,
}: ToolbarProps<T>) {
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2 max-sm:[&>[role=combobox]]:w-[calc(50%-0.25rem)]">
      <FilterField noun={noun} filter={filter} onFilterChange={onFilterChange} />
      {filters}
      <div className="ml-auto flex items-center gap-1">
        <RowCountText shown={shown} total={total} noun={noun} />
        {actions}
        <ColumnChoice table={table} />
        <ExportMenu table={table} shown={shown} exportRows={exportRows} fileName={fileName} />
      </div>
    </div>
  );
}

function FilterField({
  noun,
  filter,
  onFilterChange,
}: Pick<ToolbarProps<unknown>, "noun" | "filter" | "onFilterChange">) {
  return (
    <div className="relative w-full sm:w-64">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-subtle" />
      <input
        type="text"
        role="searchbox"
        data-page-filter
        aria-label={`Filter ${noun}`}
        placeholder={`Filter ${noun}`}
        value={filter}
        onChange={({ target }) => onFilterChange(target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          if (filter === "") event.currentTarget.blur();
          else onFilterChange("");
        }}
        className={cn(controlClasses, "peer h-8 px-8")}
      />
      {filter === "" ? (
        <Kbd aria-hidden className="absolute top-1.5 right-1.5 max-sm:hidden peer-focus:hidden">
          /
        </Kbd>
      ) : (
        <button
          type="button"
          aria-label="Clear the filter"
          onClick={() => onFilterChange("")}
          className="absolute top-1 right-1 grid size-6 place-items-center rounded-sm text-subtle hover:bg-hover hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </div>
  );
}

function RowCountText({ shown, total, noun }: Pick<ToolbarProps<unknown>, "shown" | "total" | "noun">) {
  const isAll = total === null || (shown.count !== null && shown.count === total.count);
  return (
    <output className="mr-1 text-sm whitespace-nowrap text-subtle tabular-nums">
      {isAll ? countWords(shown) : `${countWords(shown)} of ${countWords(total)}`}
      <span className="max-sm:sr-only"> {nounFor((total ?? shown).count ?? 2, noun)}</span>
    </output>
  );
}

function ColumnChoice<T>({ table }: { table: Table<T> }) {
  const columns = table.getAllLeafColumns().filter((column) => column.getCanHide());
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label="Choose columns" title="Columns">
          <Columns3 aria-hidden className="size-4" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuLabel>Columns</DropdownMenuLabel>
        {columns.map((column) => (
          <DropdownMenuCheckboxItem
            key={column.id}
            checked={column.getIsVisible()}
            onCheckedChange={(checked) => column.toggleVisibility(checked)}
            onSelect={(event) => event.preventDefault()}
          >
            {columnLabel(column)}
          </DropdownMenuCheckboxItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
