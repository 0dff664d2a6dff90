"use client";

import type { Table } from "@tanstack/react-table";
import { Columns3, Download, Search, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../button.tsx";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "../dropdown-menu.tsx";
import { controlClasses } from "../input.tsx";
import { Kbd } from "../kbd.tsx";
import { cn } from "../cn.ts";
import { columnLabel, exportOf } from "./columns.ts";
import { downloadText, toCsv, toJson } from "./export.ts";
import { nounFor } from "./noun.ts";

export type ToolbarProps<T> = {
  table: Table<T>;
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
  noun,
  filter,
  onFilterChange,
  fileName,
  filters,
  actions,
}: ToolbarProps<T>) {
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
      <FilterField noun={noun} filter={filter} onFilterChange={onFilterChange} />
      {filters}
      <div className="ml-auto flex items-center gap-1">
        <RowCount table={table} noun={noun} />
        {actions}
        <ColumnChoice table={table} />
        <ExportMenu table={table} fileName={fileName} />
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

function RowCount<T>({ table, noun }: { table: Table<T>; noun: string }) {
  const total = table.getCoreRowModel().rows.length;
  const shown = table.getFilteredRowModel().rows.length;
  return (
    <output className="mr-1 text-sm whitespace-nowrap text-subtle tabular-nums">
      {shown === total
        ? total.toLocaleString("en")
        : `${shown.toLocaleString("en")} of ${total.toLocaleString("en")}`}
      <span className="max-sm:sr-only"> {nounFor(total, noun)}</span>
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

function ExportMenu<T>({ table, fileName }: { table: Table<T>; fileName: string }) {
  const count = table.getRowModel().rows.length;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label="Export" title="Export">
          <Download aria-hidden className="size-4" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuLabel>
          Export the {count === 1 ? "row" : `${count.toLocaleString("en")} rows`} shown
        </DropdownMenuLabel>
        <DropdownMenuItem
          onSelect={() => downloadText(`${fileName}.csv`, "text/csv", toCsv(exportOf(table)))}
        >
          CSV
        </DropdownMenuItem>
        <DropdownMenuItem
          onSelect={() => downloadText(`${fileName}.json`, "application/json", toJson(exportOf(table)))}
        >
          JSON
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
