import type { AuditFilter } from "#server/domain/audit-filter.ts";

export const AUDIT_TEXT_CHARACTERS_MAX = 200;
const KIND_CHARACTERS_MAX = 50;

/** What the address asks for, cut to what the server takes; "" is no filter. */
export function auditFilterOf(text: string, subjectKind: string): AuditFilter {
  const trimmed = text.trim().slice(0, AUDIT_TEXT_CHARACTERS_MAX);
  return {
    ...(trimmed && { text: trimmed }),
    ...(subjectKind && { subjectKind: subjectKind.slice(0, KIND_CHARACTERS_MAX) }),
  };
}

/** The page after `page`; the same for the server that prefetches and the browser that goes on. */
export function nextAuditCursor({ nextCursor }: { nextCursor: string | null }): string | null {
  return nextCursor;
}
