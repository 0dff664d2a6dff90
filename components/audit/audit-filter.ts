import type { AuditFilter } from "#server/domain/audit-filter.ts";

export const AUDIT_TEXT_CHARACTERS_MAX = 200;
const KIND_CHARACTERS_MAX = 50;

/** What the address asks for, cut to what the server takes; "" is no filter. */
export function auditFilterOf(text: string, subjectKind: string): AuditFilter {
  const trimmed = storable(text).trim().slice(0, AUDIT_TEXT_CHARACTERS_MAX);
  const kind = storable(subjectKind).slice(0, KIND_CHARACTERS_MAX);
  return { ...(trimmed && { text: trimmed }), ...(kind && { subjectKind: kind }) };
}

/** No stored text holds the NUL character, so no address finds anything by it. */
function storable(text: string): string {
  return text.replaceAll("\0", "");
}
