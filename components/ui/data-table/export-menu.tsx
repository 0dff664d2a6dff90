"use client";

import type { Table } from "@tanstack/react-table";
import { Download } from "lucide-react";
import { useState } from "react";
import { Button } from "../button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "../dropdown-menu.tsx";
import { toast } from "../toast-store.ts";
import { exportOf } from "./columns.ts";
import { csvLines, downloadText, jsonObjects } from "./export.ts";
import { countWords, type RowCount } from "./row-count.ts";

/** Everything that is filtered, in the order shown, part by part. */
export type ExportRows<T> = () => AsyncIterable<readonly T[]> | Iterable<readonly T[]>;

type Props<T> = { table: Table<T>; shown: RowCount; exportRows: ExportRows<T>; fileName: string };

export function ExportMenu<T>({ table, shown, exportRows, fileName }: Props<T>) {
  const [writtenCount, setWrittenCount] = useState<number | null>(null);
  const write = async (format: "csv" | "json") => {
    const columns = table.getVisibleLeafColumns().map(({ columnDef }) => columnDef);
    setWrittenCount(0);
    try {
      const parts = format === "csv" ? [csvLines([exportOf(columns, []).headers])] : ["["];
      let count = 0;
      for await (const rows of exportRows()) {
        if (rows.length === 0) continue;
        const part = exportOf(columns, rows);
        parts.push(format === "csv" ? csvLines(part.rows) : `${count > 0 ? "," : ""}\n${jsonObjects(part)}`);
        count += rows.length;
        setWrittenCount(count);
      }
      if (format === "json") parts.push(count > 0 ? "\n]\n" : "]\n");
      downloadText(`${fileName}.${format}`, format === "csv" ? "text/csv" : "application/json", parts);
    } catch {
      toast({ tone: "bad", title: "The file could not be written.", description: "Try again in a moment." });
    } finally {
      setWrittenCount(null);
    }
  };
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button
            variant="ghost"
            size="icon"
            aria-label="Export"
            title="Export"
            pending={writtenCount !== null}
          >
            <Download aria-hidden className="size-4" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuLabel>
            Export {shown.count === 1 ? "the row shown" : `all ${countWords(shown)} rows that match`}
          </DropdownMenuLabel>
          <DropdownMenuItem onSelect={() => void write("csv")}>CSV</DropdownMenuItem>
          <DropdownMenuItem onSelect={() => void write("json")}>JSON</DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <output className="sr-only">
        {writtenCount ? `${writtenCount.toLocaleString("en")} rows written so far` : ""}
      </output>
    </>
  );
}
