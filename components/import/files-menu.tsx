"use client";

import { ArrowDownUp, Download, FileUp } from "lucide-react";
import Link from "next/link";
import type { FileFormat, ImportNoun } from "#server/domain/import/noun.ts";
import { Button } from "../ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";
import { useSearchParam } from "../ui/search-params.ts";

type FilesMenuProps = {
  nouns: readonly ImportNoun[];
  /** null: of every vDC. */
  vdcId: string | null;
  mayImport: boolean;
};

const NOUN_WORDS = { networks: "Networks", addresses: "Addresses", delegations: "Delegations" } as const;

/** Files of the shape that importing takes; the table's words filter what is exported of its own noun. */
export function FilesMenu({ nouns, vdcId, mayImport }: FilesMenuProps) {
  const [filter] = useSearchParam("q");
  const importHref = vdcId === null ? "/import" : `/vdcs/${vdcId}/networks/import`;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button>
          <ArrowDownUp aria-hidden /> Files
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        {mayImport && (
          <DropdownMenuItem asChild>
            <Link href={importHref}>
              <FileUp aria-hidden /> Import a file…
            </Link>
          </DropdownMenuItem>
        )}
        {nouns.map((noun, index) => (
          <ExportItems key={noun} noun={noun} vdcId={vdcId} filter={index === 0 ? filter.trim() : ""} />
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function ExportItems({ noun, vdcId, filter }: { noun: ImportNoun; vdcId: string | null; filter: string }) {
  return (
    <>
      <DropdownMenuLabel>
        {NOUN_WORDS[noun]}
        {filter !== "" && ", filtered"}
      </DropdownMenuLabel>
      {(["csv", "json"] as const).map((format) => (
        <DropdownMenuItem key={format} asChild>
          <a href={exportHref({ noun, format, vdcId, filter })} download>
            <Download aria-hidden /> Export as {format.toUpperCase()}
          </a>
        </DropdownMenuItem>
      ))}
    </>
  );
}

function exportHref({
  noun,
  format,
  vdcId,
  filter,
}: {
  noun: ImportNoun;
  format: FileFormat;
  vdcId: string | null;
  filter: string;
}): string {
  const params = new URLSearchParams({ noun, format });
  if (vdcId !== null) params.set("vdcId", vdcId);
  if (filter !== "") params.set("filter", filter);
  return `/api/export?${params}`;
}
