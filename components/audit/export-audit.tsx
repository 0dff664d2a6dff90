"use client";

import { Download } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { downloadText, type ExportTable, toCsv, toJson } from "../ui/data-table/export.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";
import type { AuditEvent } from "./audit-event.tsx";

function tableOf(events: readonly AuditEvent[]): ExportTable {
  return {
    headers: ["at", "actor", "from", "action", "subjectKind", "subject", "before", "after"],
    rows: events.map(({ at, actorName, fromAddress, action, subjectKind, subjectName, before, after }) => [
      at,
      actorName,
      fromAddress,
      action,
      subjectKind,
      subjectName,
      JSON.stringify(before),
      JSON.stringify(after),
    ]),
  };
}

/** What is shown, as a file. */
export function ExportAudit({ events }: { events: readonly AuditEvent[] }) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm" variant="ghost">
          <Download aria-hidden />
          Export
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuItem onSelect={() => downloadText("audit.csv", "text/csv", toCsv(tableOf(events)))}>
          CSV
        </DropdownMenuItem>
        <DropdownMenuItem
          onSelect={() => downloadText("audit.json", "application/json", toJson(tableOf(events)))}
        >
          JSON
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
