"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useDeferredValue, useMemo } from "react";
import type { AuditFilter } from "#server/domain/audit-filter.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Input } from "../ui/input.tsx";
import { useSearchParam } from "../ui/search-params.ts";
import { Select } from "../ui/select.tsx";
import { AUDIT_TEXT_CHARACTERS_MAX, auditFilterOf } from "./audit-filter.ts";

const ANY = "any";

/** As the address has it, a little behind the typing. */
export function useAuditFilter(): AuditFilter {
  const [text] = useSearchParam("q");
  const [subjectKind] = useSearchParam("kind");
  const deferredText = useDeferredValue(text);
  return useMemo(() => auditFilterOf(deferredText, subjectKind), [deferredText, subjectKind]);
}

export function AuditFilters() {
  const trpc = useTRPC();
  const [text, setText] = useSearchParam("q");
  const [kind, setKind] = useSearchParam("kind");
  const { data: subjectKinds } = useSuspenseQuery(trpc.audit.listSubjectKinds.queryOptions());
  const kinds = [...new Set([...subjectKinds, ...(kind ? [kind] : [])])];
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
      <div className="relative w-full sm:w-72">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-subtle" />
        <Input
          type="search"
          data-page-filter
          aria-label="Search the audit trail"
          placeholder="Person, subject or action"
          maxLength={AUDIT_TEXT_CHARACTERS_MAX}
          value={text}
          onChange={({ target }) => setText(target.value)}
          className="pl-8 [&::-webkit-search-cancel-button]:hidden"
        />
      </div>
      <Select
        aria-label="Kind of subject"
        className="w-44"
        value={kind || ANY}
        onValueChange={(next) => setKind(next === ANY ? "" : next)}
        options={[
          { value: ANY, label: "Any subject" },
          ...kinds.map((each) => ({ value: each, label: each.replaceAll("-", " ") })),
        ]}
      />
    </div>
  );
}
